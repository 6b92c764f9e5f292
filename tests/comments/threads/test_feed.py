"""The feed of an article's comments: what moderators approved, and nothing else of whoever wrote it."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from comments import moderation
from tests.factories import make_article, make_comment
from tests.page import Page

pytestmark = pytest.mark.django_db

FORMATS = ("rss.xml", "atom.xml", "feed.json")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


@pytest.fixture
def article():
    return make_article(slug="quay", headline="Fog on the quay")


def items(client, article):
    response = client.get(f"/comments/{article.pk}/rss.xml")
    return ElementTree.fromstring(response.content).findall("channel/item")


def test_it_holds_what_was_approved_the_newest_first(client, article):
    """F1: the comments of an article."""
    for state in ("held", "rejected", "spam", "removed"):
        make_comment(article, state=state)
    make_comment()
    first, second = (make_comment(article, name=name, text=f"By {name}.") for name in ("Ada", "Bo"))
    found = items(client, article)
    assert [item.findtext("title") for item in found] == [f"{n} on “Fog on the quay”" for n in ("Bo", "Ada")]
    assert [item.findtext(CREATOR) for item in found] == ["Bo", "Ada"]
    assert [item.findtext(CONTENT) for item in found] == ["<p>By Bo.</p>", "<p>By Ada.</p>"]
    assert found[0].findtext("link") == f"http://testserver{second.get_absolute_url()}"
    assert found[1].findtext("guid").endswith(f":comment:{first.pk}")


@pytest.mark.parametrize("name", FORMATS)
def test_it_says_no_more_than_the_page_of_whoever_wrote(client, article, name):
    """F4: never an e-mail address, nor a website that was typed with it."""
    make_comment(article, address="secret@example.org", website="https://reader.example/")
    body = client.get(f"/comments/{article.pk}/{name}").content.decode()
    assert "secret" not in body
    assert "reader.example" not in body


def test_what_is_removed_is_gone(client, article):
    comment = make_comment(article)
    assert len(items(client, article)) == 1
    moderation.remove(comment, by=None)
    assert items(client, article) == []


@pytest.mark.parametrize(
    "story",
    [
        {"published_at": None},
        {"embargo_until": timezone.now() + timedelta(days=1)},
    ],
    ids=["draft", "embargo"],
)
def test_there_is_none_of_what_readers_may_not_see(client, story):
    article = make_article(**story)
    assert client.get(f"/comments/{article.pk}/rss.xml").status_code == 404


def test_a_withdrawn_story_takes_it_along(client, article):
    make_comment(article)
    workflow.withdraw(article, by=None, reason="An error.")
    assert client.get(f"/comments/{article.pk}/rss.xml").status_code == 404


def test_the_page_of_the_article_names_it(client, article):
    """F8: its own feed beside the paper's."""
    links = [link["href"] for link in Page(client.get(article.get_absolute_url())).all("link[rel=alternate]")]
    own = [f"/comments/{article.pk}/{name}" for name in FORMATS]
    assert links[-3:] == own
    assert all(client.get(path).status_code == 200 for path in own)


def test_a_feed_of_no_comments_is_a_feed(client, article):
    assert json.loads(client.get(f"/comments/{article.pk}/feed.json").content)["items"] == []


def test_it_costs_the_same_few_queries_whatever_it_holds(client, article):
    def queries(number):
        for _ in range(number):
            make_comment(article)
        with CaptureQueriesContext(connection) as captured:
            items(client, article)
        return len(captured)

    assert queries(1) == queries(10) <= 4
