"""What stands beside a story: chosen by hand first, then found, and never what readers may not see."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import relating, workflow
from articles.models import Article, Kin, RelatedPick
from articles.relating import Traits, nearest
from newsroom.lib import droplog
from tests.factories import DAY, THEN, make_article, make_section, make_series, make_topic
from tests.page import Page

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def traits(pk, text="", *, topics=(), section=1, at=NOON):
    return Traits(pk, section, frozenset(topics), at, text)


# Likeness


def test_a_shared_topic_makes_kin_and_a_shared_section_alone_does_not():
    assert nearest(traits(1, topics=[7]), [traits(2, topics=[7]), traits(3), traits(4), traits(5)]) == [2]


def test_a_rare_topic_counts_for_more_than_one_that_all_have():
    rest = [traits(pk, topics=[7]) for pk in range(10, 20)]
    found = nearest(traits(1, topics=[7, 8]), [*rest, traits(2, topics=[8])])
    assert found[0] == 2


def test_rare_words_make_kin_without_a_topic():
    rest = [traits(pk, "council votes about something else today") for pk in range(10, 30)]
    story = traits(1, "council votes about the Perpetua ferry")
    assert nearest(story, [*rest, traits(2, "Perpetua leaves the dock", section=2)])[0] == 2


def test_of_equals_the_newer_comes_first():
    old, new = traits(2, topics=[7], at=NOON - 900 * DAY), traits(3, topics=[7])
    assert nearest(traits(1, topics=[7]), [old, new, *(traits(pk) for pk in range(4, 14))]) == [3, 2]


def test_there_is_an_end_to_kin():
    assert len(nearest(traits(1, topics=[7]), [traits(pk, topics=[7]) for pk in range(2, 90)])) <= 12


# On the page

pytest_db = pytest.mark.django_db


def related(client, article):
    return Page(client.get(article.get_absolute_url())).texts("section[aria-labelledby=related] .story__headline")


def more(client, article):
    return Page(client.get(article.get_absolute_url())).texts("section[aria-labelledby=more] .story__headline")


@pytest.fixture
def stories(db):
    """`one` and `other` share a topic; three more of other sections share nothing with them."""
    harbour, sport = make_topic("Harbour"), make_section("Sport")
    one = make_article(topics=[harbour], headline="Fog on the quay")
    other = make_article(topics=[harbour], headline="Quay in fog", section=make_section("World"))
    for number in range(3):
        make_article(section=sport, headline=f"Goal number {number}", standfirst="Nil to one.")
    relating.find_due()
    return one, other


def test_what_shares_a_topic_stands_beside_a_story(client, stories):
    one, other = stories
    assert related(client, one) == ["Quay in fog"]
    assert related(client, other) == ["Fog on the quay"]


def test_a_story_that_has_none_has_no_heading_for_them(client, stories):
    story = make_article(section=make_section("Opinion"), headline="Alone", standfirst="")
    relating.find_due()
    assert not Page(client.get(story.get_absolute_url())).has("section[aria-labelledby=related]")


def test_what_an_editor_chose_comes_first_and_in_the_editors_order(client, stories):
    one, _other = stories
    goals = list(Article.objects.filter(headline__startswith="Goal").order_by("headline"))
    for position, story in enumerate((goals[2], goals[0])):
        RelatedPick.objects.create(article=one, story=story, position=position)
    assert related(client, one) == ["Goal number 2", "Goal number 0", "Quay in fog"]
    RelatedPick.objects.get(story=goals[2]).delete()
    assert related(client, one) == ["Goal number 0", "Quay in fog"]


def test_a_story_shows_once_on_the_page_of_another(client, stories):
    one, _other = stories
    neighbour = make_article(topics=[make_topic("Harbour")], headline="Fog again", published_at=timezone.now())
    make_article(headline="Trams", standfirst="", published_at=THEN + DAY)
    relating.find_due()
    assert neighbour.headline in related(client, one)
    assert more(client, one) == ["Trams"]


def test_what_the_box_of_a_series_leads_to_is_not_related_as_well(client, stories):
    harbour, series = make_topic("Harbour"), make_series()
    first = make_article(topics=[harbour], series=series, part=1, headline="Fog, part 1")
    make_article(topics=[harbour], series=series, part=2, headline="Fog, part 2")
    relating.find_due()
    assert "Fog, part 2" not in related(client, first)
    assert "Fog, part 2" not in more(client, first)
    assert "Fog on the quay" in related(client, first)


def test_a_story_that_is_withdrawn_is_gone_from_beside_others_at_once(client, stories):
    one, other = stories
    workflow.withdraw(other, by=None, reason="An error.")
    assert related(client, one) == []


def test_a_story_that_is_not_out_yet_shows_from_the_moment_it_is(client, stories):
    one, _other = stories
    later = make_article(published_at=timezone.now() + DAY, headline="Tomorrow’s fog", section=make_section("World"))
    RelatedPick.objects.create(article=one, story=later)
    assert "Tomorrow’s fog" not in related(client, one)
    Article.objects.filter(pk=later.pk).update(published_at=THEN)
    assert related(client, one)[0] == "Tomorrow’s fog"


def test_a_story_that_has_just_come_out_is_found_by_those_that_were_there(client, stories):
    one, _other = stories
    make_article(topics=[make_topic("Harbour")], headline="Fog lifts", published_at=timezone.now())
    assert "Fog lifts" not in related(client, one)
    relating.find_due()
    assert "Fog lifts" in related(client, one) + more(client, one)


def test_a_story_of_another_language_is_not_found(client, stories):
    arabic = make_article(topics=[make_topic("Harbour")], language="ar", section=make_section("World"))
    relating.find_due()
    assert related(client, arabic) == []


def test_what_was_paid_for_is_kin_to_nothing(stories):
    paid = make_article(topics=[make_topic("Harbour")], kind=Article.Kind.ADVERTISER)
    relating.find_due()
    assert Kin.objects.get(article=paid).found == []
    assert paid.pk not in Kin.objects.get(article=stories[0]).found


@pytest_db
def test_a_scheduled_story_is_looked_at_when_it_comes_out():
    out_at = timezone.now() + DAY
    story = make_article(published_at=out_at)
    assert relating.find_due() == 0
    assert relating.find_due(out_at + timedelta(seconds=1)) == 1
    assert not Kin.objects.due(out_at + DAY).filter(article=story).exists()


@pytest_db
def test_a_draft_is_not_looked_at():
    make_article(published_at=None, topics=[make_topic("Harbour")])
    assert not Kin.objects.exists()


def test_another_topic_asks_for_other_kin(stories):
    one, _other = stories
    one.topics.set([make_topic("Music")])
    assert Kin.objects.due().filter(article=one).exists()
    relating.find_due()
    assert Kin.objects.get(article=one).due_at is None


def test_a_page_is_dropped_only_when_its_kin_have_changed(stories):
    one, _other = stories
    log = droplog.Reader()
    log.read()
    Kin.objects.put_off([one.pk])
    relating.find_due()
    assert log.read() == []
    Kin.objects.filter(article=one).update(found=[])
    Kin.objects.put_off([one.pk])
    relating.find_due()
    assert {row.tag for row in log.read()} == {f"article:{one.pk}"}


@pytest_db
def test_finding_costs_the_same_in_a_larger_paper(django_assert_num_queries):
    topics = [make_topic("Harbour"), make_topic("Work")]
    story = make_article(topics=topics)
    for number in range(60):
        make_article(topics=topics, byline=None, published_at=THEN + number * DAY)
    with django_assert_num_queries(9):
        assert len(relating.find(story)) == 12


@pytest_db
def test_the_desk_chooses_by_name_and_order(desk, editor):
    article, story = make_article(), make_article(headline="Fog on the quay")
    page = Page(desk(editor).get(f"/admin/articles/article/{article.pk}/change/"))
    assert page.has("[name=related_picks-0-story]")
    found = desk(editor).get(
        "/admin/autocomplete/",
        {"app_label": "articles", "model_name": "relatedpick", "field_name": "story", "term": "fog"},
    )
    assert found.json()["results"] == [{"id": str(story.pk), "text": "Fog on the quay"}]
