"""Confirming an address, and claiming or disowning the comments sent with it, by links mailed to it."""

from contextlib import suppress

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments import readers
from comments.models import Comment, Commenter
from comments.moderation import NotPossible


def confirm(commenter: Commenter, comment: Comment | None = None, *, at=None) -> None:
    """Confirm an address, and claim the comment that the mail was about. Idempotent."""
    with transaction.atomic():
        Commenter.objects.filter(pk=commenter.pk, confirmed_at=None).update(confirmed_at=at or timezone.now())
        if comment:
            claim(comment)


def claim(comment: Comment) -> None:
    """Mark a comment as proven to be its commenter's own."""
    Comment.objects.filter(pk=comment.pk, is_proven=False).update(is_proven=True)


def may_disown(comment: Comment) -> bool:
    return not comment.is_proven and readers.may_withdraw(comment)


def disown(comment: Comment, *, at=None) -> None:
    """Withdraw an unproven comment, sent by someone else with the address; does nothing if that is not possible."""
    with suppress(NotPossible):
        if may_disown(comment):
            readers.withdraw(comment, at=at)


def end_links(commenter: Commenter) -> None:
    """Invalidate a reader's tokens: for their page, their proven comments, proof, and pending subscriptions.

    Unsubscribe links of confirmed subscriptions go on working.
    """
    with transaction.atomic():
        Commenter.objects.filter(pk=commenter.pk).update(key_version=F("key_version") + 1)
        commenter.comments.proven().update(key_version=F("key_version") + 1)
        commenter.followings.pending().update(key_version=F("key_version") + 1)
