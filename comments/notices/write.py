"""Writing notices to an outbox, in the transaction of the decision; the mails are sent later."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from comments.models import Comment, Commenter, Decision, Following, Mark, Notice
from newsroom.lib.ratelimit import hit

Verb = Decision.Verb

# Longer than a moderator can undo in place.
DELAY = timedelta(minutes=1)
# When daily digests are sent, in the paper's time zone.
DIGEST_AT = time(7)
_A_DAY = timedelta(days=1)
_AN_HOUR = 3600


def announce(decision: Decision) -> None:
    """Save the notices about a decision: to the comment's own commenter, and to those whom it replies to."""
    comment = decision.comment
    kind = _told_to_author(decision)
    answered = {comment.parent_id, comment.root_id} - {None} if _shows(decision) else set()
    if not (kind or answered):
        return
    concerned = {comment.pk} | answered if kind else answered
    notices = []
    # Nearest comment first: each reader gets one notice for a reply, and the first one is kept.
    for following in Following.objects.in_force().filter(comment__in=concerned).order_by("-comment"):
        if following.comment_id == comment.pk:
            notices.append(_to_author(kind, decision, following))
        elif following.commenter_id != comment.commenter_id:
            notices.append(_of_reply(decision, following))
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def take_back(decision: Decision) -> None:
    """Delete the unsent notices about a decision."""
    decision.notices.unsent().delete()


def may_be_mailed(comment: Comment) -> bool:
    """Tell whether the address of a comment's commenter is still stored."""
    return comment.commenter_id is not None and comment.commenter.address_hash is not None


def ask_for_proof(comment: Comment, *, network: str | None = None, at=None) -> None:
    """Request a confirmation mail to the address that a comment was sent with.

    The response is the same whether a mail is sent or not, so that nobody learns about the address.
    """
    if may_be_mailed(comment):
        _ask(Notice.Kind.CONFIRM, comment.commenter, comment, comment.network if network is None else network, at)


def ask_to_follow(following: Following, *, network: str, at=None) -> None:
    """Request a mail that asks for confirmation of a subscription (double opt-in)."""
    _ask(Notice.Kind.FOLLOW, following.commenter, following.comment, network, at)


def send_link(address: str, *, network: str, at=None) -> None:
    """Mail a new link to their page to a reader, if the address is known."""
    if commenter := Commenter.objects.known_by(address):
        _ask(Notice.Kind.CONFIRM, commenter, None, network, at)


def _ask(kind: str, commenter: Commenter, comment: Comment | None, network: str, at=None) -> None:
    """Save one notice, within the rate limits: one a day for an address, and a number an hour for a network."""
    at = at or timezone.now()
    limit = settings.CONFIRMATIONS_PER_HOUR
    if Notice.objects.asking(commenter).filter(due_at__gt=at - _A_DAY).exists():
        return
    if limit and hit(f"confirm:{network}", seconds=_AN_HOUR) > limit:
        return
    # The unique key prevents a second mail from a concurrent request.
    key = f"ask:{commenter.pk}:{at.date()}"
    fields = {"kind": kind, "commenter": commenter, "comment": comment, "due_at": at}
    Notice.objects.get_or_create(key=key, defaults=fields)


def _told_to_author(decision: Decision) -> str:
    """Return the kind of notice that the commenter gets about a decision, or "" for none."""
    if decision.actor == Decision.Actor.AUTHOR or (decision.undoes_id and not _was_told(decision.undoes)):
        return ""
    if decision.verb == Verb.PICK:
        return Notice.Kind.PICKED
    is_told = decision.from_state != decision.to_state or decision.before.get("proposed_text")
    return Notice.Kind.DECIDED if is_told or _answers_appeal(decision) else ""


def _was_told(decision: Decision) -> bool:
    return decision.notices.filter(kind=Notice.Kind.DECIDED).exclude(sent_at=None).exists()


def _answers_appeal(decision: Decision) -> bool:
    if decision.verb == Verb.UNPICK or Mark.APPEAL not in decision.comment.mark_list:
        return False
    before = decision.comment.decisions.filter(number__lt=decision.number).last()
    return before is not None and before.verb == Verb.APPEAL


def _shows(decision: Decision) -> bool:
    """Tell whether a decision makes a comment public that was not."""
    return decision.to_state == Comment.State.APPROVED != decision.from_state


def _to_author(kind: str, decision: Decision, following: Following) -> Notice:
    return Notice(
        kind=kind,
        key=f"{kind}:{decision.pk}:{following.commenter_id}",
        commenter_id=following.commenter_id,
        comment_id=following.comment_id,
        decision=decision,
        due_at=decision.decided_at + DELAY,
    )


def _of_reply(decision: Decision, following: Following) -> Notice:
    """Return a notice of a reply. Its key is the same for all comments that one reader follows in a branch."""
    due_at = decision.decided_at + DELAY
    is_daily = following.pace == Following.Pace.DAILY
    return Notice(
        kind=Notice.Kind.DIGEST if is_daily else Notice.Kind.REPLY,
        key=f"reply:{decision.comment_id}:{following.commenter_id}",
        commenter_id=following.commenter_id,
        comment_id=following.comment_id,
        reply_id=decision.comment_id,
        decision=decision,
        due_at=_next_digest(due_at) if is_daily else due_at,
    )


def _next_digest(at: datetime) -> datetime:
    """Return the time of the next daily digest, at or after `at`."""
    local = timezone.localtime(at)
    day = local.date() if local.time() <= DIGEST_AT else local.date() + _A_DAY
    return timezone.make_aware(datetime.combine(day, DIGEST_AT))
