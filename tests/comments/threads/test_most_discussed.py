"""The stories that readers talk about most."""

import pytest
from django.utils import timezone

from tests.factories import DAY, HOUR, make_article, make_comment
from tests.page import Page

pytestmark = pytest.mark.django_db


def make_discussed(headline, comments, **overrides):
    article = make_article(headline=headline, **{"published_at": timezone.now() - HOUR} | overrides)
    for _ in range(comments):
        make_comment(article)
    return article


def test_stories_stand_by_their_approved_comments(client):
    make_discussed("Quiet", 0)
    make_discussed("Some", 1)
    make_comment(make_discussed("Much", 2), state="held")
    page = Page(client.get("/most-discussed/"))
    assert page.headlines == ["Much", "Some"]
    assert page.texts(".story__comments") == ["2 comments", "1 comment"]


def test_what_was_published_long_ago_is_not_among_them(client):
    make_discussed("Old", 3, published_at=timezone.now() - 9 * DAY)
    page = Page(client.get("/most-discussed/"))
    assert page.one(".empty").text == "Nobody has commented on what was published in the last days."


def test_what_readers_may_not_see_is_not_among_them(client):
    article = make_discussed("Gone", 2)
    article.withdrawn_at = timezone.now()
    article.save()
    assert Page(client.get("/most-discussed/")).headlines == []
