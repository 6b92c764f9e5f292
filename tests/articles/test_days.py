"""The archive by years, months and days."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from tests.factories import DAY, HOUR, make_article, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 11, 26, 12, 0, tzinfo=UTC)


def make_story(headline, at=NOON, **overrides):
    return make_article(headline=headline, published_at=at, **overrides)


def test_the_archive_leads_to_the_years_that_have_stories(client):
    make_story("Old", NOON.replace(year=2019))
    make_story("New")
    assert [a["href"] for a in Page(client.get("/archive/")).all(".years a")] == ["/archive/2025/", "/archive/2019/"]


def test_an_archive_of_nothing_says_so(client):
    assert Page(client.get("/archive/")).one(".empty").text == "Nothing has been published yet. Come back soon."


def test_a_year_leads_to_its_months_with_stories_and_to_the_years_around(client):
    for at in (NOON, NOON.replace(month=3), NOON.replace(year=2021), NOON.replace(year=2026, month=1)):
        make_story("Story", at)
    page = Page(client.get("/archive/2025/"))
    assert [a["href"] for a in page.all(".months a")] == ["/archive/2025/03/", "/archive/2025/11/"]
    assert len(page.all(".months span")) == 10
    assert (page.one("a[rel=prev]")["href"], page.one("a[rel=next]")["href"]) == ("/archive/2021/", "/archive/2026/")


def test_a_month_has_a_calendar_that_leads_to_its_days(client):
    make_story("One")
    make_story("Another", NOON.replace(day=3))
    page = Page(client.get("/archive/2025/11/"))
    assert [a["href"] for a in page.all(".calendar a")] == ["/archive/2025/11/03/", "/archive/2025/11/26/"]
    assert len(page.all(".calendar span")) == 28
    assert page.headlines == ["One", "Another"]


def test_a_day_shows_its_stories_and_leads_to_the_days_around_that_have_some(client):
    make_story("Before", NOON - 40 * DAY)
    make_story("Morning", NOON - HOUR)
    make_story("Noon")
    make_story("After", NOON + 2 * DAY)
    page = Page(client.get("/archive/2025/11/26/"))
    assert page.headlines == ["Noon", "Morning"]
    assert page.one("a[rel=prev]")["href"] == "/archive/2025/10/17/"
    assert page.one("a[rel=next]")["href"] == "/archive/2025/11/28/"


def test_a_day_is_one_of_the_papers_own_zone(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    make_story("Morning of the 27th", NOON)
    assert Page(client.get("/archive/2025/11/27/")).headlines == ["Morning of the 27th"]
    assert Page(client.get("/archive/2025/11/26/")).headlines == []


def test_the_archive_says_nothing_of_what_readers_may_not_see(client):
    make_story("Seen", NOON - DAY)
    make_story("Embargoed", embargo_until=timezone.now() + DAY)
    make_story("Withdrawn", withdrawn_at=NOON + HOUR)
    assert [a["href"] for a in Page(client.get("/archive/2025/11/")).all(".calendar a")] == ["/archive/2025/11/25/"]
    assert not Page(client.get("/archive/2025/11/25/")).has("a[rel=next]")


def test_an_empty_day_says_so_and_asks_not_to_be_listed(client):
    make_story("Elsewhere", NOON - DAY)
    page = Page(client.get("/archive/2025/11/26/"))
    assert page.one(".empty").text == "Nothing was published on this day."
    assert page.one("meta[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize(
    "path",
    ["0000", "0001", "1604", "9999", "2025/00", "2025/13", "2025/02/30", "2025/11/00", "2025/1", "25", "2025/11/1"],
)
def test_a_day_that_is_none_is_not_found(client, path):
    assert client.get(f"/archive/{path}/").status_code == 404


def test_a_day_to_come_is_not_found(client):
    tomorrow = timezone.localdate() + DAY
    assert client.get(f"/archive/{tomorrow:%Y/%m/%d}/").status_code == 404


@pytest.mark.parametrize(("language", "first"), [("en", "Mon"), ("fr", "lun"), ("ar", "أحد")])
def test_a_month_begins_its_weeks_as_the_language_does(client, settings, language, first):
    settings.LANGUAGE_CODE = language
    make_story("One")
    assert Page(client.get("/archive/2025/11/")).all(".calendar th")[0].text == first


def test_a_day_is_written_as_its_language_does(client, settings):
    settings.LANGUAGE_CODE = "es"
    make_story("One")
    assert Page(client.get("/archive/2025/11/26/")).one("h1").text == "miércoles 26 de noviembre de 2025"


def test_the_latest_are_all_stories_newest_first(client):
    make_story("Sport", section=make_section("Sport"))
    make_story("City", NOON + HOUR)
    assert Page(client.get("/latest/")).headlines == ["City", "Sport"]


@pytest.mark.parametrize("path", ["/latest/", "/archive/2025/11/", "/archive/2025/11/26/", "/corrections/"])
def test_the_first_page_of_a_list_has_no_number(client, path):
    """H2: the first page has one address, and what is no page is not found."""
    make_story("One")
    assert client.get(path, {"page": 1})["Location"] == path
    assert [client.get(path, {"page": asked}).status_code for asked in ("0", "-1", "abc", "2")] == [404] * 4


def test_where_the_numbered_pages_end_the_archive_goes_on(client, monkeypatch):
    monkeypatch.setattr("articles.views.archive.LAST_PAGE", 1)
    monkeypatch.setattr("articles.views.archive.PAGE_SIZE", 2)
    for day in range(3):
        make_story(f"Day {day}", NOON + day * DAY)
    page = Page(client.get("/city/"))
    assert page.one(".pages__archive a")["href"] == "/archive/2025/11/"
    assert not page.has("a[rel=next]")
    assert client.get("/city/?page=2").status_code == 404
