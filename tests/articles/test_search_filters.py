"""A reader narrows a search down by addresses that can be shared, with and without words."""

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Contributor, Section, Topic
from tests.factories import DAY, HOUR, THEN, make_article, make_contributor, make_section, make_topic
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def find(client):
    def search(query):
        response = client.get(f"/search/?{query}")
        assert response.status_code == 200
        return Page(response)

    return search


@pytest.fixture
def stories():
    """Three stories about herring, each unlike the others in everything else."""
    harbour, kitchen = make_topic("Harbour"), make_topic("Kitchen")
    same = {"copy": "<p>Herring.</p>", "standfirst": ""}
    make_article(headline="Landed", topics=[harbour], **same)
    make_article(
        headline="Smoked",
        section=make_section("Culture"),
        kind="review",
        topics=[kitchen],
        byline="Bo Lind",
        published_at=THEN + 2 * DAY,
        **same,
    )
    make_article(headline="Counted", topics=[harbour, kitchen], kind="analysis", published_at=THEN + 4 * DAY, **same)


# {the filters in a query: the headlines that are found}
FILTERS = {
    "section=culture": ["Smoked"],
    "topic=harbour": ["Counted", "Landed"],
    "by=bo-lind": ["Smoked"],
    "type=analysis": ["Counted"],
    "since=2026-01-17": ["Counted", "Smoked"],
    "until=2026-01-17": ["Smoked", "Landed"],
    "since=2026-01-16&until=2026-01-18": ["Smoked"],
    "topic=kitchen&by=ada-quayle": ["Counted"],
    "section=city&topic=harbour&type=news": ["Landed"],
    "section=culture&topic=harbour": [],
    "section=&topic=&type=&since=&until=&sort=newest": ["Counted", "Smoked", "Landed"],
}


def test_filters_narrow_a_search_down_and_stand_alone(find, stories):
    assert {query: find(f"q=herring&{query}").headlines for query in FILTERS} == FILTERS
    alone = {query: headlines for query, headlines in FILTERS.items() if not query.startswith("section=&")}
    assert {query: find(query).headlines for query in alone} == alone


# {filters that cannot be meant: the field that says so}
CANNOT_BE_MEANT = {
    "section=absent": "section",
    "topic=absent": "topic",
    "by=absent": "by",
    "type=gossip": "type",
    "since=yesterday": "since",
    "until=0001-01-01": "until",
    "until=9999-12-31": "until",
    "since=2026-02-01&until=2026-01-01": "until",
    "sort=loudest": "sort",
}


def test_a_filter_that_cannot_be_meant_says_so_beside_its_field_and_finds_nothing(find, stories):
    pages = {query: find(f"q=herring&{query}") for query in CANNOT_BE_MEANT}
    assert not {query: page.headlines for query, page in pages.items() if page.headlines}
    assert not [query for query, page in pages.items() if not page.has(f"[id=id_{CANNOT_BE_MEANT[query]}_error]")]
    boxes = {query: page.one("input[type=search]")["value"] for query, page in pages.items()}
    assert boxes == dict.fromkeys(CANNOT_BE_MEANT, "herring")


@pytest.mark.parametrize(("model", "parameter"), [(Section, "section"), (Topic, "topic"), (Contributor, "by")])
def test_a_filter_goes_on_by_the_slug_of_before(find, stories, model, parameter):
    row = model.objects.get(slug={"section": "culture", "topic": "kitchen", "by": "bo-lind"}[parameter])
    before, row.slug = row.slug, "renamed"
    workflow.save_named(row)
    page = find(f"q=herring&{parameter}={before}&type=review")
    assert page.headlines == ["Smoked"]
    assert f"{parameter}=renamed" in page.all(".search__chosen a")[-1]["href"]


def test_what_is_chosen_is_shown_and_each_can_be_taken_away(find, stories):
    page = find("q=herring&topic=kitchen&since=2026-01-16&section=culture")
    assert page.texts(".search__chosen bdi") == ["Culture", "Kitchen", "from 16 January 2026"]
    without = [link["href"] for link in page.all(".search__chosen a")]
    assert without[1] == "?q=herring&section=culture&since=2026-01-16"


def test_the_form_keeps_what_was_chosen_by_a_link(find, stories):
    page = find("q=herring&topic=kitchen&by=bo-lind&section=culture")
    assert [each["value"] for each in page.all("form.search input[type=hidden]")] == ["kitchen", "bo-lind"]
    assert page.one("[id=search-section] option[selected]")["value"] == "culture"


def test_topics_and_names_of_what_was_found_are_offered_the_most_frequent_first(find, stories):
    make_article(headline="Once more", copy="<p>Herring.</p>", topics=[make_topic("Kitchen")])
    page = find("q=herring")
    assert page.texts("[aria-labelledby=offered-topic] a") == ["Kitchen 3", "Harbour 2"]
    assert page.all("[aria-labelledby=offered-by] a")[0]["href"] == "?q=herring&by=ada-quayle"
    assert not find("q=herring&topic=harbour").has("[aria-labelledby=offered-topic]")


def test_the_next_page_keeps_the_filters(find):
    for _number in range(21):
        make_article(copy="<p>Herring.</p>")
    assert find("q=herring&section=city").one("a[rel=next]")["href"] == "/search/?q=herring&section=city&page=2"


def test_a_page_with_a_parameter_that_it_does_not_know_is_kept_by_nobody(client):
    assert "no-store" in client.get("/search/?q=herring&for=bo")["Cache-Control"]


def test_only_what_is_published_is_found_counted_and_offered(find):
    now = timezone.now()
    secret = {"copy": "<p>Herring.</p>", "topics": [make_topic("Secret")], "byline": make_contributor("Bo Lind")}
    make_article(published_at=now + HOUR, **secret)
    make_article(published_at=THEN, embargo_until=now + HOUR, **secret)
    make_article(published_at=None, **secret)
    workflow.withdraw(make_article(**secret), by=None, reason="It was not so.")
    assert find("q=herring").headlines == []
    assert find("topic=secret").headlines == []
    make_article(headline="Known", copy="<p>Herring.</p>", topics=[make_topic("Fish")])
    page = find("q=herring")
    assert page.headlines == ["Known"]
    assert page.one(".search__number").text == "1 article"
    assert not page.has(".search__offered")


def test_a_story_is_found_from_the_moment_at_which_it_is_out(find, monkeypatch):
    now = timezone.now()
    make_article(headline="Later", copy="<p>Herring.</p>", published_at=now, embargo_until=now + HOUR)
    story = make_article(headline="Going", copy="<p>Herring.</p>")
    workflow.withdraw(story, by=None, reason="It was not so.", at=now + HOUR)
    assert find("q=herring").headlines == ["Going"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + 2 * HOUR)
    assert find("q=herring").headlines == ["Later"]


def test_common_words_are_ranked_among_the_newest_and_the_number_is_capped(find, monkeypatch):
    monkeypatch.setattr("articles.search.MOST", 3)
    for number in range(5):
        make_article(headline=f"Day {number}", copy="<p>Herring.</p>", published_at=THEN + number * DAY)
    page = find("q=herring")
    assert page.one(".search__number").text.startswith("More than 3 articles")
    assert len(page.headlines) == 3


def test_an_old_story_that_fits_far_better_comes_before_a_new_one(find):
    make_article(headline="Herring, herring", copy="<p>Herring.</p>", published_at=THEN - 3650 * DAY)
    make_article(headline="Plain", copy="<p>Rain, wind, and one herring.</p>", published_at=THEN)
    assert find("q=herring").headlines == ["Herring, herring", "Plain"]
    assert find("q=herring&sort=newest").headlines == ["Plain", "Herring, herring"]


def test_a_renamed_topic_and_caption_are_found_by_their_new_words(find):
    topic = make_topic("Quay")
    make_article(headline="Named", standfirst="", topics=[topic])
    topic.name = "Mole"
    topic.save()
    assert (find("q=mole").headlines, find("q=quay+mole").headlines) == (["Named"], ["Named"])
    Topic.objects.all().delete()
    assert find("q=mole").headlines == []
