"""The verbs of commenters: edit a comment, withdraw it, and appeal once against a decision.

The comment's link is the only credential. Each step is recorded in the audit log, like a moderator's.
"""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comments.models import Comment, Decision
from comments.moderation import log
from comments.moderation.transitions import COMMENTER, Step, Verb, resolved
from comments.moderation.verbs import NotPossible, decide
from comments.policies import policy_for
from comments.screening.checks import CHECKS_OF_WORDING, MARKS_OF_WORDING, Verdict, screen

APPEALABLE_FOR = timedelta(days=30)


def may_edit(comment: Comment, at=None) -> bool:
    """Tell whether a comment may still be edited: before publication, and for ten minutes after it."""
    return _is_possible(Verb.EDIT, comment, at)


def edit(comment: Comment, text: str, *, at=None) -> Decision:
    """Change the wording; for a public comment once a moderator approves the new one. Raises NotPossible and Stale."""
    at = at or timezone.now()
    if not may_edit(comment, at):
        raise NotPossible("it is too late to edit this comment")
    found = _screened(comment, text, at)
    marks = [*(mark for mark in comment.mark_list if mark not in MARKS_OF_WORDING), *found.marks]
    return decide(Verb.EDIT, comment, who=COMMENTER, at=at, text=text, found=replace(found, marks=marks))


def _screened(comment: Comment, text: str, at) -> Verdict:
    """Screen a new wording like the first one, so that an edit cannot bypass the rules."""
    policy = policy_for(comment.thread.article, comment.thread, at)
    return screen(comment.reworded(text), policy, (comment.network,), CHECKS_OF_WORDING)


def may_withdraw(comment: Comment) -> bool:
    return _is_possible(Verb.WITHDRAW, comment)


def withdraw(comment: Comment, *, at=None) -> Decision:
    """Withdraw a comment for good, whatever its current version; its replies stay. Raises NotPossible."""
    with transaction.atomic():
        # Decisions take this lock too, so the comment cannot change between the read and the update.
        log.lock()
        comment.refresh_from_db()
        return decide(Verb.WITHDRAW, comment, who=COMMENTER, at=at)


def may_appeal(comment: Comment, at=None) -> bool:
    """Tell whether its commenter may appeal: once, against a decision of the last 30 days."""
    if not _is_possible(Verb.APPEAL, comment, at):
        return False
    decided = comment.decisions.filter(to_state=comment.state).last()
    return decided is not None and (at or timezone.now()) - decided.decided_at < APPEALABLE_FOR


def appeal(comment: Comment, text: str, *, at=None) -> Decision:
    """Appeal to another moderator; the state stays until they decide. Raises NotPossible and Stale."""
    if not may_appeal(comment, at):
        raise NotPossible("there is nothing to appeal against")
    return decide(Verb.APPEAL, comment, who=COMMENTER, at=at, text=text)


def _is_possible(verb: Verb, comment: Comment, at=None) -> bool:
    return resolved(Step(verb, comment, COMMENTER, at or timezone.now())) is not None
