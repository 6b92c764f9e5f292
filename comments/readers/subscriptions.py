"""Who hears of replies: it is asked for once on a comment's page, and once more from a mail."""

from django.db import transaction
from django.utils import timezone

from comments import notices
from comments.models import Comment, Commenter, Following


def ask(comment: Comment, pace: str, *, network: str, at=None) -> None:
    """Ask the address that a comment was sent with whether it wants to hear of replies, by one mail.

    Whoever holds the comment's link may ask; only who gets the mail can answer. What is in force already changes
    its pace and needs no mail.
    """
    at = at or timezone.now()
    with transaction.atomic():
        following = _wish(comment, pace, at)
        if not following.is_in_force:
            notices.ask_to_follow(following, network=network, at=at)


def begin(following: Following, *, at=None) -> None:
    """Put in force what was asked for, on the word of whoever got the mail; which shows whose the address is."""
    at = at or timezone.now()
    with transaction.atomic():
        Commenter.objects.filter(pk=following.commenter_id, confirmed_at=None).update(confirmed_at=at)
        Following.objects.pending().filter(pk=following.pk).update(confirmed_at=at)


def follow(comment: Comment, pace: str, *, at=None) -> None:
    """Ask and answer in one, for who came by a mail already."""
    at = at or timezone.now()
    with transaction.atomic():
        begin(_wish(comment, pace, at), at=at)


def stop(following: Following, *, at=None) -> None:
    Following.objects.filter(pk=following.pk, stopped_at=None).update(stopped_at=at or timezone.now())


def stop_all(commenter: Commenter, *, at=None) -> None:
    commenter.followings.filter(stopped_at=None).update(stopped_at=at or timezone.now())


def _wish(comment: Comment, pace: str, at) -> Following:
    """Return the wish to follow a comment, begun anew if it was stopped, at a pace."""
    following, _is_new = Following.objects.get_or_create(
        commenter_id=comment.commenter_id, comment=comment, defaults={"pace": pace, "asked_at": at}
    )
    if following.stopped_at:
        following.asked_at, following.confirmed_at, following.stopped_at = at, None, None
    following.pace = pace
    following.save(update_fields=["pace", "asked_at", "confirmed_at", "stopped_at"])
    return following
