"""Decide on a comment.

`decide` is the only way to a comment's state: one conditional update on the version that was read, one row of the audit
log, and the counters, in one transaction. What is possible stands in `transitions`. `approve` and the verbs beside it
are for moderators; where `by` is None the command line decides.
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
    """Someone else decided first; `comment` is as they left it."""

    def __init__(self, comment: Comment):
        super().__init__(f"comment {comment.pk} has changed since it was read: it is {comment.state}")
        self.comment = comment


class NotPossible(Refused):
    """The verb makes no sense for a comment in this state."""


class NeedsAnother(NotPossible):
    """An appeal is decided by someone who did not decide before."""


def decide(
    verb: str, comment: Comment, *, who: Who, reason: str = "", note: str = "", at: datetime | None = None, **given
) -> Decision:
    """Carry out a verb on a comment; `given` is what else a `Step` takes.

    Raises PermissionDenied, NotPossible where the table of transitions has no such step, and Stale when the row is no
    longer at the version that was read: of two moderators exactly one wins, and the other is told.
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
    """Show a comment to readers, in the wording that waits if one does; or let stand what was reported."""
    return decide(Verb.APPROVE, comment, who=moderator(by), note=note, at=at)


def reject(comment: Comment, *, by, reason: str = Decision.Reason.OTHER, note: str = "", at=None) -> Decision:
    """Refuse a comment that readers have not seen, or a new wording of one that they have."""
    return decide(Verb.REJECT, comment, who=moderator(by), reason=reason, note=note, at=at)


def mark_spam(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Refuse a comment as spam, or take it back as such."""
    return decide(Verb.MARK_SPAM, comment, who=moderator(by), reason=Decision.Reason.SPAM, note=note, at=at)


def remove(comment: Comment, *, by, reason: str = Decision.Reason.OTHER, note: str = "", at=None) -> Decision:
    """Take back a comment that readers have seen; the replies to it stay."""
    return decide(Verb.REMOVE, comment, who=moderator(by), reason=reason, note=note, at=at)


def hold(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Hide a comment that readers have seen until someone has decided on it again."""
    return decide(Verb.HOLD, comment, who=moderator(by), note=note, at=at)


def pick(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Show a comment first, as the newsroom's pick; one that is held is approved by it."""
    return decide(Verb.PICK, comment, who=moderator(by), note=note, at=at)


def unpick(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Take a pick back."""
    return decide(Verb.UNPICK, comment, who=moderator(by), note=note, at=at)


# What a moderator's verb is called, and the function that carries it out.
VERBS = {function.__name__: function for function in (approve, reject, mark_spam, remove, hold, pick, unpick)}


def undo(decision: Decision, *, by, at=None) -> Decision:
    """Bring back what a decision changed, as long as nothing has happened to the comment since.

    The comment waits as long as it had waited before; mails that have not left are taken back.
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
    """Tell whether a decision is of a kind and an age that can be undone."""
    age = (at or timezone.now()) - decision.decided_at
    return decision.verb in DECISIONS and bool(decision.before) and age.days < UNDOABLE_FOR_DAYS


def _plain(comment: Comment, name: str):
    """Return a field as the record holds it: a person by number, a moment to the microsecond."""
    value = getattr(comment, Comment._meta.get_field(name).attname)
    return value.isoformat() if isinstance(value, datetime) else value


def _update(comment: Comment, changes: dict) -> None:
    """Write changes to the row if it is at the version that was read, and to the object."""
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
    """Keep the counters of the thread and of the branch, and the moment at which the thread changed."""
    shown = (after == State.APPROVED) - (before == State.APPROVED)
    if State.APPROVED in (before, after):
        Thread.objects.filter(pk=comment.thread_id).update(approved_count=F("approved_count") + shown, changed_at=at)
        caching.drop_thread(comment.thread.article_id, removes=shown < 0)
    if shown and comment.root_id:
        Comment.objects.filter(pk=comment.root_id).update(reply_count=F("reply_count") + shown)


def _settle_reports(verb: str, comment: Comment, at) -> None:
    """Say of the open reports of a comment whether they were right. What still waits is not settled."""
    if verb in DECISIONS and not comment.is_waiting:
        outcome = Report.Outcome.DISMISSED if comment.is_approved else Report.Outcome.UPHELD
        Report.objects.filter(comment=comment).open().update(outcome=outcome, settled_at=at)


def _refuse_own_appeal(comment: Comment, who: Who) -> None:
    """Raise NeedsAnother for the moderator whom an appeal speaks against, where there is another to decide."""
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
