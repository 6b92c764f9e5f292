"""Decisions on one comment.

`decide` is the only function that changes a comment's state. In one transaction it makes a conditional update on the
version that was read (optimistic locking), appends to the audit log and updates the counters. `transitions` defines
what is possible. `approve` and the verbs like it are for moderators; `by` is None for the command line.
"""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments import caching, notices
from comments.models import Case, Comment, Decision, Report, Thread
from comments.moderation import log
from comments.moderation.transitions import (
    AGAINST,
    DECISIONS,
    Actor,
    State,
    Step,
    Verb,
    Who,
    changes_of,
    moderator,
    resolved,
)

UNDOABLE_FOR_DAYS = 30


class Refused(Exception):
    """A decision that was not made; the comment is as it was."""


class Stale(Refused):
    """The comment has changed since it was read; `comment` is as it is now."""

    def __init__(self, comment: Comment):
        super().__init__(f"comment {comment.pk} has changed since it was read: it is {comment.state}")
        self.comment = comment


class NotPossible(Refused):
    """The verb is not possible on this comment, or not for this actor."""


class NeedsAnother(NotPossible):
    """An appeal must be decided by another moderator."""


def decide(
    verb: str, comment: Comment, *, who: Who, reason: str = "", note: str = "", at: datetime | None = None, **given
) -> Decision:
    """Carry out a verb on a comment; `given` are further arguments of `Step`.

    Raises PermissionDenied, NotPossible if `transitions` has no such step, NeedsAnother, and Stale if the row is no
    longer at the version that was read: of two concurrent decisions only one succeeds.
    """
    at = at or timezone.now()
    if who.actor is Actor.MODERATOR and not who.user.has_perm("comments.moderate_comment"):
        raise PermissionDenied
    step = resolved(Step(Verb(verb), comment, who, at, **given))
    if step is None:
        raise NotPossible(f"cannot {verb} a comment that is {comment.state}")
    if step.verb in DECISIONS:
        _refuse_own_appeal(comment, who)
    changes = changes_of(step)
    before, was = State(comment.state), {name: _plain(comment, name) for name in changes}
    waited = at - comment.waiting_since if comment.waiting_since else None
    with transaction.atomic():
        chain = log.lock()
        _update(comment, changes)
        _count(comment, before, step.after, at)
        decision = log.append(
            chain,
            comment,
            version=comment.version - 1,
            verb=step.verb,
            from_state=before,
            to_state=step.after,
            reason=reason,
            note=note,
            actor=who.actor,
            decided_by=who.user,
            decider=who.user.get_username() if who.user else "",
            decided_at=at,
            waited=None if waited is None else max(0, int(waited.total_seconds())),
            undoes=step.undoes,
            before=was,
        )
        if who.actor in (Actor.MODERATOR, Actor.CONSOLE):
            _settle_reports(verb, comment, at)
        notices.announce(decision)
    return decision


def approve(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Publish a comment, with its proposed wording if it has one; or keep a reported comment public."""
    return decide(Verb.APPROVE, comment, who=moderator(by), note=note, at=at)


def reject(comment: Comment, *, by, reason: str = Decision.Reason.OTHER, note: str = "", at=None) -> Decision:
    """Reject a comment that was never public, or the new wording of one that is."""
    return decide(Verb.REJECT, comment, who=moderator(by), reason=reason, note=note, at=at)


def mark_spam(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Mark a comment as spam, whether it was public or not."""
    return decide(Verb.MARK_SPAM, comment, who=moderator(by), reason=Decision.Reason.SPAM, note=note, at=at)


def remove(comment: Comment, *, by, reason: str = Decision.Reason.OTHER, note: str = "", at=None) -> Decision:
    """Remove a comment that was public; its replies stay."""
    return decide(Verb.REMOVE, comment, who=moderator(by), reason=reason, note=note, at=at)


def hold(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Hide a public comment until a moderator has decided on it again."""
    return decide(Verb.HOLD, comment, who=moderator(by), note=note, at=at)


def pick(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Make a comment a pick of the newsroom; this also approves a held one."""
    return decide(Verb.PICK, comment, who=moderator(by), note=note, at=at)


def unpick(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Make a pick an ordinary comment again."""
    return decide(Verb.UNPICK, comment, who=moderator(by), note=note, at=at)


# {verb of a moderator: the function that carries it out}.
VERBS = {function.__name__: function for function in (approve, reject, mark_spam, remove, hold, pick, unpick)}


def undo(decision: Decision, *, by, at=None) -> Decision:
    """Restore what a decision changed, if the comment has not changed since.

    A comment that waited gets its place in the queue back; unsent mails are deleted, and settled reports and cases
    reopened. Raises what `decide` raises.
    """
    at = at or timezone.now()
    comment = decision.comment
    if comment is None or not is_undoable(decision, at):
        raise NotPossible("this can no longer be undone")
    if comment.version != decision.version + 1:
        raise Stale(comment)
    with transaction.atomic():
        undone = decide(Verb.UNDO, comment, who=moderator(by), at=at, undoes=decision)
        notices.take_back(decision)
        Report.objects.filter(comment=comment, settled_at=decision.decided_at).update(outcome="", settled_at=None)
        for case in Case.objects.decided_with(decision):
            case.reopen(who=by.get_username() if by else "", undone=undone, at=at)
    return undone


def is_undoable(decision: Decision, at=None) -> bool:
    """Tell whether the verb and the age of a decision allow it to be undone."""
    age = (at or timezone.now()) - decision.decided_at
    return decision.verb in DECISIONS and bool(decision.before) and age.days < UNDOABLE_FOR_DAYS


def _plain(comment: Comment, name: str):
    """Return a field as the audit log stores it: a foreign key as its id, a moment in ISO format."""
    value = getattr(comment, Comment._meta.get_field(name).attname)
    return value.isoformat() if isinstance(value, datetime) else value


def _update(comment: Comment, changes: dict) -> None:
    """Write changes to the row and to the object. Raises Stale if the version or the state differs."""
    mine = Comment.objects.filter(pk=comment.pk, version=comment.version, state=comment.state)
    columns = dict(changes)
    if "text" in changes:
        reworded = comment.reworded(changes["text"])
        columns |= {name: getattr(reworded, name) for name in ("html", "fingerprint", "link_count")}
    if not mine.update(**columns, version=F("version") + 1):
        raise Stale(Comment.objects.get(pk=comment.pk))
    for name, value in columns.items():
        setattr(comment, Comment._meta.get_field(name).attname, value)
    comment.version += 1


def _count(comment: Comment, before: str, after: str, at) -> None:
    """Update the counters of the thread and the branch and `changed_at`, and drop the thread from the cache."""
    shown = (after == State.APPROVED) - (before == State.APPROVED)
    if State.APPROVED in (before, after):
        Thread.objects.filter(pk=comment.thread_id).update(approved_count=F("approved_count") + shown, changed_at=at)
        caching.drop_thread(comment.thread.article_id, removes=shown < 0)
    if shown and comment.root_id:
        Comment.objects.filter(pk=comment.root_id).update(reply_count=F("reply_count") + shown)


def _settle_reports(verb: str, comment: Comment, at) -> None:
    """Settle the open reports of a comment as upheld or dismissed, unless it still waits."""
    if verb in DECISIONS and not comment.is_waiting:
        outcome = Report.Outcome.DISMISSED if comment.is_approved else Report.Outcome.UPHELD
        Report.objects.filter(comment=comment).open().update(outcome=outcome, settled_at=at)


def _refuse_own_appeal(comment: Comment, who: Who) -> None:
    """Raise NeedsAnother for the moderator whose decision is appealed, if there is another moderator."""
    if not (who.user and comment.has_appeal):
        return
    against = comment.decisions.filter(decided_by__isnull=False, to_state__in=AGAINST)
    if (last := against.last()) and last.decided_by_id == who.user.pk and _others_may_moderate(who.user):
        raise NeedsAnother("an appeal is decided by another moderator")


def _others_may_moderate(user) -> bool:
    others = get_user_model().objects.with_perm(
        "comments.moderate_comment", backend="django.contrib.auth.backends.ModelBackend"
    )
    return others.exclude(pk=user.pk).exists()
