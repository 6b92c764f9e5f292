"""A reader who mistypes is asked what was meant, and one who is still typing is shown what begins like that."""

import pytest
from django.utils import timezone

from articles import workflow
from articles.search.spelling import distance, skeleton
from tests.factories import HOUR, THEN, make_article, make_section, make_topic
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def meant(client):
    """Return what a search page takes a query for, None where it does not ask."""

    def search(typed):
        page = Page(client.get("/search/", {"q": typed}))
        return page.one(".search__meant a").text if page.has(".search__meant") else None

    return search


@pytest.fixture
def typing(client):
    def suggest(typed):
        response = client.get("/search/suggestions/", {"q": typed})
        assert response.status_code == 200
        return [each["text"] for each in response.json()["suggestions"]]

    return suggest


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("herrng", "herring"),
        ("hering", "herring"),
        ("herrign", "herring"),
        ("smoked herrng", "smoked herring"),
        ("smokd herrng", "smoked herring"),
        ("hetting", None),
        ("xyzzyqua", None),
        ("fog", None),
        ("herring", None),
        ("manana", None),
        ("manaña", None),
        ("mnaana", "mañana"),
    ],
)
def test_a_mistyped_word_is_taken_for_one_that_was_printed(meant, typed, other):
    make_article(headline="Mañana", copy="<p>They smoked herring in fog.</p>")
    assert meant(typed) == other


def test_the_link_asks_for_what_was_meant_with_the_same_filters(client):
    make_article(copy="<p>Herring.</p>")
    page = Page(client.get("/search/?q=herrng&section=city"))
    assert page.one(".search__meant a")["href"] == "?q=herring&section=city"


def test_nothing_is_taken_for_what_is_not_published(meant):
    now = timezone.now()
    make_article(copy="<p>Herring.</p>", embargo_until=now + HOUR)
    make_article(copy="<p>Herring.</p>", published_at=None)
    workflow.withdraw(make_article(copy="<p>Herring.</p>"), by=None, reason="It was not so.")
    assert meant("herrng") is None
    assert meant("hering") is None


def test_what_somebody_mistyped_in_print_does_not_stop_the_question(meant):
    make_article(copy="<p>Herrng.</p>")
    for _number in range(11):
        make_article(copy="<p>Herring.</p>")
    assert meant("herrng") == "herring"


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("ferry", "ferry", 0),
        ("fery", "ferry", 1),
        ("frery", "ferry", 1),
        ("furrow", "ferry", 3),
        ("efrry", "ferry", 1),
        ("", "abc", 3),
    ],
)
def test_letters_that_changed_places_are_one_mistake(one, other, steps):
    assert distance(one, other) == steps


def test_words_that_sound_alike_have_one_skeleton():
    assert skeleton("definately") == skeleton("definitely")
    assert skeleton("acomodation") == skeleton("accommodation")


def test_what_is_being_typed_is_completed_by_sections_topics_names_and_headlines(typing):
    # So that no two rows have the same number by chance.
    make_article(byline="Bo Lind", headline="Plain")
    make_article(byline="Cleo Abara", headline="Plain")
    make_article(byline=None, headline="Plain")
    make_article(
        headline="Harvest of herring",
        section=make_section("Harbours"),
        topics=[make_topic("Harbour")],
        byline="Ada Hart",
    )
    assert typing("har") == ["Harbours", "Harbour", "Ada Hart", "Harvest of herring"]
    assert typing("harvest of her") == ["Harvest of herring"]
    assert typing("HARV") == ["Harvest of herring"]


@pytest.mark.parametrize("typed", ["", "h", " ", '"', "\x00", "%", "__", "a" * 10_000, "'; --", "😀😀"])
def test_what_begins_nothing_is_answered_with_nothing(typing, typed):
    make_article(headline="Harvest")
    assert typing(typed) == []


def test_only_what_is_published_completes_what_is_being_typed(typing):
    secret = {"topics": [make_topic("Harm")], "byline": "Ada Hart", "headline": "Harvest"}
    make_article(embargo_until=timezone.now() + HOUR, **secret)
    make_article(published_at=None, **secret)
    workflow.withdraw(make_article(**secret), by=None, reason="It was not so.")
    assert typing("har") == []


def test_the_newest_headlines_come_first(typing):
    for number in range(7):
        make_article(headline=f"Harvest {number}", published_at=THEN + number * HOUR)
    assert typing("harv") == [f"Harvest {number}" for number in (6, 5, 4, 3, 2)]
