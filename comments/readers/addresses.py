"""Whose an address is, and what was sent with it: said by whoever opened a mail that went to it."""

from contextlib import suppress

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments import readers
from comments.models import Comment, Commenter
from comments.moderation import NotPossible


def confirm(commenter: Commenter, comment: Comment | None = None, *, at=None) -> None:
    """Note that an address is its commenter's, and so is the comment it was asked for. Twice changes nothing."""
    with transaction.atomic():
        Commenter.objects.filter(pk=commenter.pk, confirmed_at=None).update(confirmed_at=at or timezone.now())
        if comment:
            claim(comment)


def claim(comment: Comment) -> None:
    """Note that a comment which was sent with the address is its owner's."""
    Comment.objects.filter(pk=comment.pk, is_proven=False).update(is_proven=True)


def may_disown(comment: Comment) -> bool:
    return not comment.is_proven and readers.may_withdraw(comment)


def disown(comment: Comment, *, at=None) -> None:
    """Take out a comment that someone else sent with the address. It counts for nobody."""
    with suppress(NotPossible):
        if may_disown(comment):
            readers.withdraw(comment, at=at)


def end_links(commenter: Commenter) -> None:
    """End every link that a reader holds: to their page, to their comments, to comment as themselves.

    The links that stop mail go on working, as long as there is mail to stop.
    """
    with transaction.atomic():
        Commenter.objects.filter(pk=commenter.pk).update(key_version=F("key_version") + 1)
        commenter.comments.proven().update(key_version=F("key_version") + 1)
        commenter.followings.pending().update(key_version=F("key_version") + 1)
