"""The page of what a reader's own browser keeps, as the server sends it: the same for everybody."""

import pytest

from tests.factories import make_article
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_it_says_what_it_needs_where_no_script_runs(client):
    page = Page(client.get("/saved/"))
    assert "needs JavaScript" in page.one(".saved__needs").text
    assert page.one("meta[name=robots]")["content"] == "noindex"


def test_an_article_says_of_itself_what_a_browser_keeps_of_it(client):
    article = make_article(headline='A "quay" & a dog', language="ar")
    button = Page(client.get(article.get_absolute_url())).one("[data-keep]")
    kept = ("path", "headline", "section", "language", "direction")
    assert [button[f"data-{name}"] for name in kept] == [
        article.get_absolute_url(),
        'A "quay" & a dog',
        "City",
        "ar",
        "rtl",
    ]


def test_a_page_tells_which_article_is_read_but_for_the_desk(client, desk, editor):
    article = make_article()
    path = article.get_absolute_url()
    assert Page(client.get(path)).one(".tools")["data-read"] == str(article.pk)
    assert not Page(desk(editor).get(path)).has("[data-read]")
    assert not Page(desk(editor).get(f"/admin/articles/article/{article.pk}/preview/")).has("[data-read]")
