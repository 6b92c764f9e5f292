"""Fronts of sections, topics and contributors: all that was published there, page by page."""

from functools import cache
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client, override_settings

from articles.views.archive import PAGE_SIZE
from tests.factories import DAY, THEN, make_article, make_contributor, make_section, make_topic
from tests.page import Page

# In one worker, which fills each archive once for all of its pages.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("archive pages")]

FRONTS = ["/city/", "/topic/harbour/", "/contributor/ada-quayle/"]
NOT_PAGES = ["0", "-1", "abc", "", " 1", "1.0", "01", "+2", "٣", "³", "1e3", "0x2", "999999", "9" * 400, "2\x00", "𝟚"]


def fill_fronts(number):
    """Fill the three fronts with so many stories."""
    for day in range(number):
        make_article(headline=f"Day {day}", topics=[make_topic()], byline="Ada Quayle", published_at=THEN + day * DAY)


@pytest.fixture(scope="module")
def archive(django_db_setup, django_db_blocker):
    """`archive(path, number, *queries)` is what is answered at `path` with each query, by an archive of so many stories.

    The archive is filled once for all paths, and emptied again.
    """

    @cache
    def answers(number, queries, site_url):
        with django_db_blocker.unblock(), transaction.atomic(), override_settings(SITE_URL=site_url):
            fill_fronts(number)
            found = {path: [Client().get(f"{path}{query}") for query in queries] for path in [*FRONTS, "/search/"]}
            transaction.set_rollback(True)
        return found

    def answers_at(path, number, *queries, site_url="http://testserver"):
        return answers(number, queries, site_url)[path]

    return answers_at


def pages_of(answers):
    return [Page(answer) for answer in answers]


def make_empty_fronts():
    return make_section("City"), make_topic("Harbour"), make_contributor("Ada Quayle")


@pytest.mark.parametrize("path", FRONTS)
def test_a_front_lists_its_stories_newest_first(archive, path):
    (page,) = pages_of(archive(path, 3, ""))
    assert page.headlines == ["Day 2", "Day 1", "Day 0"]


@pytest.mark.parametrize("path", FRONTS)
def test_a_front_lists_nothing_from_elsewhere(client, path):
    make_article(headline="Elsewhere", section=make_section("Sport"), topics=[make_topic("Work")], byline="Bo Lind")
    fill_fronts(3)
    assert Page(client.get(path)).headlines == ["Day 2", "Day 1", "Day 0"]


@pytest.mark.parametrize("path", FRONTS)
def test_the_second_page_follows_the_first(archive, path):
    first, second = pages_of(archive(path, PAGE_SIZE + 1, "", "?page=2"))
    assert len(first.headlines) == PAGE_SIZE
    assert second.headlines == ["Day 0"]
    assert (first.one("a[rel=next]")["href"], second.one("a[rel=prev]")["href"]) == (f"{path}?page=2", path)


@pytest.mark.parametrize("path", FRONTS)
def test_a_full_page_that_is_the_last_offers_no_next(archive, path):
    (page,) = pages_of(archive(path, PAGE_SIZE, ""))
    assert not page.has("nav.pages")


@pytest.mark.parametrize("path", FRONTS)
def test_each_page_has_a_canonical_address_of_its_own(archive, path):
    """H2: the canonical address of page n is its own, and the first has no number."""
    answers = archive(path, PAGE_SIZE + 1, "", "?page=2&utm_source=x", site_url="https://paper.example")
    first, second = pages_of(answers)
    assert first.one("link[rel=canonical]")["href"] == f"https://paper.example{path}"
    assert second.one("link[rel=canonical]")["href"] == f"https://paper.example{path}?page=2"


@pytest.mark.parametrize("path", FRONTS)
def test_the_first_page_has_one_address(archive, path):
    """H2: ?page=1 leads there for good."""
    (response,) = archive(path, 3, "?page=1")
    assert (response.status_code, response["Location"]) == (301, path)


@pytest.mark.parametrize("path", [*FRONTS, "/search/"])
def test_a_number_that_is_no_page_is_not_found(archive, path):
    """H2: 0, -1, words and what lies beyond the last are not found, and no fault."""
    answers = archive(path, 1, *(f"?{urlencode({'page': asked, 'q': 'ferry'})}" for asked in NOT_PAGES))
    found = {asked: answer.status_code for asked, answer in zip(NOT_PAGES, answers, strict=True)}
    assert found == dict.fromkeys(NOT_PAGES, 404)


@pytest.mark.parametrize("path", FRONTS)
def test_a_page_past_the_end_is_not_found_even_where_there_is_nothing(client, path):
    make_empty_fronts()
    assert client.get(path, {"page": 2}).status_code == 404


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/city/", "Nothing has been published in this section yet."),
        ("/topic/harbour/", "Nothing has been published on this topic yet."),
        ("/contributor/ada-quayle/", "Nothing has been published under this name yet."),
    ],
)
def test_a_front_without_stories_says_so(client, path, said):
    make_empty_fronts()
    response = client.get(path)
    assert response.status_code == 200
    assert Page(response).one(".empty").text == said


@pytest.mark.parametrize("path", ["/nowhere/", "/topic/nowhere/", "/contributor/nobody/"])
def test_a_front_that_does_not_exist_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_a_section_says_what_it_is_and_is_marked_in_the_navigation(client):
    make_section("City", description="Both banks.")
    make_section("Sport")
    page = Page(client.get("/city/"))
    assert page.one(".listing__head").text.startswith("City Both banks.")
    assert page.texts("nav.sections a[aria-current=page]") == ["City"]


def test_a_contributor_is_introduced(client):
    make_contributor(role="Critic", bio="Reads <everything>.\n\nTwice.")
    page = Page(client.get("/contributor/ada-quayle/"))
    assert page.one("h1").text == "Ada Quayle"
    assert page.one(".listing__head .label").text == "Critic"
    assert page.texts(".listing__bio p") == ["Reads <everything>.", "Twice."]


def test_a_name_stands_over_a_story_in_any_role_and_the_story_once(client):
    story = make_article(byline="Ada Quayle")
    story.bylines.create(contributor=make_contributor("Ada Quayle"), role="photographer")
    assert Page(client.get("/contributor/ada-quayle/")).headlines == [story.headline]


def test_stories_of_the_same_minute_keep_one_order_over_the_pages(client):
    for number in range(PAGE_SIZE + 5):
        make_article(headline=f"Story {number}")
    first, second = (Page(client.get(path)).headlines for path in ("/city/", "/city/?page=2"))
    assert [*first, *second] == [f"Story {n}" for n in reversed(range(PAGE_SIZE + 5))]


@pytest.mark.parametrize("path", ["/", *FRONTS, "/search/?q=wwww"])
def test_the_longest_names_and_headlines_are_printed_whole(client, path):
    section = make_section("City")
    section.name = "W" * 60
    section.save()
    name = make_contributor("Ada Quayle")
    name.name = "N" * 120
    name.save()
    make_article(section=section, headline="W" * 200, standfirst="wwww " * 80, topics=[make_topic()], byline=name)
    page = Page(client.get(path))
    assert page.headlines == ["W" * 200]
    assert "W" * 60 in page.texts("nav.sections a")
