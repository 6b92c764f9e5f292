"""What happens to a comment: it is received, and moderators decide.

Every decision is one conditional update on the version that the moderator saw, one `Decision` row, and the
thread's counter, in one transaction. `by` is the moderator; None means the command line.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F

from comments.models import Comment, Commenter, Decision, Thread
from comments.models.comment import digest

State = Comment.State

# {verb: {state it may start from: state it ends in}}. What readers have seen is removed, not rejected: its
# replies keep their place.
TRANSITIONS = {
    "approve": dict.fromkeys((State.HELD, State.REJECTED, State.SPAM, State.REMOVED), State.APPROVED),
    "reject": {State.HELD: State.REJECTED, State.SPAM: State.REJECTED},
    "mark_spam": {State.HELD: State.SPAM, State.REJECTED: State.SPAM},
    "remove": {State.APPROVED: State.REMOVED},
}


class Refused(Exception):
    """A decision that was not made; the comment is as it was."""


class Stale(Refused):
    """Someone else decided first; `comment` is as they left it."""

    def __init__(self, comment: Comment):
        super().__init__(f"comment {comment.pk} has changed since it was read: it is {comment.state}")
        self.comment = comment


class NotPossible(Refused):
    """The verb makes no sense for a comment in this state."""


def receive(
    article, *, name: str, address: str, text: str, website: str = "", parent: Comment | None = None, network: str = ""
) -> Comment:
    """Hold a reader's comment for a moderator and return it.

    The same text by the same address and network under the same parent is kept once: a double click, or a second
    try after a lost answer, returns the comment that is there.
    """
    with transaction.atomic():
        thread = Thread.objects.get_or_create(article=article)[0]
        return Comment.objects.get_or_create(
            thread=thread,
            commenter=Commenter.objects.with_address(address),
            digest=digest(text, parent and parent.pk, network),
            defaults={
                "name": name,
                "text": text,
                "website": website,
                "parent": parent,
                "root_id": parent and (parent.root_id or parent.pk),
                "network": network,
            },
        )[0]


def approve(comment: Comment, *, by) -> Decision:
    """Show a comment to readers."""
    return _decide("approve", comment, by)


def reject(comment: Comment, *, by, reason: str = Decision.Reason.OTHER) -> Decision:
    """Refuse a comment that readers have not seen."""
    return _decide("reject", comment, by, reason)


def mark_spam(comment: Comment, *, by) -> Decision:
    """Refuse a comment as spam."""
    return _decide("mark_spam", comment, by, Decision.Reason.SPAM)


def remove(comment: Comment, *, by, reason: str = Decision.Reason.OTHER) -> Decision:
    """Take back a comment that readers have seen; the replies to it stay."""
    return _decide("remove", comment, by, reason)


VERBS = {"approve": approve, "reject": reject, "mark_spam": mark_spam, "remove": remove}


@transaction.atomic
def _decide(verb: str, comment: Comment, by, reason: str = "") -> Decision:
    """Carry out one transition.

    Raises PermissionDenied, NotPossible for a state the verb cannot start from, and Stale when the row is no
    longer at the version that was read: of two moderators exactly one wins, and the other is told.
    """
    if by and not by.has_perm("comments.moderate_comment"):
        raise PermissionDenied
    before = State(comment.state)
    after = TRANSITIONS[verb].get(before)
    if after is None:
        raise NotPossible(f"cannot {verb} a comment that is {before.value}")
    claimed = Comment.objects.filter(pk=comment.pk, version=comment.version, state=before)
    if not claimed.update(state=after, version=F("version") + 1):
        raise Stale(Comment.objects.get(pk=comment.pk))
    comment.state, comment.version = after, comment.version + 1
    shown = (after is State.APPROVED) - (before is State.APPROVED)
    Thread.objects.filter(pk=comment.thread_id).update(approved_count=F("approved_count") + shown)
    return Decision.objects.create(comment=comment, from_state=before, to_state=after, reason=reason, decided_by=by)
