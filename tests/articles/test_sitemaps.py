"""What crawlers are led to: every story in the month of its publication, and the news of two days apart."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import sitemaps, workflow
from tests.factories import DAY, HOUR, THEN, make_article, make_contributor, make_section, make_topic

pytestmark = pytest.mark.django_db

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


def read(client, path):
    response = client.get(path)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(b"".join(response.streaming_content))


def places(client, path):
    return [element.text for element in read(client, path).iter(f"{S}loc")]


def addresses(*articles):
    return [SITE + article.get_absolute_url() for article in articles]


def fresh(**fields):
    return make_article(**{"published_at": timezone.now() - HOUR} | fields)


# All stories


def test_the_sitemap_is_a_list_of_months(client):
    """M1: an index, in absolute addresses; each file that it names is there."""
    old, new = make_article(published_at=datetime(2019, 5, 31, 12, tzinfo=UTC)), make_article()
    assert read(client, "/sitemap.xml").tag == f"{S}sitemapindex"
    files = places(client, "/sitemap.xml")
    names = ["pages", "news", "2026-01", "2019-05"]
    assert files == [f"{SITE}/sitemaps/{name}.xml" for name in names]
    assert [places(client, file)[-1:] for file in files[2:]] == [addresses(new), addresses(old)]


def test_a_story_says_when_it_last_changed_in_substance(client):
    """M1: lastmod is the update that an editor calls one, with an offset."""
    article = make_article()
    article.copy += "<p>, at last.</p>"
    article.save()

    def changed():
        return read(client, "/sitemaps/2026-01.xml").findtext(f"{S}url/{S}lastmod")

    assert changed() == "2026-01-15T09:30:00+00:00"
    workflow.mark_updated(article, by=None, at=THEN + DAY)
    assert changed() == "2026-01-16T09:30:00+00:00"


def test_a_month_is_one_of_the_papers_own_zone(client, settings):
    settings.TIME_ZONE = "Pacific/Auckland"
    with timezone.override("Pacific/Auckland"):
        article = make_article(published_at=datetime(2026, 1, 31, 20, tzinfo=UTC))
        assert places(client, "/sitemaps/2026-02.xml") == addresses(article)


def test_what_readers_may_not_see_is_on_none(client):
    """M1, N5: drafts, what is scheduled or under embargo, what was withdrawn."""
    soon = timezone.now() + DAY
    make_article(published_at=None)
    make_article(published_at=soon)
    make_article(embargo_until=soon)
    workflow.withdraw(fresh(), by=None, reason="An error.")
    listed = [place for file in places(client, "/sitemap.xml") for place in places(client, file)]
    assert f"{SITE}/" in listed
    assert not [place for place in listed if "ferry" in place]


@pytest.mark.parametrize("fields", [{"is_unlisted": True}, {"canonical_url": "https://agency.example/fog"}], ids=str)
def test_what_is_not_to_be_listed_here_is_on_none(client, fields):
    """M1: what search engines are to pass over, or to list where it was first published."""
    make_article(**fields)
    article = make_article()
    assert places(client, "/sitemaps/2026-01.xml") == addresses(article)


def test_a_month_that_is_too_much_for_one_file_has_several(client, monkeypatch):
    """M1: at most 50,000 addresses a file, none twice and none left out; read in parts, whatever the batches."""
    monkeypatch.setattr(sitemaps, "MOST", 4)
    monkeypatch.setattr(sitemaps, "_BATCH", 3)
    stories = [make_article(published_at=THEN + (number // 2) * HOUR) for number in range(9)]
    files = [place for place in places(client, "/sitemap.xml") if "2026-01" in place]
    assert files == [f"{SITE}/sitemaps/2026-01{part}.xml" for part in ("", "-2", "-3")]
    assert [len(places(client, file)) for file in files] == [4, 4, 1]
    assert [place for file in files for place in places(client, file)] == addresses(*stories)


def test_the_files_hold_no_more_than_the_protocol_allows():
    """M1, N2."""
    assert (sitemaps.MOST, sitemaps.MOST_NEWS) == (50_000, 1000)


def test_there_is_no_file_of_nothing(client):
    make_article()
    names = ["2026-02", "2026-13", "0000-01", "2026-01-2", "2026-01-0", "news-2", "news-0", "x"]
    assert {name: client.get(f"/sitemaps/{name}.xml").status_code for name in names} == dict.fromkeys(names, 404)


def test_what_leads_to_stories_is_listed_apart(client):
    """M1: fronts of what has stories, and no topic that search engines are told to pass over."""
    for name in ("Bo Lind", "Cy Moss", "Di Wray", "Ed Yates"):
        make_contributor(name)
    thin, full = make_topic("Thin"), make_topic("Harbour")
    for number in range(3):
        make_article(topics=[full, thin] if number else [full])
    listed = places(client, "/sitemaps/pages.xml")
    for path in (
        "/",
        "/latest/",
        "/corrections/",
        "/archive/",
        "/city/",
        "/topic/harbour/",
        "/contributor/ada-quayle/",
    ):
        assert SITE + path in listed
        assert client.get(path).status_code == 200
    assert f"{SITE}/topic/thin/" not in listed
    assert f"{SITE}/contributor/bo-lind/" not in listed


def test_it_is_streamed_kept_by_nobody_for_long_and_the_same_few_queries(client):
    """M1."""

    def queries(path):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
            b"".join(response.streaming_content)
        control = response["Cache-Control"]
        assert control.startswith("max-age=0, s-maxage=") or "public" in control, path
        return len(captured)

    asked = []
    for number in (3, 30):
        for _ in range(number):
            make_article(section=make_section("Sport"))
        names = ("/sitemap.xml", "/sitemaps/pages.xml", "/sitemaps/2026-01.xml", "/sitemaps/news.xml")
        asked.append({path: queries(path) for path in names})
    few, many = asked
    assert few == many
    assert not {path: number for path, number in few.items() if number > 8}


# News


def test_the_news_of_two_days_have_a_file_of_their_own(client):
    """N1: what was first published in the last 48 hours, the newest first; an update brings nothing back."""
    new, newer = fresh(published_at=timezone.now() - 47 * HOUR), fresh()
    old = fresh(published_at=timezone.now() - 49 * HOUR)
    workflow.mark_updated(old, by=None)
    assert places(client, "/sitemaps/news.xml") == addresses(newer, new)


def test_without_news_it_is_a_list_of_nothing(client):
    """N1: an empty urlset, which is valid."""
    make_article()
    root = read(client, "/sitemaps/news.xml")
    assert (root.tag, len(root)) == (f"{S}urlset", 0)


def test_many_news_are_split_and_each_stands_once(client, monkeypatch):
    """N2: at most so many a file, then more files under the index; one news:news to each url."""
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 2)
    stories = [fresh(published_at=timezone.now() - number * HOUR) for number in (1, 2, 3)]
    files = [place for place in places(client, "/sitemap.xml") if "news" in place]
    assert files == [f"{SITE}/sitemaps/news.xml", f"{SITE}/sitemaps/news-2.xml"]
    assert [place for file in files for place in places(client, file)] == addresses(*stories)
    assert {len(url.findall(f"{N}news")) for url in read(client, files[0])} == {1}


def test_it_says_of_each_what_is_asked_for_and_no_more(client, settings):
    """N3, N4: the paper's name, the language, the first publication, the headline as it stands."""
    settings.PUBLICATION_NAME = "Tide & Times"
    at = timezone.now().replace(microsecond=0) - HOUR
    article = fresh(published_at=at, headline="Fog & <ice>\x0b", kind="opinion", topics=[make_topic()])
    workflow.mark_updated(article, by=None)
    news = read(client, "/sitemaps/news.xml").find(f"{S}url/{N}news")
    assert [element.tag.removeprefix(N) for element in news.iter()] == [
        "news", "publication", "name", "language", "publication_date", "title",
    ]  # fmt: skip
    assert news.findtext(f"{N}publication/{N}name") == "Tide & Times"
    assert news.findtext(f"{N}publication/{N}language") == "en"
    assert datetime.fromisoformat(news.findtext(f"{N}publication_date")) == at
    assert news.findtext(f"{N}title") == "Fog & <ice>"


@pytest.mark.parametrize(
    ("code", "name"), [("en", "en"), ("en-gb", "en"), ("pt-br", "pt"), ("zh-hans", "zh-cn"), ("zh-hant", "zh-tw")]
)
def test_a_language_is_named_as_google_has_it(code, name):
    """N3: ISO 639, but for Chinese."""
    assert sitemaps.language_of_news(code) == name


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": None},
        {"published_at": timezone.now() + timedelta(days=1)},
        {"embargo_until": timezone.now() + timedelta(days=1)},
        {"kind": "advertiser"},
        {"language": "fr"},
        {"is_unlisted": True},
        {"canonical_url": "https://agency.example/fog"},
    ],
    ids=["draft", "scheduled", "embargoed", "paid for", "another language", "noindex", "from elsewhere"],
)
def test_what_is_no_news_of_this_paper_is_left_out(client, fields):
    """N5."""
    fresh(**fields)
    assert places(client, "/sitemaps/news.xml") == []


def test_british_news_stand_in_an_english_paper(client):
    """N5: another country's way of writing is no other language."""
    article = fresh(language="en-gb")
    assert places(client, "/sitemaps/news.xml") == addresses(article)
