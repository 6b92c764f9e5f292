"""What moderators decide on a comment.

Every step is one conditional update on the version that was read, one row of the record, and the counters, in one
transaction. `by` is the moderator; None means the command line, or whoever `actor` names.
"""

from datetime import datetime
from functools import partial

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments import caching, notices, spam
from comments.models import Case, Comment, Decision, Report, Thread
from comments.models.comment import count_links
from comments.moderation import log
from comments.moderation.transitions import TRANSITIONS, changes_of, possible
from newsroom.lib.folding import fingerprint

State = Comment.State
Verb = Decision.Verb
Actor = Decision.Actor

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


def approve(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Show a comment to readers, in the wording that waits if one does; or let stand what was reported."""
    return step(Verb.APPROVE, comment, by=by, note=note, at=at)


def reject(comment: Comment, *, by, reason: str = Decision.Reason.OTHER, note: str = "", at=None) -> Decision:
    """Refuse a comment that readers have not seen, or a new wording of one that they have."""
    return step(Verb.REJECT, comment, by=by, reason=reason, note=note, at=at)


def mark_spam(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Refuse a comment as spam, or take it back as such."""
    return step(Verb.MARK_SPAM, comment, by=by, reason=Decision.Reason.SPAM, note=note, at=at)


def remove(comment: Comment, *, by, reason: str = Decision.Reason.OTHER, note: str = "", at=None) -> Decision:
    """Take back a comment that readers have seen; the replies to it stay."""
    return step(Verb.REMOVE, comment, by=by, reason=reason, note=note, at=at)


def hold(comment: Comment, *, by, note: str = "", at=None) -> Decision:
    """Hide a comment that readers have seen until someone has decided on it again."""
    return step(Verb.HOLD, comment, by=by, note=note, at=at)


def pick(comment: Comment, *, by, at=None) -> Decision:
    """Show a comment first, as the newsroom's pick; one that is held is approved by it."""
    return step(Verb.PICK, comment, by=by, at=at)


def unpick(comment: Comment, *, by, at=None) -> Decision:
    """Take a pick back."""
    return step(Verb.UNPICK, comment, by=by, at=at)


VERBS = {
    verb.value: function
    for verb, function in {
        Verb.APPROVE: approve,
        Verb.REJECT: reject,
        Verb.MARK_SPAM: mark_spam,
        Verb.REMOVE: remove,
        Verb.HOLD: hold,
        Verb.PICK: pick,
        Verb.UNPICK: unpick,
    }.items()
}


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
    field = Comment._meta.get_field
    restored = {name: field(name).to_python(value) for name, value in decision.before.items()}
    with transaction.atomic():
        undone = step(Verb.UNDO, comment, by=by, at=at, undoes=decision, changes=restored)
        notices.take_back(decision)
        Report.objects.filter(comment=comment, settled_at=decision.decided_at).update(outcome="", settled_at=None)
        for case in Case.objects.decided_with(decision):
            case.reopen(who=by.get_username() if by else "", undone=undone, at=at)
    return undone


def is_undoable(decision: Decision, at=None) -> bool:
    """Tell whether a decision is of a kind and an age that can be undone."""
    age = (at or timezone.now()) - decision.decided_at
    return decision.verb in TRANSITIONS and bool(decision.before) and age.days < UNDOABLE_FOR_DAYS


def step(
    verb: str,
    comment: Comment,
    *,
    by=None,
    actor: str = "",
    decider=None,
    reason: str = "",
    note: str = "",
    at=None,
    undoes: Decision | None = None,
    changes: dict | None = None,
) -> Decision:
    """Carry out one step.

    Raises PermissionDenied, NotPossible for a state the verb cannot start from, and Stale when the row is no
    longer at the version that was read: of two moderators exactly one wins, and the other is told.
    """
    at = at or timezone.now()
    if by and not by.has_perm("comments.moderate_comment"):
        raise PermissionDenied
    before = State(comment.state)
    if changes is None:
        after = possible(verb, comment)
        if after is None:
            raise NotPossible(f"cannot {verb} a comment that is {before.value}")
        _refuse_own_appeal(comment, by)
        changes = {"state": after} | changes_of(verb, comment, after, at)
    after = State(changes.get("state", before))
    was = {name: _plain(comment, name) for name in changes}
    waited = at - comment.waiting_since if comment.waiting_since else None
    who = by or decider
    with transaction.atomic():
        chain = log.hold()
        _update(comment, changes)
        _count(comment, before, after, at)
        decision = log.append(
            chain,
            comment,
            version=comment.version - 1,
            verb=verb,
            from_state=before,
            to_state=after,
            reason=reason,
            note=note,
            actor=actor or (Actor.MODERATOR if by else Actor.CONSOLE),
            decided_by=who,
            decider=who.get_username() if who else "",
            decided_at=at,
            waited=None if waited is None else max(0, int(waited.total_seconds())),
            undoes=undoes,
            before=was,
        )
        if not actor:
            _settle_reports(verb, comment, at)
            # The filter has no say in whether a decision stands.
            transaction.on_commit(partial(spam.learn_from, decision), robust=True)
        notices.announce(decision)
    return decision


def _plain(comment: Comment, name: str):
    """Return a field as the record holds it: a person by number, a moment to the microsecond."""
    value = getattr(comment, Comment._meta.get_field(name).attname)
    return value.isoformat() if isinstance(value, datetime) else value


def _update(comment: Comment, changes: dict) -> None:
    """Write changes to the row if it is at the version that was read, and to the object."""
    mine = Comment.objects.filter(pk=comment.pk, version=comment.version, state=comment.state)
    columns = dict(changes)
    if "text" in changes:
        text = changes["text"]
        columns |= {"html": Comment.rendered(text), "fingerprint": fingerprint(text)}
        columns["link_count"] = count_links(text) + bool(comment.website)
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
    if verb in TRANSITIONS and not comment.is_waiting:
        outcome = Report.Outcome.DISMISSED if comment.is_approved else Report.Outcome.UPHELD
        Report.objects.filter(comment=comment).open().update(outcome=outcome, settled_at=at)


def _refuse_own_appeal(comment: Comment, by) -> None:
    """Raise NeedsAnother for the moderator whom an appeal speaks against, where there is another to decide."""
    if not (by and comment.has_appeal):
        return
    against = comment.decisions.filter(
        decided_by__isnull=False, to_state__in=[State.REJECTED, State.SPAM, State.REMOVED]
    )
    if (last := against.last()) and last.decided_by_id == by.pk and _others_may_moderate(by):
        raise NeedsAnother("an appeal is decided by another moderator")


def _others_may_moderate(user) -> bool:
    others = get_user_model().objects.with_perm(
        "comments.moderate_comment", backend="django.contrib.auth.backends.ModelBackend"
    )
    return others.exclude(pk=user.pk).exists()
