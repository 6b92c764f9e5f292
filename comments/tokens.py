"""The secrets that a reader holds instead of an account.

A token is good for one purpose and one object, until it expires or the object's `key_version` is raised; which ends
every token of the object at once. It carries the object's number and no personal data.
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
    """What a token lets its holder do; no token serves two. But for PROOF, each has a page of the same name."""

    # See and answer for one comment: its state, its wording, an appeal.
    COMMENT = "comments.comment"
    # Show that an address is one's own.
    CONFIRM = "comments.confirm"
    # See, take out and erase all that is held of a commenter.
    READER = "comments.reader"
    # Comment as the confirmed reader that one is.
    PROOF = "comments.proof"
    # Say a second time that one wants to hear of replies.
    FOLLOW = "comments.follow"
    # Stop hearing of them.
    UNFOLLOW = "comments.unfollow"
    # See what became of a report of illegal content.
    CASE = "comments.case"


# {purpose: (the model of its object, seconds that it is good for)}.
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
    """A token that is good: what it is for and of, and the numbers that it was made with."""

    purpose: Purpose
    token: str
    item: models.Model
    more: dict[str, int]


def token_for(purpose: Purpose, item: models.Model, **more: int) -> str:
    """Return the token that serves `purpose` for one object; `more` are numbers that narrow it, no personal data."""
    model, _age = _OF[purpose]
    if not isinstance(item, model):
        raise TypeError(f"a token for {purpose} is of a {model.__name__}")
    return sign(purpose, **more, pk=item.pk, v=item.key_version)


def open_token(purpose: Purpose, token: str) -> Opened | None:
    """Open a token for `purpose`; None for any other token, an old one, or one that was ended."""
    model, age = _OF[purpose]
    claims = read_signed(purpose, token, max_age=age) if token else None
    if not claims:
        return None
    item = model.objects.filter(pk=claims.pop("pk"), key_version=claims.pop("v")).first()
    return item and Opened(purpose, token, item, claims)


def item_of(purpose: Purpose, token: str):
    """Return the object that a token for `purpose` is of, or None."""
    opened = open_token(purpose, token)
    return opened and opened.item


def link_to(comment: Comment) -> str:
    """Return the address at which its author, and only its author, sees a comment that is not public."""
    address = comment.thread.article.get_absolute_url()
    return f"{address}?sent={token_for(Purpose.COMMENT, comment)}#comment-{comment.pk}"


def page_of(purpose: Purpose, item: models.Model, **more: int) -> str:
    """Return the address of the page that a purpose has."""
    return page_with(purpose, token_for(purpose, item, **more))


def page_with(purpose: Purpose, token: str) -> str:
    """Return the address of a purpose's page for who holds a token already. A new one would outlive it."""
    name = purpose.removeprefix("comments.")
    return f"{reverse(f'comments:{name}')}?key={token}"


def mailed(purpose: Purpose, item: models.Model, **more: int) -> str:
    """Return the address of a purpose's page as it stands in a mail, with the site."""
    return settings.SITE_URL + page_of(purpose, item, **more)


def sent_comment(article, token: str) -> Comment | None:
    """Return the comment under `article` that a token is for, or None for any other."""
    comment = item_of(Purpose.COMMENT, token)
    return comment if comment and comment.thread.article_id == article.pk else None
