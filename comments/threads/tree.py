"""Put the comments of a page in the order in which they are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from comments.models import Comment

# Deeper replies stand below one another at this depth: a phone has no room for more.
DEEPEST = 4


@dataclass
class Node:
    """One comment and the replies that stand under it.

    `answers` is the comment it answers where its place does not say so. `rest` leads to the replies of a branch that
    are not on the page.
    """

    comment: Comment
    depth: int = 0
    replies: list["Node"] = field(default_factory=list)
    answers: Comment | None = None
    rest: "Rest | None" = None


@dataclass(frozen=True)
class Rest:
    """Where a branch goes on: after which of its replies, None for its beginning; with how many, None if not counted."""

    after: int | None
    number: int | None = None


def arrange(comments: Iterable[Comment], *, own: Comment | None = None) -> list[Node]:
    """Nest comments under what they answer; return those that answer nothing here, in the order they came in.

    What is answered comes before its answers. A reply to what is not here stands under the beginning of its branch.
    A gap stands while something stands under it, but for the reader's `own` comment. Works without recursion, so
    that a chain of ten thousand replies is a long list and no more.
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
