"""What every page for readers promises: the same bytes for all of them, no cookie, nothing from others."""

import base64
import hashlib
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.factories import make_article, make_comment, make_contributor, make_picture, make_section, make_topic
from tests.page import Page

pytestmark = pytest.mark.django_db

PAGES = {
    "front page": "/",
    "section": "/city/",
    "topic": "/topic/harbour/",
    "contributor": "/contributor/ada-quayle/",
    "search": "/search/?q=ferry",
    "empty search": "/search/",
    "most read": "/most-read/",
    "saved stories": "/saved/",
    "article": "/city/quay/",
}
# What makes a browser fetch something by itself.
FETCHED = {
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "srcset"),
    ("iframe", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("object", "data"),
    ("link", "href"),
}

each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


@pytest.fixture(autouse=True)
def paper(db):
    """A paper with a story that has everything, on every page."""
    picture = make_picture(size=(90, 60))
    copy = f'<p>One.</p><figure><img src="{picture.full.src}" alt="Fog" width="90" height="60"></figure>'
    article = make_article(slug="quay", picture=picture, topics=[make_topic()], copy=copy)
    make_comment(article, website="https://reader.example/")
    make_section("Sport"), make_contributor("Bo Lind")


@each_page
def test_a_shared_cache_may_keep_it_for_a_moment(client, path):
    assert client.get(path)["Cache-Control"] == "public, max-age=0, s-maxage=30"


@each_page
def test_it_sets_no_cookie_and_does_not_depend_on_one(client, path):
    response = client.get(path)
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("path", [path for page, path in PAGES.items() if page != "article"])
def test_it_is_the_same_for_someone_who_is_signed_in_at_the_desk(client, desk, editor, path):
    assert client.get(path).content == desk(editor).get(path).content


def test_an_article_holds_the_form_of_whoever_is_signed_in_and_is_kept_by_nobody(desk, editor):
    response = desk(editor).get(PAGES["article"])
    assert "csrfmiddlewaretoken" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


@each_page
def test_it_is_not_sent_twice_to_who_has_it(client, path):
    tag = client.get(path)["ETag"]
    response = client.get(path, headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=30"


@each_page
def test_its_head_is_not_sent_twice_either(client, path):
    tag = client.head(path)["ETag"]
    assert client.head(path, headers={"If-None-Match": tag}).status_code == 304


@each_page
def test_its_head_is_that_of_the_page_itself(client, path):
    whole, head = client.get(path), client.head(path)
    assert head.content == b""
    assert dict(head.headers) == dict(whole.headers)


def test_an_article_is_sent_as_http_means_it(client):
    """W4: an ETag, 304 to who has it, HEAD as GET, no Vary but the encoding's, and no cookie."""
    path = PAGES["article"]
    whole, head = client.get(path), client.head(path)
    known = {"If-None-Match": whole["ETag"]}
    assert dict(head.headers) == dict(whole.headers)
    assert (client.get(path, headers=known).status_code, client.head(path, headers=known).status_code) == (304, 304)
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200
    assert client.get(path, headers={"Accept-Encoding": "gzip"})["Vary"] == "Accept-Encoding"
    assert not whole.cookies


@each_page
def test_it_refuses_to_be_written_to(path):
    response = Client(enforce_csrf_checks=False).post(path)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@each_page
@pytest.mark.parametrize("query", ["sent=secret", "utm_source=mail", "x"])
def test_with_a_parameter_it_does_not_know_it_is_kept_by_nobody(client, path, query):
    response = client.get(f"{path}{'&' if '?' in path else '?'}{query}")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@each_page
def test_nothing_in_it_is_fetched_from_elsewhere(client, path):
    fetched = [
        e.attributes[name]
        for e in Page(client.get(path)).elements
        for tag, name in FETCHED
        if e.tag == tag and name in e.attributes and e.attributes.get("rel") not in ("canonical", "alternate")
    ]
    addresses = [part.split()[0] for value in fetched for part in value.split(", ")]
    assert addresses
    own = ("/static/", "/media/", "/favicon.ico", "/manifest")
    assert all(not urlsplit(a).netloc and a.startswith(own) for a in addresses)


@each_page
def test_nothing_in_it_is_inline_but_what_the_policy_names(client, path):
    response = client.get(path)
    page = Page(response)
    assert not page.has("style")
    assert not [e for e in page.elements if "style" in e.attributes or any(n.startswith("on") for n in e.attributes)]
    # What is data to a browser is not run (HTML, section 4.12.1).
    run = [script for script in page.all("script") if script.attributes.get("type") != "application/ld+json"]
    inline = ["".join(script.pieces) for script in run if "src" not in script.attributes]
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline]
    assert all(f"'sha256-{digest}'" in response["Content-Security-Policy"] for digest in digests)
    assert len(inline) == (path == PAGES["article"])


@each_page
def test_the_browser_is_told_to_run_nothing_else(client, path):
    response = client.get(path)
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"


@each_page
def test_every_picture_has_a_text_and_a_size(client, path):
    for image in Page(client.get(path)).all("img"):
        assert {"alt", "width", "height"} <= image.attributes.keys()


@each_page
def test_it_has_one_main_part_a_language_and_a_way_past_the_navigation(client, path):
    page = Page(client.get(path))
    assert page.one("html")["lang"] == "en"
    assert page.all("a.skip")[0]["href"] == f"#{page.one('main')['id']}"
    identifiers = [e["id"] for e in page.elements if "id" in e.attributes]
    assert len(identifiers) == len(set(identifiers))


@each_page
def test_every_link_within_the_page_has_its_target(client, path):
    page = Page(client.get(path))
    identifiers = {e.attributes.get("id") for e in page.elements}
    assert {a["href"][1:] for a in page.all("a[href]") if a["href"].startswith("#")} <= identifiers


@each_page
def test_every_link_of_ours_leads_somewhere(client, path):
    links = {urlsplit(a["href"]).path for a in Page(client.get(path)).all("a[href]") if a["href"].startswith("/")}
    assert {client.get(link).status_code for link in links} == {200}
