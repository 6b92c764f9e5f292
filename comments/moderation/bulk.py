"""Decide on many comments at once: all in one transaction, each by itself, each with its row in the record."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from comments import moderation
from comments.models import Comment, Decision
from comments.moderation import log

# The record is locked meanwhile: three to five seconds.
MOST = 500
VERBS = (Decision.Verb.APPROVE, Decision.Verb.REJECT, Decision.Verb.MARK_SPAM)


@dataclass
class Outcome:
    """What became of each comment: decided now, decided so before by the same moderator, or not to be decided."""

    made: list[Decision] = field(default_factory=list)
    made_before: list[Comment] = field(default_factory=list)
    overtaken: list[Comment] = field(default_factory=list)
    impossible: list[Comment] = field(default_factory=list)


def decide_all(verb: str, seen: dict[int, int], *, by, reason: str = "", note: str = "") -> Outcome:
    """Carry out a verb on each comment that is still at the version seen; `seen` is {comment id: version}.

    Sent twice, it acts once: what the same moderator decided so a moment ago is counted apart.
    """
    outcome = Outcome()
    with transaction.atomic():
        # Before any comment, as everywhere, so that no two deadlock.
        log.lock()
        for comment in Comment.objects.for_moderation().filter(pk__in=seen).order_by("pk"):
            _decide(verb, comment, seen[comment.pk], outcome, by=by, reason=reason, note=note)
    return outcome


def undo_all(decisions: Iterable[Decision], *, by) -> Outcome:
    """Undo each decision after which nothing happened to its comment."""
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
    """Return the verb that does to this comment what is meant: what readers have seen is removed, not rejected."""
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
    """Tell whether the one thing that happened to a comment since `version` is this very decision."""
    last = comment.decisions.last()
    same = (verb, Decision.Verb.REMOVE) if verb == Decision.Verb.REJECT else (verb,)
    return bool(last) and last.version == version and last.verb in same and last.decided_by_id == by.pk
