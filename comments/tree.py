"""Put the comments of a page in the order in which they are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from comments.models import Comment

# Deeper replies stand below one another at this depth: a phone has no room for more.
DEEPEST = 4


@dataclass
class Node:
    """One comment and the replies that stand under it."""

    comment: Comment
    depth: int = 0
    replies: list["Node"] = field(default_factory=list)

    @property
    def has_a_place(self) -> bool:
        """Whether readers see it: a removed comment is a gap while replies stand under it, and goes with the last."""
        return bool(self.replies) or not self.comment.is_removed


def arrange(comments: Iterable[Comment]) -> list[Node]:
    """Nest comments, which come oldest first, under what they answer; return those that answer nothing here.

    Works without recursion, so that a chain of ten thousand replies is a long list and no more.
    """
    placed: dict[int, Node] = {}
    above: dict[int, Node] = {}
    top: list[Node] = []
    for comment in comments:
        parent = placed.get(comment.parent_id)
        if parent and parent.depth == DEEPEST:
            parent = above[parent.comment.pk]
        node = placed[comment.pk] = Node(comment, parent.depth + 1 if parent else 0)
        if parent:
            above[comment.pk] = parent
        (parent.replies if parent else top).append(node)
    for node in reversed(placed.values()):
        node.replies = [reply for reply in node.replies if reply.has_a_place]
    return [node for node in top if node.has_a_place]
