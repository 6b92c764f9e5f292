"""Status and history of a comment as its commenter sees them, without the names of moderators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Decision

State = Comment.State
Verb = Decision.Verb
Actor = Decision.Actor

_AGAINST = (Verb.REJECT, Verb.MARK_SPAM, Verb.REMOVE)


@dataclass(frozen=True)
class Status:
    """The status of a comment, as a label and a sentence. `decision` is the one that gives the reason."""

    name: str
    sentence: str
    decision: Decision | None = None


@dataclass(frozen=True)
class Event:
    """One event in the history of a comment."""

    at: datetime
    words: str
    reason: str = ""


_HELD = Status(
    _("Waiting for a moderator"), _("Only you see it, until a moderator has read it and decided to publish it.")
)
_HIDDEN = Status(
    _("Hidden for now"), _("Readers have seen it, and see it no more until a moderator has looked at it again.")
)
_APPROVED = Status(_("Published"), _("Everybody can read it under the article."))
_REWORDED = Status(
    _("Published; your new wording waits"),
    _("Readers see the wording that was approved, until a moderator has read the new one."),
)
_WITHDRAWN = Status(_("Withdrawn"), _("It was taken back, and nobody sees it any more."))
_REFUSED_WORDING = (
    _("Published as it was"),
    _("A moderator did not accept the new wording. Readers go on seeing the one that was approved."),
)
_AGAINST_IT = {
    State.REJECTED: (_("Not published"), _("A moderator read it and decided not to publish it.")),
    State.SPAM: (_("Not published"), _("A moderator marked it as advertising.")),
    State.REMOVED: (_("Removed"), _("A moderator removed it after it had been published.")),
}
_BY_RULE = (
    _("Not published"),
    _("A filter of ours stopped it before anyone had read it. Filters are mistaken at times: you can appeal."),
)


def status_of(comment: Comment, decisions: list[Decision] | None = None) -> Status:
    """Return the status of a comment. `decisions` are all its decisions, oldest first; fetched if not given."""
    decisions = _in_force(comment.decisions.all() if decisions is None else decisions)
    match comment.state:
        case State.HELD:
            return _HIDDEN if comment.was_public else _HELD
        case State.WITHDRAWN:
            return _WITHDRAWN
        case State.APPROVED if comment.proposed_text:
            return _REWORDED
        case State.APPROVED:
            last = decisions[-1] if decisions else None
            refused = last is not None and last.verb == Verb.REJECT
            return Status(*_REFUSED_WORDING, last) if refused else _APPROVED
    against = next((each for each in reversed(decisions) if each.verb in _AGAINST), None)
    words = _BY_RULE if against and against.actor == Actor.RULE else _AGAINST_IT[comment.state]
    return Status(*words, against)


_EVENTS = {
    Verb.APPROVE: _("Published"),
    Verb.REJECT: _("Not published"),
    Verb.MARK_SPAM: _("Taken for advertising"),
    Verb.REMOVE: _("Removed"),
    Verb.HOLD: _("Hidden until a moderator looks at it again"),
    Verb.PICK: _("Picked by the newsroom"),
    Verb.UNPICK: _("No longer a pick"),
    Verb.EDIT: _("Wording changed by its author"),
    Verb.WITHDRAW: _("Taken back by its author"),
    Verb.APPEAL: _("Appealed against by its author"),
}


def history_of(comment: Comment, decisions: list[Decision], rules: dict[str, str]) -> list[Event]:
    """Return the events of a comment, oldest first, without undone decisions and dismissed reports.

    `rules` is {reason: text for the commenter}.
    """
    kept = [each for each in _in_force(decisions) if not _is_of_reports(each)]
    events = [Event(comment.created_at, _("Sent"))]
    for before, decision in pairwise([None, *kept]):
        reason = rules.get(decision.reason, "") if decision.verb in _AGAINST else ""
        events.append(Event(decision.decided_at, _words_for(decision, before), reason))
    return events


def _in_force(decisions: Iterable[Decision]) -> list[Decision]:
    decisions = list(decisions)
    undone = {each.undoes_id for each in decisions}
    return [each for each in decisions if each.verb != Verb.UNDO and each.pk not in undone]


def _is_of_reports(decision: Decision) -> bool:
    """Tell whether a decision kept a reported comment public, which its commenter is not told."""
    is_left = decision.from_state == State.APPROVED and decision.verb == Verb.APPROVE
    return is_left and not _of_wording(decision)


def _words_for(decision: Decision, before: Decision | None) -> str:
    if decision.verb in _AGAINST and before and before.verb == Verb.APPEAL:
        return _("Appeal turned down")
    return _of_wording(decision) or _EVENTS[decision.verb]


def _of_wording(decision: Decision) -> str:
    """Return the words for a decision on a new wording of a published comment; "" for any other decision."""
    if decision.to_state != State.APPROVED or not decision.before.get("proposed_text"):
        return ""
    words = {Verb.APPROVE: _("New wording published"), Verb.REJECT: _("New wording not accepted")}
    return words.get(decision.verb, "")
