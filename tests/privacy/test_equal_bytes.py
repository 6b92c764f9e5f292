"""Nothing that readers get is a function of an address: the same one twice leaves nothing in common."""

import re
import time

import pytest

from comments import moderation
from comments.models import Comment
from tests.comments.posting.replies import post_reply
from tests.factories import make_article
from tests.privacy.marked import ADDRESS, CONTROL, MARKS
from tests.traces import answered, kept_commenters

pytestmark = pytest.mark.django_db

# What could stand for a person: whatever is longer than a number.
_TOKEN = re.compile(rb"[\w+/=-]{8,}")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch):
    """Tokens of one second share that second, whoever they are for."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)


@pytest.fixture
def articles(db):
    """Made beforehand, so that each page leads to as many others."""
    return [make_article() for _ in range(4)]


def tokens_after(reader, poster, article, address):
    """Have an address comment on an article; return the tokens in all that poster and readers then get."""
    answer = post_reply(poster, article, email=address)
    seen = [answer, poster.get(answer["Location"])]
    comment = Comment.objects.get(thread__article=article)
    moderation.approve(comment, by=None)
    seen += [poster.get(answer["Location"]), reader.get(article.get_absolute_url())]
    seen += [reader.get(f"/comments/{article.pk}/count/"), reader.get(f"/comments/report/{comment.pk}/")]
    return {token for each in seen for token in _TOKEN.findall(answered(each))}


def test_the_same_address_under_two_articles_shares_no_token(reader, client, articles):
    """S1: what two articles have in common is the same whether one address commented on both, or two."""
    addresses = (ADDRESS, ADDRESS, ADDRESS, CONTROL)
    one, same, again, other = (
        tokens_after(reader, client, article, address) for article, address in zip(articles, addresses, strict=True)
    )
    assert len(one & same) > 100
    assert one & same == again & other


def test_no_digest_of_it_with_or_without_our_keys_is_among_them(reader, client, articles):
    """S1, S2: neither MD5, SHA-1 or SHA-256 in hex or base64, nor the hash by which we look it up."""
    tokens = b" ".join(tokens_after(reader, client, articles[0], ADDRESS))
    assert MARKS.found_in(tokens) == []
    assert not [kept for kept in kept_commenters() if kept.encode() in tokens]
