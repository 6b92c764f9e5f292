"""The state machine of comments: who may do what, from which state to which, and which fields it changes.

Nothing here reads or writes the database; `verbs.decide` carries a step out.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from comments.models import Comment, Decision, Mark

State = Comment.State
Verb = Decision.Verb
Actor = Decision.Actor

# How long after publication a commenter may still edit; before publication there is no limit.
EDITABLE_FOR = timedelta(minutes=10)
AGAINST = (State.REJECTED, State.SPAM, State.REMOVED)


@dataclass(frozen=True)
class Who:
    """Who decides: a member of staff, or an actor without an account."""

    actor: Actor
    user: object = None


def moderator(user) -> Who:
    """Return the `Who` of a moderator; None stands for the command line."""
    return Who(Actor.MODERATOR, user) if user else Who(Actor.CONSOLE)


COMMENTER, READERS, POLICY, RULE = (Who(actor) for actor in (Actor.AUTHOR, Actor.READERS, Actor.POLICY, Actor.RULE))


@dataclass(frozen=True)
class Step:
    """A verb to be carried out on a comment, with its arguments.

    `text` is a new wording or an appeal, `found` the verdict of screening on it, `undoes` the decision to undo,
    `after` the end state.
    """

    verb: Verb
    comment: Comment
    who: Who
    at: datetime
    text: str = ""
    found: object = None
    undoes: Decision | None = None
    after: State | None = None


@dataclass(frozen=True)
class Transition:
    """`ends` is {state before: state after}; `guard` tells if a step is possible, `effects` which fields it sets."""

    ends: dict[State, State]
    actors: frozenset[Actor]
    guard: Callable[[Step], bool]
    effects: Callable[[Step], dict]
    # Actors who may do it only to a new comment: held, and never public.
    on_arrival: frozenset[Actor] = frozenset()
    # Whether a reason is given, which the commenter is told.
    needs_reason: bool = False


# Guards


def _is_something_to_decide(step: Step) -> bool:
    """Refuse a decision that would leave the state as it is on a comment that is not waiting."""
    return not step.comment.is_forgotten and (step.after != step.comment.state or step.comment.is_waiting)


def _may_be_approved(step: Step) -> bool:
    """Staff may publish their own comments; other commenters may not."""
    is_commenter = step.who.actor is Actor.AUTHOR and not step.comment.badge
    return not is_commenter and _is_something_to_decide(step)


def _may_be_rejected(step: Step) -> bool:
    """A comment that was public is removed, not rejected; but the new wording of a public comment can be rejected."""
    if step.comment.is_approved:
        return bool(step.comment.proposed_text) and not step.comment.is_forgotten
    return _is_something_to_decide(step) and not (step.comment.is_held and step.comment.was_public)


def _may_be_removed(step: Step) -> bool:
    return _is_something_to_decide(step) and not (step.comment.is_held and not step.comment.was_public)


def _is_no_pick(step: Step) -> bool:
    return not step.comment.is_forgotten and step.comment.picked_at is None


def _is_pick(step: Step) -> bool:
    return not step.comment.is_forgotten and step.comment.picked_at is not None


def _may_be_edited(step: Step) -> bool:
    if step.comment.is_held:
        return not step.comment.was_public
    return step.comment.published_at + EDITABLE_FOR > step.at


def _may_be_appealed(step: Step) -> bool:
    """Once only, and not while the comment waits for another decision."""
    return not (step.comment.appealed_at or step.comment.is_waiting or step.comment.is_forgotten)


def _always(step: Step) -> bool:
    return True


# Effects: {field: value}, beside state and version


def _decided(step: Step) -> dict:
    """Take the comment out of the queue. One that is not shown any more is no pick."""
    settled = {"waiting_since": None, "claimed_by": None, "claimed_until": None, "proposed_text": ""}
    if step.after is State.APPROVED:
        return settled | {"published_at": step.comment.published_at or step.at}
    return settled | {"picked_at": None}


def _shown(step: Step) -> dict:
    """Publish the comment, with the proposed wording if there is one."""
    if not step.comment.proposed_text:
        return _decided(step)
    return _decided(step) | {"text": step.comment.proposed_text, "edited_at": step.comment.edited_at or step.at}


def _picked(step: Step) -> dict:
    return ({} if step.comment.is_approved else _shown(step)) | {"picked_at": step.at}


def _unpicked(step: Step) -> dict:
    return {"picked_at": None}


def _hidden(step: Step) -> dict:
    """Put the comment in the queue. One that reports have hidden is already there, with its mark."""
    if step.who.actor is Actor.READERS:
        return {"waiting_since": step.comment.waiting_since or step.at}
    return {"waiting_since": step.at, "marks": Comment.column_of([*step.comment.mark_list, Mark.FLAGGED])}


def _edited(step: Step) -> dict:
    """Replace the wording of a held comment; keep that of a public one until the new one is approved."""
    comment, found = step.comment, step.found
    changes = {"risk": found.risk, "signals": found.signals}
    if comment.is_held:
        return changes | {"text": step.text, "edited_at": step.at, "marks": Comment.column_of(found.marks)}
    # A comment that waits already keeps its place in the queue.
    since = comment.waiting_since or step.at
    return changes | {
        "proposed_text": step.text,
        "waiting_since": since,
        "marks": Comment.column_of([*found.marks, Mark.EDITED]),
    }


def _withdrawn(step: Step) -> dict:
    return {"waiting_since": None, "picked_at": None, "proposed_text": ""}


def _appealed(step: Step) -> dict:
    marks = Comment.column_of([*step.comment.mark_list, Mark.APPEAL])
    return {"appeal": step.text, "appealed_at": step.at, "waiting_since": step.at, "marks": marks}


def _restored(step: Step) -> dict:
    """Restore each field that the decision changed to its value in the audit log."""
    field = Comment._meta.get_field
    return {name: field(name).to_python(value) for name, value in step.undoes.before.items()}


_MODERATORS = frozenset({Actor.MODERATOR, Actor.CONSOLE})
_COMMENTER = frozenset({Actor.AUTHOR})

TRANSITIONS = {
    # On arrival, a staff comment is approved by its commenter, and one that needs no moderator by the policy.
    Verb.APPROVE: Transition(
        dict.fromkeys((State.HELD, State.REJECTED, State.SPAM, State.REMOVED, State.APPROVED), State.APPROVED),
        _MODERATORS,
        _may_be_approved,
        _shown,
        on_arrival=frozenset({Actor.AUTHOR, Actor.POLICY}),
    ),
    Verb.REJECT: Transition(
        {
            State.HELD: State.REJECTED,
            State.SPAM: State.REJECTED,
            State.REJECTED: State.REJECTED,
            State.APPROVED: State.APPROVED,
        },
        _MODERATORS,
        _may_be_rejected,
        _decided,
        on_arrival=frozenset({Actor.RULE}),
        needs_reason=True,
    ),
    Verb.MARK_SPAM: Transition(
        dict.fromkeys((State.HELD, State.REJECTED, State.APPROVED, State.SPAM), State.SPAM),
        _MODERATORS,
        _is_something_to_decide,
        _decided,
    ),
    Verb.REMOVE: Transition(
        dict.fromkeys((State.APPROVED, State.HELD, State.REMOVED), State.REMOVED),
        _MODERATORS,
        _may_be_removed,
        _decided,
        needs_reason=True,
    ),
    Verb.HOLD: Transition(
        {State.APPROVED: State.HELD}, _MODERATORS | {Actor.READERS}, _is_something_to_decide, _hidden
    ),
    Verb.PICK: Transition(
        dict.fromkeys((State.HELD, State.APPROVED), State.APPROVED), _MODERATORS, _is_no_pick, _picked
    ),
    Verb.UNPICK: Transition({State.APPROVED: State.APPROVED}, _MODERATORS, _is_pick, _unpicked),
    Verb.EDIT: Transition(
        {State.HELD: State.HELD, State.APPROVED: State.APPROVED}, _COMMENTER, _may_be_edited, _edited
    ),
    Verb.WITHDRAW: Transition(
        dict.fromkeys(set(State) - {State.WITHDRAWN}, State.WITHDRAWN), _COMMENTER, _always, _withdrawn
    ),
    Verb.APPEAL: Transition({state: state for state in AGAINST}, _COMMENTER, _may_be_appealed, _appealed),
    # Ends in the state before the decision; `verbs.undo` checks which decisions can be undone.
    Verb.UNDO: Transition(dict.fromkeys(State), _MODERATORS, _always, _restored),
}
# The verbs of moderators, which can be undone.
DECISIONS = tuple(
    verb for verb, transition in TRANSITIONS.items() if Actor.MODERATOR in transition.actors and verb != Verb.UNDO
)
WITH_REASON = tuple(verb for verb, transition in TRANSITIONS.items() if transition.needs_reason)


def resolved(step: Step) -> Step | None:
    """Return the step with its end state, or None if the actor, the state or the guard rules it out."""
    transition, comment = TRANSITIONS[step.verb], step.comment
    is_new = comment.is_held and not comment.was_public
    actors = transition.actors | (transition.on_arrival if is_new else frozenset())
    if step.who.actor not in actors or comment.state not in transition.ends:
        return None
    after = transition.ends[comment.state] or State(step.undoes.before.get("state", comment.state))
    step = replace(step, after=after)
    return step if transition.guard(step) else None


def possible(verb: str, comment: Comment) -> State | None:
    """Return the state in which a moderator's verb would leave a comment, or None if it is not possible."""
    step = resolved(Step(Verb(verb), comment, Who(Actor.MODERATOR), timezone.now()))
    return step and step.after


def changes_of(step: Step) -> dict:
    """Return {field: new value} of the fields that a step changes, without the version."""
    return {"state": step.after} | TRANSITIONS[step.verb].effects(step)
