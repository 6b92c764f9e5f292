"""How often one network may post under one article."""

import pytest
from django.test import Client

from comments.models import Comment
from tests.comments.posting.replies import TYPED, FormOnPage, post_reply
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def limited(settings, clock):
    """Ten posts in ten minutes, at a moment in the middle of such a window."""
    settings.COMMENTS_PER_TEN_MINUTES = 10
    return clock


def post_many(client, article, number=10, **extra):
    return [post_reply(client, article, text=f"Number {n}.", **extra).status_code for n in range(number)]


def test_the_eleventh_reply_of_one_network_is_refused(reader, article, limited):
    assert post_many(reader, article) == [303] * 10
    refusal = post_reply(reader, article)
    assert refusal.status_code == 429
    assert "Many comments came from your network just now." in refusal.text
    assert FormOnPage(refusal).fields["text"] == TYPED["text"]
    assert Comment.objects.count() == 10


@pytest.mark.parametrize(
    ("second", "wait"), [(0, "in 10 minutes"), (1, "in 10 minutes"), (541, "in a minute"), (540, "in a minute")]
)
def test_a_refusal_says_for_how_long(reader, article, limited, monkeypatch, settings, second, wait):
    settings.COMMENTS_PER_TEN_MINUTES = 1
    monkeypatch.setattr("time.time", lambda: 1_800_000_000 + second)
    post_reply(reader, article, text="Number one.")
    assert f"Please send yours again {wait}." in post_reply(reader, article).text


def test_another_article_is_not_limited(reader, article, limited):
    post_many(reader, article, 11)
    assert post_reply(reader, make_article()).status_code == 303


def test_another_network_is_not_limited_even_with_the_same_address(reader, article, limited):
    """S29: who floods with a reader's address does not silence that reader."""
    post_many(reader, article, 11)
    assert post_reply(Client(REMOTE_ADDR="192.0.2.7"), article).status_code == 303


def test_one_subscribers_many_addresses_are_one_network(article, limited):
    codes = [post_many(Client(REMOTE_ADDR=f"2001:db8::{n}"), article, 1, name=f"N{n}") for n in range(1, 12)]
    assert codes[9:] == [[303], [429]]


def test_time_lifts_the_limit(reader, article, limited):
    post_many(reader, article, 11)
    limited(days=1)
    assert post_reply(reader, article).status_code == 303


def test_no_limit_is_counted_where_none_is_set(reader, article):
    assert post_many(reader, article, 12) == [303] * 12
