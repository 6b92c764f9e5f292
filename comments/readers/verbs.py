"""What its author may do to a comment: reword it, take it back, and once object to a decision.

Whoever holds the comment's link is its author. Each step stands in the record, as a moderator's does.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from comments import moderation
from comments.models import Comment, Decision, Mark
from comments.models.comment import marks_of
from comments.moderation import log
from comments.moderation.verbs import NotPossible, State, Verb
from comments.policies import policy_for
from comments.screening.checks import CHECKS_OF_WORDING, MARKS_OF_WORDING, Verdict, screen
from comments.screening.finding import Draft

EDITABLE_FOR = timedelta(minutes=10)
APPEALABLE_FOR = timedelta(days=30)


def may_edit(comment: Comment, at=None) -> bool:
    """Tell whether the wording may still change: before anyone has seen it, and ten minutes from then."""
    at = at or timezone.now()
    if comment.is_held:
        return not comment.was_public
    return comment.is_approved and comment.published_at + EDITABLE_FOR > at


def edit(comment: Comment, text: str, *, at=None) -> Decision:
    """Change the wording. What readers see already stands until a moderator has approved the new one."""
    at = at or timezone.now()
    if not may_edit(comment, at):
        raise NotPossible("it is too late to edit this comment")
    found = _screened(comment, text, at)
    marks = [*(mark for mark in comment.mark_list if mark not in MARKS_OF_WORDING), *found.marks]
    changes = {"risk": found.risk, "signals": found.signals}
    if comment.is_held:
        changes |= {"text": text, "edited_at": at, "marks": marks_of(marks)}
    else:
        # What waits already has waited longer: an edit must not send it to the end of the queue.
        since = comment.waiting_since or at
        changes |= {"proposed_text": text, "waiting_since": since, "marks": marks_of([*marks, Mark.EDITED])}
    return _step(Verb.EDIT, comment, at, changes)


def _screened(comment: Comment, text: str, at) -> Verdict:
    """Ask of a new wording what was asked of the first, so that nothing gets past the rules by an edit."""
    article = comment.thread.article
    draft = Draft(
        article=article,
        thread=comment.thread,
        terms=policy_for(article, comment.thread, at),
        commenter=comment.commenter,
        name=comment.name,
        text=text,
        website=comment.website,
        networks=(comment.network,),
        is_proven=comment.is_proven,
        reworded=comment.pk,
    )
    return screen(draft, CHECKS_OF_WORDING)


def may_withdraw(comment: Comment) -> bool:
    return not comment.is_withdrawn


def withdraw(comment: Comment, *, at=None) -> Decision:
    """Take a comment back for good, as it is by now. If readers have seen it, its replies keep their place."""
    with transaction.atomic():
        # Whoever decides holds the record: what is read after that stands, and no moderator gets in between.
        log.hold()
        comment.refresh_from_db()
        if not may_withdraw(comment):
            raise NotPossible("it is withdrawn already")
        changes = {"state": State.WITHDRAWN, "waiting_since": None, "picked_at": None, "proposed_text": ""}
        return _step(Verb.WITHDRAW, comment, at or timezone.now(), changes)


def may_appeal(comment: Comment, at=None) -> bool:
    """Tell whether its author may ask another moderator to look: once, of a decision of the last month."""
    against = (State.REJECTED, State.SPAM, State.REMOVED)
    if comment.appealed_at or comment.is_waiting or comment.is_forgotten or comment.state not in against:
        return False
    decided = comment.decisions.filter(to_state=comment.state).last()
    return decided is not None and (at or timezone.now()) - decided.decided_at < APPEALABLE_FOR


def appeal(comment: Comment, text: str, *, at=None) -> Decision:
    """Ask another moderator to look at a decision. The comment stays as it is until then."""
    at = at or timezone.now()
    if not may_appeal(comment, at):
        raise NotPossible("there is nothing to appeal against")
    changes = {
        "appeal": text,
        "appealed_at": at,
        "waiting_since": at,
        "marks": marks_of([*comment.mark_list, Mark.APPEAL]),
    }
    return _step(Verb.APPEAL, comment, at, changes)


def _step(verb: str, comment: Comment, at, changes: dict) -> Decision:
    return moderation.step(verb, comment, actor=Decision.Actor.AUTHOR, at=at, changes=changes)
