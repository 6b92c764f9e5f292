"""Signed tokens, which a reader holds instead of an account.

A token serves one purpose and one object until it expires. Raising the object's `key_version` revokes all tokens of the
object at once. A token carries the object's primary key and no personal data.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.urls import reverse

from comments.models import Case, Comment, Commenter, Following
from newsroom.lib.crypto import read_signed, sign

_DAY = 86_400


class Purpose(StrEnum):
    """What a token lets its holder do; each serves one purpose. All but PROOF have a page of the same name."""

    # Manage one comment: see its state, edit, withdraw, follow or appeal.
    COMMENT = "comments.comment"
    # Confirm an email address.
    CONFIRM = "comments.confirm"
    # See, export and erase all data held on a commenter.
    READER = "comments.reader"
    # Comment as a confirmed reader.
    PROOF = "comments.proof"
    # Confirm a subscription to replies (double opt-in).
    FOLLOW = "comments.follow"
    # Unsubscribe from replies.
    UNFOLLOW = "comments.unfollow"
    # See the outcome of a report of illegal content.
    CASE = "comments.case"


# {purpose: (model of its object, lifetime in seconds)}.
_OF: dict[Purpose, tuple[type[models.Model], int]] = {
    Purpose.COMMENT: (Comment, 90 * _DAY),
    Purpose.CONFIRM: (Commenter, 2 * _DAY),
    Purpose.READER: (Commenter, 30 * _DAY),
    Purpose.PROOF: (Commenter, 365 * _DAY),
    Purpose.FOLLOW: (Following, 7 * _DAY),
    Purpose.UNFOLLOW: (Following, 730 * _DAY),
    Purpose.CASE: (Case, 365 * _DAY),
}


@dataclass(frozen=True)
class Opened:
    """A valid token: its purpose, its object, and the further numbers that it was made with."""

    purpose: Purpose
    token: str
    item: models.Model
    more: dict[str, int]


def token_for(purpose: Purpose, item: models.Model, **more: int) -> str:
    """Return a token for `purpose` on one object. `more` are further numbers to sign, and no personal data."""
    model, _age = _OF[purpose]
    if not isinstance(item, model):
        raise TypeError(f"a token for {purpose} is of a {model.__name__}")
    return sign(purpose, **more, pk=item.pk, v=item.key_version)


def open_token(purpose: Purpose, token: str) -> Opened | None:
    """Verify a token for `purpose`; None if it is for another purpose, expired or revoked."""
    model, age = _OF[purpose]
    claims = read_signed(purpose, token, max_age=age) if token else None
    if not claims:
        return None
    item = model.objects.filter(pk=claims.pop("pk"), key_version=claims.pop("v")).first()
    return item and Opened(purpose, token, item, claims)


def item_of(purpose: Purpose, token: str):
    """Return the object of a valid token for `purpose`, or None."""
    opened = open_token(purpose, token)
    return opened and opened.item


def link_to(comment: Comment) -> str:
    """Return the address at which its commenter, and nobody else, sees a comment that is not public."""
    address = comment.thread.article.get_absolute_url()
    return f"{address}?sent={token_for(Purpose.COMMENT, comment)}#comment-{comment.pk}"


def page_of(purpose: Purpose, item: models.Model, **more: int) -> str:
    """Return the address of a purpose's page, with a new token."""
    return page_with(purpose, token_for(purpose, item, **more))


def page_with(purpose: Purpose, token: str) -> str:
    """Return the address of a purpose's page with an existing token. A new one would expire later."""
    name = purpose.removeprefix("comments.")
    return f"{reverse(f'comments:{name}')}?key={token}"


def mailed(purpose: Purpose, item: models.Model, **more: int) -> str:
    """Return the absolute address of a purpose's page, for a mail."""
    return settings.SITE_URL + page_of(purpose, item, **more)


def sent_comment(article, token: str) -> Comment | None:
    """Return the comment under `article` that a token is for; None for any other or invalid token."""
    comment = item_of(Purpose.COMMENT, token)
    return comment if comment and comment.thread.article_id == article.pk else None
