"""The front page: what leads, what follows, and what there is when there is little."""

from itertools import pairwise

import pytest

from tests.factories import DAY, HOUR, THEN, make_article, make_comment, make_picture, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def front(client):
    return lambda: Page(client.get("/"))


def test_an_empty_paper_says_that_it_is_being_made(front):
    page = front()
    assert page.one("main h2").text == "The first edition is being made"
    assert page.headlines == []


def test_an_empty_paper_with_sections_leads_to_them(front):
    make_section("City")
    assert [a["href"] for a in front().all("nav.sections a")] == ["/city/"]


def test_the_name_of_the_paper_is_the_first_heading(front, settings):
    settings.PUBLICATION_NAME, settings.PUBLICATION_TAGLINE = "The Quay", "Since noon"
    page = front()
    assert page.one("h1").text == "The Quay"
    assert page.one("title").text == "The Quay – Since noon"


def test_the_only_story_leads(front):
    make_article(headline="Alone")
    page = front()
    assert page.one(".story--lead .story__headline").text == "Alone"
    assert page.headlines == ["Alone"]


def test_a_story_with_a_picture_leads_before_a_newer_one_without(front):
    make_article(headline="Newer", published_at=THEN + HOUR)
    make_article(headline="Pictured", picture=make_picture(size=(90, 60)))
    assert front().headlines == ["Pictured", "Newer"]


def test_a_paper_without_pictures_still_has_a_lead_and_seconds(front):
    for hour in range(8):
        make_article(headline=f"Hour {hour}", published_at=THEN + hour * HOUR)
    page = front()
    assert page.one(".story--lead .story__headline").text == "Hour 7"
    assert sorted(page.texts(".story--second .story__headline")) == ["Hour 3", "Hour 4", "Hour 5", "Hour 6"]
    assert page.texts(".story--river .story__headline") == ["Hour 2", "Hour 1", "Hour 0"]


def test_advertiser_content_is_marked_and_never_leads_before_the_papers_own(front):
    make_article(headline="Paid", kind="advertiser", picture=make_picture(size=(90, 60)), published_at=THEN + DAY)
    make_article(headline="Own")
    page = front()
    assert page.headlines == ["Own", "Paid"]
    assert page.texts(".story__advert") == ["Advertiser content"]


def test_a_paper_of_only_advertiser_content_shows_it_as_such(front):
    for name in "ABC":
        make_article(headline=name, kind="advertiser")
    page = front()
    assert sorted(page.headlines) == ["A", "B", "C"]
    assert page.texts(".story__advert") == ["Advertiser content"] * 3


def test_a_story_shows_once_on_the_whole_page(front):
    for name in ("City", "Sport", "World"):
        for hour in range(12):
            make_article(section=make_section(name), published_at=THEN + hour * HOUR)
    headlines = front().headlines
    assert len(headlines) == len(set(headlines)) == 13 + 3 * 4


def test_a_quiet_section_keeps_its_row_beside_a_loud_one(front):
    make_article(headline="Quiet", section=make_section("Sport"), published_at=THEN - 300 * DAY)
    for hour in range(30):
        make_article(published_at=THEN + hour * HOUR)
    page = front()
    assert page.texts(".row__name")[-1] == "Sport"
    assert "Quiet" in page.texts(".row h3")


def test_rows_stand_in_the_order_of_the_sections(front):
    for position, name in enumerate(["Sport", "City"]):
        for hour in range(20):
            make_article(section=make_section(name, position=position), published_at=THEN + hour * HOUR)
    assert front().texts(".row__name") == ["Sport", "City"]


def test_a_card_tells_how_many_comments_there_are(front):
    make_comment(make_article(slug="talked-of"))
    card = front().one(".story--lead a.story__comments")
    assert (card.text, card["href"]) == ("1 comment", "/city/talked-of/#comments")


def test_the_picture_of_a_card_is_no_second_link_to_those_who_listen(front):
    make_article(picture=make_picture(size=(90, 60)))
    link = front().one("a.story__picture")
    assert (link["tabindex"], link["aria-hidden"]) == ("-1", "true")


def test_a_card_of_another_language_says_so(front):
    make_article(headline="Hola", language="es")
    make_article(headline="مرحبا", language="ar", published_at=THEN - DAY)
    page = front()
    marks = [(e.inherited("lang"), e.inherited("dir")) for e in page.all(".story__headline")]
    assert marks == [("es", "ltr"), ("ar", "rtl")]
    assert {e.inherited("lang") for e in page.all(".story__foot")} == {"en"}


def test_headings_do_not_skip(front):
    for hour in range(30):
        make_article(published_at=THEN + hour * HOUR)
    levels = [int(e.tag[1]) for e in front().elements if e.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
