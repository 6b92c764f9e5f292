"""Bulk decisions: one transaction, and one row of the audit log for each comment."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from comments import moderation
from comments.models import Comment, Decision
from comments.moderation import log

# A batch of this size keeps the audit log locked for three to five seconds.
MOST = 500
VERBS = (Decision.Verb.APPROVE, Decision.Verb.REJECT, Decision.Verb.MARK_SPAM)


@dataclass
class Outcome:
    """The result for each comment: decided, decided by the same request before, changed meanwhile, or not possible."""

    made: list[Decision] = field(default_factory=list)
    made_before: list[Comment] = field(default_factory=list)
    overtaken: list[Comment] = field(default_factory=list)
    impossible: list[Comment] = field(default_factory=list)


def decide_all(verb: str, seen: dict[int, int], *, by, reason: str = "", note: str = "") -> Outcome:
    """Carry out a verb on each comment that is still at the version seen; `seen` is {comment id: version}.

    Idempotent: a comment on which the same moderator has already made this decision goes to `made_before`.
    """
    outcome = Outcome()
    with transaction.atomic():
        # Locked before any comment, as everywhere, to prevent deadlocks.
        log.lock()
        for comment in Comment.objects.for_moderation().filter(pk__in=seen).order_by("pk"):
            _decide(verb, comment, seen[comment.pk], outcome, by=by, reason=reason, note=note)
    return outcome


def undo_all(decisions: Iterable[Decision], *, by) -> Outcome:
    """Undo each decision whose comment has not changed since."""
    outcome = Outcome()
    with transaction.atomic():
        log.lock()
        for decision in decisions:
            try:
                outcome.made.append(moderation.undo(decision, by=by))
            except moderation.Stale as stale:
                outcome.overtaken.append(stale.comment)
            except moderation.NotPossible:
                outcome.impossible.append(decision.comment)
    return outcome


def fitting(verb: str, comment: Comment) -> str:
    """Return the verb that applies to this comment: REMOVE for REJECT if readers have already seen it."""
    if verb == Decision.Verb.REJECT and not moderation.possible(verb, comment):
        return Decision.Verb.REMOVE
    return verb


def _decide(verb: str, comment: Comment, version: int, outcome: Outcome, *, by, reason: str, note: str) -> None:
    fits = fitting(verb, comment)
    given = {"reason": reason} if fits in moderation.WITH_REASON else {}
    if comment.version != version:
        (outcome.made_before if _is_by(comment, verb, version, by) else outcome.overtaken).append(comment)
        return
    try:
        outcome.made.append(moderation.VERBS[fits](comment, by=by, note=note, **given))
    except moderation.Stale as stale:
        outcome.overtaken.append(stale.comment)
    except moderation.NotPossible:
        outcome.impossible.append(comment)


def _is_by(comment: Comment, verb: str, version: int, by) -> bool:
    """Tell whether the latest decision on a comment is this one, by this moderator, on this version."""
    last = comment.decisions.last()
    same = (verb, Decision.Verb.REMOVE) if verb == Decision.Verb.REJECT else (verb,)
    return bool(last) and last.version == version and last.verb in same and last.decided_by_id == by.pk
