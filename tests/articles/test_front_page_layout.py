"""Every story has one place on the front page, by rules that need no database."""

import pytest

from articles.front_page import RIVER, ROW, SECONDS, compose
from articles.models import Article, Picture, Section

CITY, SPORT = Section(pk=1, name="City"), Section(pk=2, name="Sport")


def stories(shapes, first=1):
    """Return stories, newest first, for letters: p has a picture, w one with a warning, t is text only, A and a are advertisers'."""
    kinds = {"A": Article.Kind.ADVERTISER, "a": Article.Kind.ADVERTISER}
    pictures = {"p": Picture(pk=1), "A": Picture(pk=1), "w": Picture(pk=2, warning="An injury is shown.")}
    return [
        Article(pk=pk, kind=kinds.get(letter, Article.Kind.NEWS), picture=pictures.get(letter))
        for pk, letter in enumerate(shapes, first)
    ]


def keys(articles):
    return [article.pk for article in articles]


@pytest.mark.parametrize(
    ("shapes", "lead"),
    [
        ("p", 1),
        ("t", 1),
        ("tp", 2),
        ("tt", 1),
        ("wp", 2),
        ("w", 1),
        ("Ap", 2),
        ("At", 2),
        ("Atp", 3),
        ("A", 1),
        ("aA", 1),
    ],
)
def test_the_lead_is_the_newest_story_with_a_picture_that_nobody_paid_for(shapes, lead):
    assert compose(stories(shapes), []).lead.pk == lead


def test_an_empty_paper_has_no_lead_and_no_stories():
    front = compose([], [(CITY, [])])
    assert (front.lead, front.seconds, front.river, front.rows, front.articles) == (None, [], [], [], [])


@pytest.mark.parametrize(
    ("shapes", "seconds"),
    [
        ("pppppp", [2, 3, 4, 5]),
        ("ptptppp", [3, 5, 6, 7]),
        ("pAppp", [3, 4, 5]),
        ("pt", [2]),
        ("pttp", [4, 2, 3]),
        ("tttttt", [2, 3, 4, 5]),
        ("AAA", []),
    ],
)
def test_the_seconds_prefer_pictures_and_take_no_advertisement(shapes, seconds):
    assert keys(compose(stories(shapes), []).seconds) == seconds


def test_the_river_is_what_is_left_in_the_order_of_time():
    front = compose(stories("tpAppppptp"), [])
    assert keys([front.lead, *front.seconds]) == [2, 4, 5, 6, 7]
    assert keys(front.river) == [1, 3, 8, 9, 10]


def test_each_place_has_its_limit():
    newest = stories("p" * 40)
    front = compose(newest, [(CITY, newest)])
    assert len(front.seconds) == SECONDS
    assert len(front.river) == RIVER
    assert [len(row) for _, row in front.rows] == [ROW]


@pytest.mark.parametrize("shapes", ["", "p", "t", "A", "Aa", "ptptA" * 6, "t" * 20, "p" * 30])
def test_a_story_shows_once(shapes):
    newest = stories(shapes)
    front = compose(newest, [(CITY, newest[::2]), (SPORT, newest[1::2])])
    shown = keys(front.articles)
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("shapes", ["p", "t", "A", "ptA", "t" * 5, "ptptA"])
def test_no_story_of_a_small_paper_is_left_out(shapes):
    newest = stories(shapes)
    assert sorted(keys(compose(newest, [(CITY, newest)]).articles)) == keys(newest)


def test_a_section_whose_stories_stand_elsewhere_has_no_row():
    newest = stories("ppp")
    front = compose(newest, [(CITY, newest), (SPORT, stories("p", first=9))])
    assert [(section.name, keys(row)) for section, row in front.rows] == [("Sport", [9])]
