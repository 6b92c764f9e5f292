"""What a commenter may do to a comment: change the wording, withdraw it, and once appeal against a decision.

Whoever has the comment's link is its commenter. Each step stands in the audit log, as a moderator's does.
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
    """Tell whether the wording may still change: before anyone has seen it, and ten minutes from then."""
    return _is_possible(Verb.EDIT, comment, at)


def edit(comment: Comment, text: str, *, at=None) -> Decision:
    """Change the wording. What readers see already stands until a moderator has approved the new one."""
    at = at or timezone.now()
    if not may_edit(comment, at):
        raise NotPossible("it is too late to edit this comment")
    found = _screened(comment, text, at)
    marks = [*(mark for mark in comment.mark_list if mark not in MARKS_OF_WORDING), *found.marks]
    return decide(Verb.EDIT, comment, who=COMMENTER, at=at, text=text, found=replace(found, marks=marks))


def _screened(comment: Comment, text: str, at) -> Verdict:
    """Ask of a new wording what was asked of the first, so that nothing gets past the rules by an edit."""
    policy = policy_for(comment.thread.article, comment.thread, at)
    return screen(comment.reworded(text), policy, (comment.network,), CHECKS_OF_WORDING)


def may_withdraw(comment: Comment) -> bool:
    return _is_possible(Verb.WITHDRAW, comment)


def withdraw(comment: Comment, *, at=None) -> Decision:
    """Take a comment back for good, as it is by now. If readers have seen it, its replies keep their place."""
    with transaction.atomic():
        # Whoever decides locks the log: what is read after that stands, and no moderator gets in between.
        log.lock()
        comment.refresh_from_db()
        return decide(Verb.WITHDRAW, comment, who=COMMENTER, at=at)


def may_appeal(comment: Comment, at=None) -> bool:
    """Tell whether its commenter may ask another moderator to look: once, of a decision of the last month."""
    if not _is_possible(Verb.APPEAL, comment, at):
        return False
    decided = comment.decisions.filter(to_state=comment.state).last()
    return decided is not None and (at or timezone.now()) - decided.decided_at < APPEALABLE_FOR


def appeal(comment: Comment, text: str, *, at=None) -> Decision:
    """Ask another moderator to look at a decision. The comment stays as it is until then."""
    if not may_appeal(comment, at):
        raise NotPossible("there is nothing to appeal against")
    return decide(Verb.APPEAL, comment, who=COMMENTER, at=at, text=text)


def _is_possible(verb: Verb, comment: Comment, at=None) -> bool:
    return resolved(Step(verb, comment, COMMENTER, at or timezone.now())) is not None
