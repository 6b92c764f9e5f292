"""The tree of comments on a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from comments.models import Comment

# Deeper replies are shown at this depth: a phone has no room for more.
DEEPEST = 4


@dataclass
class Node:
    """One comment and the replies under it.

    `answers` is the comment it answers, unless it stands right under it. `rest` leads to the replies of a branch that
    are not on the page.
    """

    comment: Comment
    depth: int = 0
    replies: list["Node"] = field(default_factory=list)
    answers: Comment | None = None
    rest: "Rest | None" = None


@dataclass(frozen=True)
class Rest:
    """Where a branch goes on: after which reply (None: from its start), with how many more (None: not counted)."""

    after: int | None
    number: int | None = None


def arrange(comments: Iterable[Comment], *, own: Comment | None = None) -> list[Node]:
    """Nest comments under what they answer; return the top level, in the order given.

    `comments` has each comment after what it answers. A reply to a comment that is not given is nested under the first
    comment of its branch. A gap is left out if nothing is nested under it, unless it is the reader's `own` comment. No
    recursion: a chain of ten thousand replies must not exceed Python's limit.
    """
    placed: dict[int, Node] = {}
    above: dict[int, Node] = {}
    top: list[Node] = []
    for comment in comments:
        parent = placed.get(comment.parent_id)
        holder = parent or placed.get(comment.root_id)
        if holder and holder.depth == DEEPEST:
            holder = above[holder.comment.pk]
        node = placed[comment.pk] = Node(comment, holder.depth + 1 if holder else 0)
        if holder:
            above[comment.pk] = holder
        if holder is not parent:
            node.answers = parent.comment if parent else comment.parent
        (holder.replies if holder else top).append(node)

    def has_a_place(node: Node) -> bool:
        return bool(node.replies) or not node.comment.is_gap or node.comment == own

    for node in reversed(placed.values()):
        node.replies = [reply for reply in node.replies if has_a_place(reply)]
    return [node for node in top if has_a_place(node)]
