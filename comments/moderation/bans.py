"""Bans of an address or a network, for a time or for good: making and lifting them."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comments.models import Ban, Comment, Commenter
from comments.models.ban import LONGEST_OF_A_NETWORK
from comments.moderation import log


class NobodyToBan(Exception):
    """There is nothing to ban: the address or the network is unknown, or has been forgotten."""


def may_ban(comment: Comment, *, of_network: bool = False) -> bool:
    """Tell whether a comment has an address, or with `of_network` a network, that can be banned."""
    if comment.staff_id:
        return False
    return bool(comment.network) if of_network else _has_address(comment.commenter)


def ban(
    whom: Comment | Commenter, *, by, reason: str, until: datetime | None = None, of_network: bool = False, at=None
) -> Ban:
    """Ban a commenter, or a comment's commenter or network; without `until` for good.

    A comment has at most one ban of each kind in force: a second request updates the reason and the end of the first.
    A ban of a network ends after thirty days at most. Raises PermissionDenied and NobodyToBan.
    """
    at = at or timezone.now()
    _require_moderator(by)
    comment = whom if isinstance(whom, Comment) else None
    against = _target(whom, of_network)
    if of_network:
        until = min(until or at + LONGEST_OF_A_NETWORK, at + LONGEST_OF_A_NETWORK)
    terms = {"reason": reason, "until": until, "made_by": by}
    with transaction.atomic():
        # A lock, so that two simultaneous requests make one ban.
        log.lock()
        known = Ban.objects.in_force(at).filter(comment=comment, **against).first()
        if known is None:
            return Ban.objects.create(comment=comment, begins_at=at, **against, **terms)
        for name, value in terms.items():
            setattr(known, name, value)
        known.save(update_fields=list(terms))
    return known


def lift(ban: Ban, *, by, at=None) -> bool:
    """Lift a ban. Return False if it was no longer in force. Raises PermissionDenied."""
    _require_moderator(by)
    at = at or timezone.now()
    lifted = Ban.objects.in_force(at).filter(pk=ban.pk).update(lifted_at=at, lifted_by=by)
    ban.refresh_from_db()
    return bool(lifted)


def _target(whom: Comment | Commenter, of_network: bool) -> dict:
    if isinstance(whom, Commenter):
        if of_network or not _has_address(whom):
            raise NobodyToBan("a commenter is banned by the address, which is no longer known")
        return {"commenter": whom}
    if not may_ban(whom, of_network=of_network):
        raise NobodyToBan("what to ban is not known of this comment")
    return {"network": whom.network} if of_network else {"commenter": whom.commenter}


def _has_address(commenter: Commenter | None) -> bool:
    return commenter is not None and commenter.address_hash is not None


def _require_moderator(user) -> None:
    if not user.has_perm("comments.moderate_comment"):
        raise PermissionDenied
