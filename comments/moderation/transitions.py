"""Everything that can happen to a comment, as one table: who may do it, from which state to which, and what it changes.

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

# For so long after readers first saw it, or until then, its commenter may change the wording.
EDITABLE_FOR = timedelta(minutes=10)
AGAINST = (State.REJECTED, State.SPAM, State.REMOVED)


@dataclass(frozen=True)
class Who:
    """Who decides: someone of the staff, or one of those that have no account."""

    actor: Actor
    user: object = None


def moderator(user) -> Who:
    """Return a moderator as the one who decides; None is whoever works at the command line."""
    return Who(Actor.MODERATOR, user) if user else Who(Actor.CONSOLE)


COMMENTER, READERS, POLICY, RULE = (Who(actor) for actor in (Actor.AUTHOR, Actor.READERS, Actor.POLICY, Actor.RULE))


@dataclass(frozen=True)
class Step:
    """A verb about to be carried out on a comment, and what comes with it.

    `text` is a new wording or an appeal, `found` what screening says of the new wording, `undoes` a decision to undo.
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
    """`ends` is {state before: state after}; the step is possible where `guard` says so, and changes `effects`."""

    ends: dict[State, State]
    actors: frozenset[Actor]
    guard: Callable[[Step], bool]
    effects: Callable[[Step], dict]
    # Who may do it to a comment that has just come in, and to no other.
    on_arrival: frozenset[Actor] = frozenset()
    # Whether the commenter is told a reason.
    needs_reason: bool = False


# Guards


def _is_something_to_decide(step: Step) -> bool:
    """What waits for nobody and would stay as it is needs no decision."""
    return not step.comment.is_forgotten and (step.after != step.comment.state or step.comment.is_waiting)


def _may_be_approved(step: Step) -> bool:
    """Of those who write, only the newsroom's own people publish what they wrote."""
    is_commenter = step.who.actor is Actor.AUTHOR and not step.comment.badge
    return not is_commenter and _is_something_to_decide(step)


def _may_be_rejected(step: Step) -> bool:
    """What readers have seen is removed, not rejected; but a new wording can be refused while the approved one stands."""
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
    """Once only, and not while another decision is awaited anyway."""
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
    """Show the comment, in the wording that waits if one does."""
    if not step.comment.proposed_text:
        return _decided(step)
    return _decided(step) | {"text": step.comment.proposed_text, "edited_at": step.comment.edited_at or step.at}


def _picked(step: Step) -> dict:
    return ({} if step.comment.is_approved else _shown(step)) | {"picked_at": step.at}


def _unpicked(step: Step) -> dict:
    return {"picked_at": None}


def _hidden(step: Step) -> dict:
    """Let it wait. What readers hid waits already, with the reason for it."""
    if step.who.actor is Actor.READERS:
        return {"waiting_since": step.comment.waiting_since or step.at}
    return {"waiting_since": step.at, "marks": Comment.column_of([*step.comment.mark_list, Mark.FLAGGED])}


def _edited(step: Step) -> dict:
    """Take the new wording at once where nobody has seen the old one; else let it wait beside it."""
    comment, found = step.comment, step.found
    changes = {"risk": found.risk, "signals": found.signals}
    if comment.is_held:
        return changes | {"text": step.text, "edited_at": step.at, "marks": Comment.column_of(found.marks)}
    # What waits already has waited longer: an edit must not send it to the end of the queue.
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
    """Bring back each field that a decision changed, as the audit log holds it."""
    field = Comment._meta.get_field
    return {name: field(name).to_python(value) for name, value in step.undoes.before.items()}


_MODERATORS = frozenset({Actor.MODERATOR, Actor.CONSOLE})
_COMMENTER = frozenset({Actor.AUTHOR})

TRANSITIONS = {
    # The newsroom's own people publish what they write; the policy publishes what needs no moderator.
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
    # Ends in whatever state the decision was made from; `verbs.undo` says which decisions can be undone.
    Verb.UNDO: Transition(dict.fromkeys(State), _MODERATORS, _always, _restored),
}
# What a moderator decides about a comment, and can undo.
DECISIONS = tuple(
    verb for verb, transition in TRANSITIONS.items() if Actor.MODERATOR in transition.actors and verb != Verb.UNDO
)
WITH_REASON = tuple(verb for verb, transition in TRANSITIONS.items() if transition.needs_reason)


def resolved(step: Step) -> Step | None:
    """Return the step with the state that it ends in, or None when it is not for this actor, state or comment."""
    transition, comment = TRANSITIONS[step.verb], step.comment
    is_new = comment.is_held and not comment.was_public
    actors = transition.actors | (transition.on_arrival if is_new else frozenset())
    if step.who.actor not in actors or comment.state not in transition.ends:
        return None
    after = transition.ends[comment.state] or State(step.undoes.before.get("state", comment.state))
    step = replace(step, after=after)
    return step if transition.guard(step) else None


def possible(verb: str, comment: Comment) -> State | None:
    """Return the state that a moderator's verb would leave a comment in, or None where it makes no sense."""
    step = resolved(Step(Verb(verb), comment, Who(Actor.MODERATOR), timezone.now()))
    return step and step.after


def changes_of(step: Step) -> dict:
    """Return {field: value} of what a step changes of its comment, beside the version."""
    return {"state": step.after} | TRANSITIONS[step.verb].effects(step)
