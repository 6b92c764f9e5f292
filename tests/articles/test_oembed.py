"""Other sites may show an article in little, in a frame of theirs."""

from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest

from articles.models import Byline, FormerSlug
from tests.factories import make_article, make_contributor, make_picture
from tests.page import Page

pytestmark = pytest.mark.django_db

ADDRESS = "http://testserver/city/quay/"


@pytest.fixture
def ask(client):
    def get(url=ADDRESS, **parameters):
        query = "".join(f"&{name}={quote(str(value))}" for name, value in parameters.items())
        return client.get(f"/oembed?url={quote(url, safe='')}{query}")

    return get


def test_a_page_says_where_it_is_described(client):
    """H7: discovery, in both formats."""
    make_article(slug="quay")
    page = Page(client.get("/city/quay/"))
    links = {
        link["type"]: link["href"]
        for link in page.all("link[rel=alternate]")
        if "oembed" in link.attributes.get("type", "")
    }
    assert set(links) == {"application/json+oembed", "text/xml+oembed"}
    for link in links.values():
        parts = urlsplit(link)
        assert client.get(f"{parts.path}?{parts.query}").status_code == 200


def test_an_article_is_described(ask):
    """H7: version, type, provider, thumbnail, and a frame of the size that is said."""
    article = make_article(slug="quay", headline="Bread & “salt”", picture=make_picture())
    Byline.objects.create(article=article, contributor=make_contributor("Bo Lind"), position=1)
    response = ask()
    said = response.json()
    assert response["Content-Type"] == "application/json"
    assert (said["version"], said["type"], said["title"]) == ("1.0", "rich", "Bread & “salt”")
    assert (said["provider_name"], said["provider_url"]) == ("Newsroom", "http://testserver/")
    assert said["author_name"] == "Ada Quayle, Bo Lind"
    assert (said["thumbnail_width"], said["thumbnail_height"]) == (1200, 630)
    frame = Page(said["html"]).one("iframe")
    assert (frame["src"], frame["title"]) == (f"http://testserver/embed/{article.pk}/", "Bread & “salt”")
    assert (int(frame["width"]), int(frame["height"])) == (said["width"], said["height"])


def test_it_is_described_in_xml_too(ask):
    """H7."""
    make_article(slug="quay", headline="Bread & <salt>")
    response = ask(format="xml")
    root = ElementTree.fromstring(response.content)
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert (root.tag, root.findtext("title"), root.findtext("version")) == ("oembed", "Bread & <salt>", "1.0")


@pytest.mark.parametrize(("width", "height"), [(300, 150), (320, ""), ("", 100), ("abc", "-4"), (0, 0), (10**30, 1)])
def test_the_frame_and_the_thumbnail_fit_into_the_room_there_is(ask, width, height):
    """H7: within maxwidth and maxheight; what is no number bounds nothing."""
    make_article(slug="quay", picture=make_picture(size=(1600, 1000)))
    said = ask(maxwidth=width, maxheight=height).json()
    for bound, name in ((width, "width"), (height, "height")):
        most = bound if isinstance(bound, int) and 0 < bound < 10**18 else 10**18
        assert said[name] <= most
        assert said.get(f"thumbnail_{name}", 0) <= most


@pytest.mark.parametrize(
    "url", [f"{ADDRESS}?utm_source=a#b", "https://testserver/city/quay/", "http://testserver/city/old/"]
)
def test_an_address_is_understood_as_it_is_passed_on(ask, url):
    article = make_article(slug="quay")
    FormerSlug.objects.create(article=article, slug="old")
    assert ask(url).json()["title"] == article.headline


@pytest.mark.parametrize(
    "url",
    [
        "http://testserver/city/never/",
        "http://testserver/",
        "http://testserver/city/",
        "http://elsewhere.example/city/quay/",
        "javascript:alert(1)",
        "http://[/",
        "//testserver/city/quay/",
        "quay",
        "",
        "http://testserver/city/\x00/",
    ],
)
def test_an_address_that_is_none_of_an_article_is_not_found(ask, url):
    """H7: 404."""
    make_article(slug="quay")
    assert ask(url).status_code == 404


@pytest.mark.parametrize("path", ["/admin/", "/admin/articles/article/1/preview/", "/comments/ask/"])
def test_an_address_that_is_nobodys_to_show_is_private(ask, path):
    """H7: 401, for what is never public; what is to come is answered like what never was (W2)."""
    assert ask(f"http://testserver{path}").status_code == 401


def test_a_format_that_we_do_not_speak_is_not_implemented(ask):
    """H7: 501."""
    make_article(slug="quay")
    assert ask(format="yaml").status_code == 501


def test_a_question_without_an_address_is_none(client):
    assert client.get("/oembed").status_code == 400


def test_the_preview_alone_may_stand_in_a_frame(client):
    """H7: frame-ancestors * there, and nowhere else."""
    article = make_article(slug="quay", picture=make_picture(size=(90, 60)), kind="opinion")
    response = client.get(f"/embed/{article.pk}/")
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    for path in ("/", "/city/", "/city/quay/", "/search/", "/nowhere/", "/admin/login/", "/embed/999/"):
        other = client.get(path)
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
        assert other["X-Frame-Options"] == "DENY"


def test_the_preview_is_the_article_in_little(client):
    article = make_article(headline="Bread & “salt”", kind="opinion", picture=make_picture(warning="A wound is seen."))
    page = Page(client.get(f"/embed/{article.pk}/"))
    link = page.one("h1 a")
    assert (link.text, link["href"], link["target"]) == (
        article.headline,
        f"http://testserver{article.get_absolute_url()}",
        "_top",
    )
    assert page.one(".embed__label").text == "City · Opinion"
    assert page.one("meta[name=robots]")["content"] == "noindex"
    assert not page.has("img")
    assert not page.has("script")
