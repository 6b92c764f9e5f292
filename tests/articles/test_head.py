"""The head of a page says what it is, once, to whoever shares it or lists it."""

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Topic
from articles.templatetags.metadata import locale
from newsroom.lib.text import language_tag
from tests.factories import DAY, HOUR, THEN, make_article, make_contributor, make_picture, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client):
    return lambda path: Page(client.get(path))


def said(page, name):
    """Return what the head says under a name, in order."""
    return [
        meta["content"]
        for meta in page.all("meta")
        if name in (meta.attributes.get("property"), meta.attributes.get("name"))
    ]


def alternates(page):
    """Return {hreflang: address}."""
    return {link["hreflang"]: link["href"] for link in page.all("link[rel=alternate]") if "hreflang" in link.attributes}


@pytest.mark.parametrize("path", ["/", "/city/", "/topic/harbour/", "/contributor/ada-quayle/", "/city/quay/"])
@pytest.mark.parametrize("query", ["", "?utm_source=mail", "?fbclid=1"])
def test_there_is_one_canonical_address_without_what_tracks(read, settings, path, query):
    """H1: absolute, with the site's own scheme, and the same for og:url."""
    settings.SITE_URL = "https://paper.example"
    topic = Topic.objects.create(name="Harbour", slug="harbour")
    make_article(slug="quay", topics=[topic])
    page = read(path + query)
    assert page.one("link[rel=canonical]")["href"] == f"https://paper.example{path}"
    assert said(page, "og:url") == [f"https://paper.example{path}"]


def test_a_piece_taken_over_names_where_it_was_first(read):
    """H1: the override wins, for og:url alike."""
    page = read(make_article(canonical_url="https://agency.example/ferry").get_absolute_url())
    assert page.one("link[rel=canonical]")["href"] == "https://agency.example/ferry"
    assert said(page, "og:url") == ["https://agency.example/ferry"]


@pytest.mark.parametrize(
    "typed",
    [
        "http://a.example/x",
        "ferry",
        "https://a.example/x#part",
        "https://a.example/?utm_source=b",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_does_not_last_is_refused(typed):
    article = make_article(canonical_url=typed)
    with pytest.raises(ValidationError) as refused:
        article.full_clean()
    assert list(refused.value.message_dict) == ["canonical_url"]


def test_what_a_card_needs_to_know_of_an_article(read):
    """H3: the Open Graph's words, one of each that is one."""
    topics = [Topic.objects.create(name=name, slug=name.lower()) for name in ("Harbour", "Work")]
    article = make_article(topics=topics, updated_at=THEN + HOUR, byline=make_contributor("Ada Quayle"), language="es")
    page = read(article.get_absolute_url())
    for name, value in {
        "og:type": "article",
        "og:title": article.headline,
        "og:description": article.standfirst,
        "og:site_name": "Newsroom",
        "og:locale": "es_ES",
        "article:published_time": "2026-01-15T09:30:00+00:00",
        "article:modified_time": "2026-01-15T10:30:00+00:00",
        "article:section": "City",
        "article:author": "http://testserver/contributor/ada-quayle/",
        "description": article.standfirst,
    }.items():
        assert said(page, name) == [value]
    assert said(page, "article:tag") == ["Harbour", "Work"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "en_US"), ("en-gb", "en_GB"), ("es", "es_ES"), ("ar", "ar_AR"), ("zh-hans", "zh_CN"), ("zh-hant", "zh_TW")],
)
def test_the_open_graph_names_a_language_with_a_country(code, expected):
    """H3: og:locale."""
    assert locale(code) == expected


@pytest.mark.parametrize(
    ("code", "tag"), [("en", "en"), ("pt-br", "pt-BR"), ("zh-hans", "zh-Hans"), ("sr-latn", "sr-Latn")]
)
def test_a_language_is_written_as_html_has_it(code, tag):
    """H4: valid BCP 47 codes."""
    assert language_tag(code) == tag


def test_translations_name_each_other_and_themselves(read):
    """H4: a symmetric set, with x-default for the original; only what readers may see."""
    original = make_article(slug="tuner", language="es")
    english = make_article(slug="tuner-english", language="en", translation_of=original)
    make_article(slug="tuner-french", language="fr", translation_of=original, published_at=None)
    make_article(slug="tuner-arabic", language="ar", translation_of=original, embargo_until=timezone.now() + DAY)
    expected = {
        "es": "http://testserver/city/tuner/",
        "en": "http://testserver/city/tuner-english/",
        "x-default": "http://testserver/city/tuner/",
    }
    for article in (original, english):
        assert alternates(read(article.get_absolute_url())) == expected


def test_readers_find_one_language_by_the_other(read):
    original = make_article(slug="tuner", language="es", headline="El afinador")
    english = make_article(slug="tuner-english", language="en", translation_of=original)
    link = read(english.get_absolute_url()).one(".article__versions a")
    assert (link["href"], link["hreflang"], link["lang"], link.text) == ("/city/tuner/", "es", "es", "Español")


def test_a_story_in_one_language_alone_says_nothing_of_others(read):
    """H4: no set of one."""
    original = make_article()
    make_article(translation_of=original, language="fr", published_at=None)
    assert not alternates(read(original.get_absolute_url()))
    assert not alternates(read(make_article().get_absolute_url()))


def test_a_translation_is_of_an_original_and_in_a_language_of_its_own():
    original = make_article(language="es")
    translation = make_article(language="en", translation_of=original)
    for wrong in (
        make_article(language="fr", translation_of=translation),
        make_article(language="es", translation_of=original),
        make_article(language="en", translation_of=original),
    ):
        with pytest.raises(ValidationError):
            wrong.full_clean()
    original.translation_of = make_article(language="fr")
    with pytest.raises(ValidationError):
        original.full_clean()


def test_the_page_is_in_the_language_of_its_article(read):
    """H4: lang and dir of the document, with the paper's own words marked as its own."""
    page = read(make_article(language="he", byline="Ada Quayle").get_absolute_url())
    html = page.one("html")
    assert (html["lang"], html["dir"]) == ("he", "rtl")
    name = page.all(".masthead__name")[0]
    assert (name.inherited("lang"), name.inherited("dir")) == ("en", "ltr")
    assert page.texts(".credits bdi") == ["Ada Quayle"]


@pytest.mark.parametrize("path", ["/", "/city/", "/city/quay/", "/search/", "/nowhere/"])
def test_every_page_has_its_icons_and_colours(client, read, path):
    """H5: icons that are there, and a colour for day and night."""
    make_article(slug="quay")
    page = read(path)
    assert [meta.attributes.get("media") for meta in page.all("meta[name=theme-color]")] == [
        "(prefers-color-scheme: light)",
        "(prefers-color-scheme: dark)",
    ]
    assert [link["href"] for link in page.all("link[rel=icon]")] == ["/favicon.ico", "/static/newsroom/img/icon.svg"]
    named = [*page.all("link[rel=icon]")[1:], page.one("link[rel=apple-touch-icon]")]
    assert all(finders.find(link["href"].removeprefix("/static/")) for link in named)
    assert client.get(page.one("link[rel=manifest]")["href"]).status_code == 200


def test_the_manifest_names_the_paper_and_its_icons(client, settings):
    """H5: name, icons of 192 and 512 and one that may be cut to any shape, all of the size that is said."""
    settings.PUBLICATION_NAME = "The Ellery Courier"
    response = client.get("/manifest")
    said = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert said["name"] == "The Ellery Courier"
    assert [(icon["sizes"], icon["purpose"]) for icon in said["icons"]] == [
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    ]
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in said["icons"])


def test_the_icon_of_old_is_at_the_root(client):
    """H5: favicon.ico."""
    response = client.get("/favicon.ico")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)[:4] == b"\x00\x00\x01\x00"


def test_dates_near_the_headline_say_what_they_are(read):
    """H6: one pair, labelled, with the zone, and none that is still to come."""
    page = read(make_article(updated_at=THEN + HOUR, picture=make_picture(size=(9, 6))).get_absolute_url())
    assert page.one(".article__times").text.startswith(
        "Published 15 January 2026, 09:30 UTC Updated 15 January 2026, 10:30 UTC"
    )
    times = page.all(".article header time")
    assert [time["datetime"] for time in times] == ["2026-01-15T09:30:00+00:00", "2026-01-15T10:30:00+00:00"]


def test_no_page_prints_a_date_to_come(read):
    """H6: what is to come is on no page."""
    make_section("City"), make_article(slug="quay"), make_article(published_at=timezone.now() + DAY)
    for path in ("/", "/city/", "/city/quay/"):
        assert all(time["datetime"] <= timezone.now().isoformat() for time in read(path).all("time"))
