"""What stood at an address is led to, gone with a word, or never was; and one cannot tell what is still to come."""

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, FormerPath, FormerSlug
from tests.factories import DAY, HOUR, THEN, make_article, make_section
from tests.page import Page
from tests.queries import asked_for

pytestmark = pytest.mark.django_db


def make_moved_article(*paths, **overrides):
    article = make_article(**{"slug": "quay"} | overrides)
    for path in paths:
        FormerPath.objects.create(article=article, path=path)
    return article


def lead(client, path):
    response = client.get(path)
    return response.status_code, response.headers.get("Location")


@pytest.mark.parametrize(
    ("former", "asked"),
    [
        ("/2019/03/04/quay-of-old/", "/2019/03/04/quay-of-old/"),
        ("/2019/03/quay-of-old", "/2019/03/quay-of-old/"),
        ("/2019/03/quay-of-old", "/2019/03/quay-of-old"),
        ("/archives/81", "/archives/81"),
        ("/quay-of-old/", "/quay-of-old/"),
        ("/quay-of-old/", "/quay-of-old"),
        ("/city-news/quay-of-old.html", "/city-news/quay-of-old.html"),
        ("/ثقافة/قديم", "/%D8%AB%D9%82%D8%A7%D9%81%D8%A9/%D9%82%D8%AF%D9%8A%D9%85/"),
        ("/?p=81", "/?p=81"),
        ("/?p=81", "/?p=081"),
    ],
)
def test_an_address_of_before_leads_to_the_story_in_one_step(client, former, asked):
    """W1: date paths, imported WordPress paths and its numbers, with the closing slash or without."""
    make_moved_article(former)
    assert lead(client, asked) == (301, "/city/quay/")
    assert client.get("/city/quay/").status_code == 200


@pytest.mark.parametrize("asked", ["/city/old/", "/city/old", "/sport/old/"])
def test_a_former_slug_leads_on_in_one_step(client, asked):
    """W1: old slugs."""
    FormerSlug.objects.create(article=make_article(slug="quay"), slug="old")
    assert lead(client, asked) == (301, "/city/quay/")


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        ("/2019/quay/?utm_source=mail&x=%D8%B9", "/city/quay/?utm_source=mail&x=%D8%B9"),
        ("/?p=81&after=3", "/city/quay/?after=3"),
        ("/city/old/?after=3", "/city/quay/?after=3"),
    ],
)
def test_the_query_is_kept_but_for_the_number_of_the_post(client, asked, target):
    """W1: by rule."""
    article = make_moved_article("/2019/quay", "/?p=81")
    FormerSlug.objects.create(article=article, slug="old")
    assert lead(client, asked) == (301, target)


@pytest.mark.parametrize("path", ["/?p=82", "/2019/03/never/", "/2019/%00/", "/?p=" + "9" * 18])
def test_what_never_was_a_post_is_not_found(client, path):
    """W2: never existed."""
    make_moved_article("/2019/03/quay", "/?p=81")
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/?p=quay", "/?p=", "/?p=" + "9" * 30])
def test_what_is_no_number_is_the_front_page(client, path):
    assert client.get(path).status_code == 200


def test_a_page_that_is_there_asks_nothing_of_former_addresses():
    """W1: no query on hits."""
    make_moved_article("/2019/quay")
    make_section("City")
    for path in ("/", "/city/", "/city/quay/"):
        status, queries = asked_for(path)
        assert status == 200
        assert not [sql for sql in queries if "formerpath" in sql]


@pytest.mark.parametrize("path", ["/city/absent/", "/city/absent", "/absent/", "/2019/03/04/absent/"])
def test_what_is_not_there_costs_little(path):
    """W1: cheap on the way to a 404."""
    make_moved_article("/2019/quay")
    status, queries = asked_for(path)
    assert status == (404 if path.endswith("/") else 301)
    assert len(queries) <= 5


HIDDEN = {
    "draft": {"published_at": None},
    "scheduled": {"published_at": timezone.now() + DAY},
    "embargoed": {"embargo_until": timezone.now() + DAY},
    "withdrawn before it was out": {"embargo_until": THEN + DAY, "withdrawn_at": THEN + HOUR},
}


# {where a hidden story would be: where none ever was}
THERE_AND_NEVER = {
    "/city/quay/": "/city/never/",
    "/city/old/": "/city/never/",
    "/2019/quay/": "/2019/never/",
    "/?p=81": "/?p=82",
    "/embed/{pk}/": "/embed/999999/",
    "/cards/{pk}-000000000000.jpg": "/cards/999999-000000000000.jpg",
    "/oembed?url=http://testserver/city/quay/": "/oembed?url=http://testserver/city/never/",
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_what_is_to_come_looks_like_what_never_was(client, hidden):
    """W2: a draft, a scheduled and an embargoed story answer with the same bytes as what never existed."""
    article = make_moved_article("/2019/quay", "/?p=81", **hidden)
    FormerSlug.objects.create(article=article, slug="old")
    asked = {path: client.get(path.format(pk=article.pk)) for path in THERE_AND_NEVER}
    other = {path: client.get(never) for path, never in THERE_AND_NEVER.items()}
    assert {path: (answer.status_code, answer.content, dict(answer.headers)) for path, answer in asked.items()} == {
        path: (404, answer.content, dict(answer.headers)) for path, answer in other.items()
    }


@pytest.mark.parametrize("path", ["/city/quay/", "/city/old/", "/2019/quay/", "/?p=81"])
def test_what_was_taken_down_is_gone_with_the_reason_and_without_the_headline(client, path):
    """W2: 410 wherever it stood, and gone from every list at once."""
    article = make_moved_article("/2019/quay", "/?p=81", headline="A secret quay")
    FormerSlug.objects.create(article=article, slug="old")
    workflow.withdraw(article, by=None, reason="The source was not one.")
    response = client.get(path)
    assert response.status_code == 410
    assert Page(response).one(".plain__reason").text == "The source was not one."
    for page in (path, "/", "/city/", "/contributor/ada-quayle/", "/search/?q=secret"):
        assert article.headline not in client.get(page).content.decode()


@pytest.mark.parametrize("path", ["/embed/{pk}/", "/cards/{pk}-0.jpg", "/oembed?url=http://testserver/city/quay/"])
def test_nothing_stands_for_what_was_taken_down(client, path):
    """W2: neither card nor preview."""
    article = make_article(slug="quay", withdrawn_at=THEN + HOUR)
    assert client.get(path.format(pk=article.pk)).status_code == 404


def test_what_the_law_forbids_is_said_to_be_so(client):
    """W3: 451, with who blocks it and why."""
    article = make_article(slug="quay", headline="A secret quay")
    workflow.withdraw(article, by=None, reason="An injunction of 3 March.", by_law=True)
    response = client.get("/city/quay/")
    page = Page(response)
    assert (response.status_code, response["Link"]) == (451, '<http://testserver/>; rel="blocked-by"')
    assert page.one(".plain__reason").text == "An injunction of 3 March."
    assert "A secret quay" not in response.content.decode()


def test_what_comes_back_is_blocked_no_more(client):
    article = make_article(slug="quay")
    workflow.withdraw(article, by=None, reason="An injunction.", by_law=True)
    workflow.publish(article, by=None)
    workflow.withdraw(article, by=None, reason="An error.")
    assert client.get("/city/quay/").status_code == 410


def test_an_editor_says_at_the_desk_that_the_law_is_the_reason(desk, editor, client):
    """W3: with a box beside the reason."""
    article = make_article(slug="quay")
    browser = desk(editor)
    path = f"/admin/articles/article/{article.pk}/change/"
    form = Page(browser.get(path))
    fields = {e["name"]: e.attributes.get("value") or "" for e in form.all("input") if "name" in e.attributes}
    kept = {name: value for name, value in fields.items() if not name.startswith("_") and name != "is_by_law"}
    kept |= {"section": article.section_id, "kind": "news", "language": "en", "standfirst": "", "copy": article.copy}
    kept |= {"bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0}
    browser.post(path, kept | {"_withdraw": "1", "withdrawal": "An injunction.", "is_by_law": "on"})
    assert Article.objects.get().is_blocked_by_law
    assert client.get("/city/quay/").status_code == 451


@pytest.mark.parametrize("ask", ["/nowhere/", "/city/gone/", "/city/blocked/"])
def test_an_error_page_is_listed_nowhere_and_offers_a_search(client, ask):
    """W3: noindex, a search box, and nothing of whoever asked."""
    make_article(slug="gone", withdrawn_at=THEN + HOUR)
    make_article(slug="blocked", withdrawn_at=THEN + HOUR, is_blocked_by_law=True)
    response = client.get(ask, headers={"User-Agent": "Ada's browser"}, REMOTE_ADDR="192.0.2.7")
    page = Page(response)
    assert page.one("meta[name=robots]")["content"].startswith("noindex")
    assert page.has("form[role=search]")
    assert not any(word in response.content for word in (b"192.0.2.7", b"Ada's", ask.encode()))
