"""What every page for readers promises: the same bytes for all of them, no cookie, nothing from others."""

import base64
import hashlib
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client

from tests.factories import make_article, make_comment, make_contributor, make_picture, make_section, make_topic
from tests.page import Page

# In one worker, which makes the paper once for all tests.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("public pages")]

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


def make_paper():
    """Make a paper with a story that has everything, on every page."""
    picture = make_picture(size=(90, 60))
    copy = f'<p>One.</p><figure><img src="{picture.full.src}" alt="Fog" width="90" height="60"></figure>'
    article = make_article(slug="quay", picture=picture, topics=[make_topic()], copy=copy)
    make_comment(article, website="https://reader.example/")
    make_section("Sport"), make_contributor("Bo Lind")


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    """Make the paper once for the tests of this file, and take it away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_paper()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def answers(paper):
    """What was answered to a reader so far, by address."""
    return {}


@pytest.fixture(autouse=True)
def answer_to(answers, paper, db):
    """`answer_to(path)` is what a reader gets who opens a page; each is opened once."""

    def open_once(path):
        if path not in answers:
            answers[path] = Client().get(path)
        return answers[path]

    return open_once


@pytest.fixture(scope="module")
def elements():
    """The pages that were read so far, by address."""
    return {}


@pytest.fixture
def page_at(elements, answer_to):
    """`page_at(path)` is the page that a reader gets, to look for elements in it; each is read once."""

    def read_once(path):
        if path not in elements:
            elements[path] = Page(answer_to(path))
        return elements[path]

    return read_once


@each_page
def test_a_shared_cache_may_keep_it_for_a_moment(answer_to, path):
    assert answer_to(path)["Cache-Control"] == "public, max-age=0, s-maxage=30"


@each_page
def test_it_sets_no_cookie_and_does_not_depend_on_one(answer_to, path):
    response = answer_to(path)
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()


@pytest.mark.parametrize("path", [path for page, path in PAGES.items() if page != "article"])
def test_it_is_the_same_for_someone_who_is_signed_in_at_the_desk(answer_to, desk, editor, path):
    assert answer_to(path).content == desk(editor).get(path).content


def test_an_article_holds_the_form_of_whoever_is_signed_in_and_is_kept_by_nobody(desk, editor):
    response = desk(editor).get(PAGES["article"])
    assert "csrfmiddlewaretoken" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


@each_page
def test_it_is_not_sent_twice_to_who_has_it(client, answer_to, path):
    tag = answer_to(path)["ETag"]
    response = client.get(path, headers={"If-None-Match": tag})
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=30"


@each_page
def test_its_head_is_not_sent_twice_either(client, path):
    tag = client.head(path)["ETag"]
    assert client.head(path, headers={"If-None-Match": tag}).status_code == 304


@each_page
def test_its_head_is_that_of_the_page_itself(client, answer_to, path):
    whole, head = answer_to(path), client.head(path)
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
def test_nothing_in_it_is_fetched_from_elsewhere(page_at, path):
    fetched = [
        e.attributes[name]
        for e in page_at(path).elements
        for tag, name in FETCHED
        if e.tag == tag and name in e.attributes and e.attributes.get("rel") not in ("canonical", "alternate")
    ]
    addresses = [part.split()[0] for value in fetched for part in value.split(", ")]
    assert addresses
    own = ("/static/", "/media/", "/favicon.ico", "/manifest")
    assert all(not urlsplit(a).netloc and a.startswith(own) for a in addresses)


@each_page
def test_nothing_in_it_is_inline_but_what_the_policy_names(answer_to, page_at, path):
    response, page = answer_to(path), page_at(path)
    assert not page.has("style")
    assert not [e for e in page.elements if "style" in e.attributes or any(n.startswith("on") for n in e.attributes)]
    # What is data to a browser is not run (HTML, section 4.12.1).
    run = [script for script in page.all("script") if script.attributes.get("type") != "application/ld+json"]
    inline = ["".join(script.pieces) for script in run if "src" not in script.attributes]
    digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline]
    assert all(f"'sha256-{digest}'" in response["Content-Security-Policy"] for digest in digests)
    assert len(inline) == (path == PAGES["article"])


@each_page
def test_the_browser_is_told_to_run_nothing_else(answer_to, path):
    response = answer_to(path)
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    directives = [each.partition(" ")[0] for each in response["Content-Security-Policy"].split("; ")]
    assert directives == sorted(set(directives)), "the header differs from worker to worker"


@each_page
def test_every_picture_has_a_text_and_a_size(page_at, path):
    for image in page_at(path).all("img"):
        assert {"alt", "width", "height"} <= image.attributes.keys()


@each_page
def test_it_has_one_main_part_a_language_and_a_way_past_the_navigation(page_at, path):
    page = page_at(path)
    assert page.one("html")["lang"] == "en"
    assert page.all("a.skip")[0]["href"] == f"#{page.one('main')['id']}"
    identifiers = [e["id"] for e in page.elements if "id" in e.attributes]
    assert len(identifiers) == len(set(identifiers))


@each_page
def test_every_link_within_the_page_has_its_target(page_at, path):
    page = page_at(path)
    identifiers = {e.attributes.get("id") for e in page.elements}
    assert {a["href"][1:] for a in page.all("a[href]") if a["href"].startswith("#")} <= identifiers


@each_page
def test_every_link_of_ours_leads_somewhere(answer_to, page_at, path):
    links = {urlsplit(a["href"]).path for a in page_at(path).all("a[href]") if a["href"].startswith("/")}
    assert {answer_to(link).status_code for link in links} == {200}
