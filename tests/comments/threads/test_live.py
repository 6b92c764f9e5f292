"""The count that an open page asks for now and then."""

import json

import pytest
from django.urls import reverse

from articles.models import Article
from comments import moderation, readers
from tests.comments.threads.branches import ids_on, look, make_branches
from tests.factories import DAY, THEN, make_article, make_comment
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def count(reader, article, **asked):
    response = reader.get(reverse("comments:count", args=[article.pk]), asked)
    assert response.status_code == 200
    return json.loads(response.content)


def test_the_count_says_how_many_are_new_since_a_page_was_made(reader, article):
    make_branches(article, 5)
    assert count(reader, article) == {"approved": 5, "new": ""}
    assert count(reader, article, seen=1) == {"approved": 5, "new": "4 new comments"}
    assert count(reader, article, seen=4)["new"] == "1 new comment"
    assert count(reader, article, seen=5)["new"] == count(reader, article, seen=9)["new"] == ""


def test_a_page_asks_with_what_it_shows(reader, article):
    make_branches(article, 3)
    asked = Page(look(reader, article)).one("[data-news]")["data-news"]
    assert json.loads(reader.get(asked).content) == {"approved": 3, "new": ""}
    make_comment(article)
    assert json.loads(reader.get(asked).content)["new"] == "1 new comment"


def test_count_and_page_agree_at_once_whatever_happens_to_a_comment(reader, article):
    """S31."""
    comment = make_comment(article, state="held")
    for verb in (moderation.approve, moderation.hold, moderation.approve, moderation.remove, moderation.approve):
        verb(comment, by=None)
        assert count(reader, article)["approved"] == len(ids_on(look(reader, article)))
    readers.withdraw(comment)
    assert count(reader, article)["approved"] == len(ids_on(look(reader, article))) == 0


def test_the_count_is_kept_by_caches_for_seconds_and_answered_304_to_who_has_it(reader, article):
    address = reverse("comments:count", args=[article.pk])
    response = reader.get(address, {"seen": 0})
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=15"
    assert not response.cookies
    assert reader.get(address, {"seen": 0}, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_count_with_another_question_is_kept_by_nobody(reader, article):
    response = reader.get(reverse("comments:count", args=[article.pk]), {"sent": "x"})
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("seen", ["", "-1", "x", "٣", "9" * 500, "\x00"])
def test_a_count_of_what_is_no_number_is_of_nothing_new(reader, article, seen):
    make_comment(article)
    assert count(reader, article, seen=seen) == {"approved": 1, "new": ""}


HIDDEN = {
    "a draft": {"published_at": None},
    "scheduled": {"published_at": THEN + 9999 * DAY},
    "under embargo": {"embargo_until": THEN + 9999 * DAY},
    "withdrawn": {"withdrawn_at": THEN + DAY},
}


@pytest.mark.parametrize("fields", HIDDEN.values(), ids=HIDDEN)
def test_there_is_no_count_of_what_readers_may_not_see(reader, fields):
    """S21."""
    comment = make_comment()
    Article.objects.filter(pk=comment.thread.article_id).update(**fields)
    assert reader.get(reverse("comments:count", args=[comment.thread.article_id])).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_there_is_no_count_of_what_is_not_there(reader, pk):
    assert reader.get(f"/comments/{pk}/count/").status_code == 404


def test_a_count_costs_two_queries(reader):
    """S23: with a thousand comments as with none."""
    for number in (0, 1000):
        article = make_article()
        make_branches(article, number)
        assert queries_of(reader, reverse("comments:count", args=[article.pk])) <= 2


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_count_is_only_read(reader, article, method):
    assert getattr(reader, method)(reverse("comments:count", args=[article.pk])).status_code in (403, 405)
