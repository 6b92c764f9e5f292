"""Which verb leads from which state to which, and what else it changes of a comment. Reads and writes no database."""

from comments.models import Comment, Decision, Mark
from comments.models.comment import marks_of

State = Comment.State
Verb = Decision.Verb

# {verb: {state it may start from: state it ends in}}. What readers have seen is removed, not rejected: its
# replies keep their place. The other conditions are in `possible`.
TRANSITIONS = {
    Verb.APPROVE: dict.fromkeys(
        (State.HELD, State.REJECTED, State.SPAM, State.REMOVED, State.APPROVED), State.APPROVED
    ),
    Verb.REJECT: {
        State.HELD: State.REJECTED,
        State.SPAM: State.REJECTED,
        State.REJECTED: State.REJECTED,
        State.APPROVED: State.APPROVED,
    },
    Verb.MARK_SPAM: dict.fromkeys((State.HELD, State.REJECTED, State.APPROVED, State.SPAM), State.SPAM),
    Verb.REMOVE: dict.fromkeys((State.APPROVED, State.HELD, State.REMOVED), State.REMOVED),
    Verb.HOLD: {State.APPROVED: State.HELD},
    Verb.PICK: dict.fromkeys((State.HELD, State.APPROVED), State.APPROVED),
    Verb.UNPICK: {State.APPROVED: State.APPROVED},
}
WITH_REASON = (Verb.REJECT, Verb.REMOVE)


def possible(verb: str, comment: Comment) -> State | None:
    """Return the state that a verb would leave a comment in, or None when it makes no sense there."""
    before = State(comment.state)
    after = None if comment.is_forgotten else TRANSITIONS[verb].get(before)
    match verb:
        case Verb.REJECT if before is State.APPROVED:
            # A new wording can be refused while the approved one stands.
            return after if comment.proposed_text else None
        case Verb.REJECT if before is State.HELD and comment.was_public:
            return None
        case Verb.REMOVE if before is State.HELD and not comment.was_public:
            return None
        case Verb.PICK | Verb.UNPICK:
            return after if (comment.picked_at is None) == (verb == Verb.PICK) else None
    if after is before and not comment.is_waiting:
        return None
    return after


def changes_of(verb: str, comment: Comment, after: State, at) -> dict:
    """Return {field: value} of what a verb changes beside state and version."""
    if verb == Verb.PICK and comment.is_approved:
        return {"picked_at": at}
    if verb == Verb.UNPICK:
        return {"picked_at": None}
    if verb == Verb.HOLD:
        return {"waiting_since": at, "marks": marks_of([*comment.mark_list, Mark.FLAGGED])}
    changes = {"waiting_since": None, "claimed_by": None, "claimed_until": None, "proposed_text": ""}
    if after is State.APPROVED:
        changes["published_at"] = comment.published_at or at
    else:
        changes["picked_at"] = None
    if verb == Verb.PICK:
        changes["picked_at"] = at
    if verb in (Verb.APPROVE, Verb.PICK) and comment.proposed_text:
        changes |= {"text": comment.proposed_text, "edited_at": comment.edited_at or at}
    return changes
