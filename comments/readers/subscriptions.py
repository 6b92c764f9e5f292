"""Subscriptions to replies, with double opt-in: requested on a comment's page, confirmed from a mail."""

from django.db import transaction
from django.utils import timezone

from comments import notices
from comments.models import Comment, Commenter, Following


def ask(comment: Comment, pace: str, *, network: str, at=None) -> None:
    """Request a subscription to the replies to a comment; one mail to its address asks for confirmation.

    Anyone with the comment's link may request it; only the owner of the address can confirm. A subscription in force
    changes its pace without a mail.
    """
    at = at or timezone.now()
    with transaction.atomic():
        following = _wish(comment, pace, at)
        if not following.is_in_force:
            notices.ask_to_follow(following, network=network, at=at)


def begin(following: Following, *, at=None) -> None:
    """Confirm a subscription by its mail, which also confirms the address."""
    at = at or timezone.now()
    with transaction.atomic():
        Commenter.objects.filter(pk=following.commenter_id, confirmed_at=None).update(confirmed_at=at)
        Following.objects.pending().filter(pk=following.pk).update(confirmed_at=at)


def follow(comment: Comment, pace: str, *, at=None) -> None:
    """Request and confirm a subscription in one step, for a reader who came by a mailed link."""
    at = at or timezone.now()
    with transaction.atomic():
        begin(_wish(comment, pace, at), at=at)


def stop(following: Following, *, at=None) -> None:
    Following.objects.filter(pk=following.pk, stopped_at=None).update(stopped_at=at or timezone.now())


def stop_all(commenter: Commenter, *, at=None) -> None:
    commenter.followings.filter(stopped_at=None).update(stopped_at=at or timezone.now())


def _wish(comment: Comment, pace: str, at) -> Following:
    """Return the subscription to a comment at a pace, made or renewed as pending if it was new or stopped."""
    following, _is_new = Following.objects.get_or_create(
        commenter_id=comment.commenter_id, comment=comment, defaults={"pace": pace, "asked_at": at}
    )
    if following.stopped_at:
        following.asked_at, following.confirmed_at, following.stopped_at = at, None, None
    following.pace = pace
    following.save(update_fields=["pace", "asked_at", "confirmed_at", "stopped_at"])
    return following
