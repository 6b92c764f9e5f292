"""Keyset pagination of a thread: a page of branches in an order, or of one branch from a reply on.

However long the thread, a page is one query that reads a few rows of an index. A page is bounded by the number of
comments and by the bytes of their HTML.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from django.db.models import OuterRef, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Thread
from comments.threads.tree import Rest
from newsroom.lib.keyset import rows_after
from newsroom.lib.prepared import Prepared

BRANCHES = 12
# Replies shown of each branch at first, and on each page of a single branch.
FIRST_REPLIES = 3
REPLIES = 50
# Budget of a page for comments, in bytes; with the article and the rest of the page it stays below 150 kB.
BYTES = 90_000
_BYTES_AROUND = 1_100


class Sort(TextChoices):
    PICKS = "picks", _("Picks first")
    NEWEST = "newest", _("Newest")
    OLDEST = "oldest", _("Oldest")
    REPLIES = "replies", _("Most replies")


@dataclass(frozen=True)
class Excerpt:
    """Comments, each after what it answers; `rests` is {first comment of a branch: where the branch goes on}.

    `is_first` marks the first page; `next_after` is the branch after which the next page begins.
    """

    comments: list[Comment] = field(default_factory=list)
    rests: dict[int, Rest] = field(default_factory=dict)
    is_first: bool = True
    next_after: int | None = None


class Room:
    """The bytes that a page has left for comments."""

    def __init__(self):
        self._left = BYTES

    def take(self, comments: Iterable[Comment]) -> list[Comment]:
        """Return as many of the first comments as fit."""
        taken = []
        for comment in comments:
            name, website = comment.name.encode(), comment.website.encode()
            size = _BYTES_AROUND + len(comment.html.encode()) + 3 * len(name) + len(website)
            if size > self._left:
                break
            self._left -= size
            taken.append(comment)
        return taken


def branches(thread: Thread, sort: Sort, after: Comment | None = None, own: Comment | None = None) -> Excerpt:
    """Return a page of branches, each with its first replies and its picks.

    The reader's `own` comment is always included, in its place. `after` must be fetched `with_picks`.
    """
    kept = {own.pk, own.parent_id, own.root_id} - {None} if own else set()
    found = _on_a_page(thread.pk, sort, after, kept) if after or own else _ON_THE_FIRST_PAGE[sort](thread.pk)
    replies = defaultdict(list)
    for comment in sorted(found, key=_age):
        replies[comment.root_id].append(comment)
    excerpt = _fitted(_sorted(replies.pop(None, []), replies, sort), replies, kept)
    return replace(excerpt, is_first=after is None)


def _on_a_page(thread: int, sort: Sort, after: Comment | None = None, kept: Iterable[int] = ()) -> QuerySet:
    """Return the comments that a page of branches may show."""
    also = Comment.objects.filter(pk__in=kept)
    parts = [_first(part, BRANCHES + 1) for part in _in_order(thread, sort, after)]
    begins = _either([*parts, also.filter(parent=None).values("pk")] if kept else parts)
    picks = Comment.objects.filter(thread=thread, root__in=begins).picked()
    ids = [begins, *_first_replies(begins), picks.values("pk")]
    shown = _either([*ids, also.values("pk")] if kept else ids)
    return Comment.objects.filter(pk__in=shown).for_reading()


def branch(root: int, after: Comment | None = None, context: Iterable[int] = ()) -> Excerpt:
    """Return the replies after one in a branch, below its first comment and those with primary keys in `context`."""
    context = {root, *context}
    replies = Comment.objects.filter(root=root).shown()
    some = _first(replies.after(after) if after else replies.oldest_first(), REPLIES + 1)
    ids = _either([some, Comment.objects.filter(pk__in=context).values("pk")])
    found = sorted(Comment.objects.filter(pk__in=ids).for_reading(), key=_age)
    above = [comment for comment in found if comment.pk in context]
    below = [comment for comment in found if comment.pk not in context]
    room = Room()
    room.take(above)
    shown = room.take(below[:REPLIES]) or below[:1]
    rests = {root: Rest(shown[-1].pk)} if len(shown) < len(below) else {}
    return Excerpt([*above, *shown], rests, is_first=after is None)


def _in_order(thread: int, sort: Sort, after: Comment | None) -> list[QuerySet]:
    """Return querysets of branches, to be read one after the other."""
    every = Comment.objects.filter(thread=thread).branches()
    match sort:
        case Sort.NEWEST:
            parts = [every.newest_first()]
        case Sort.OLDEST:
            parts = [every.oldest_first()]
        case Sort.REPLIES:
            parts = [every.most_replied_first()]
        case Sort.PICKS:
            picked = Comment.objects.filter(thread=thread).beginnings_of_picks()
            # Filtered by primary key: filtered by thread, SQLite would scan all of its branches.
            begun = Comment.objects.filter(pk__in=picked).branches().oldest_first()
            parts = [begun, every.exclude(pk__in=picked).oldest_first()]
            if after and not after.has_picks:
                parts = parts[1:]
    return [rows_after(parts[0], after), *parts[1:]] if after else parts


def _first(rows: QuerySet, number: int) -> QuerySet:
    """Return the ids of the first rows, in a subquery that SQLite accepts in a union."""
    return Comment.objects.filter(pk__in=rows.values("pk")[:number]).values("pk")


def _first_replies(begins: QuerySet) -> list[QuerySet]:
    """Return the ids of each branch's first reply, of the second, and so on.

    Each is one index lookup; a branch may have fifty thousand replies, too many to fetch.
    """
    replies = Comment.objects.filter(root=OuterRef("pk")).shown().oldest_first().values("pk")
    begun = Comment.objects.filter(pk__in=begins)
    return [begun.values(nth=Subquery(replies[n : n + 1])) for n in range(FIRST_REPLIES)]


def _either(parts: Iterable[QuerySet]) -> QuerySet:
    first, *others = parts
    return first.union(*others, all=True)


def _fitted(begun: list[Comment], replies: dict[int, list[Comment]], kept: set[int]) -> Excerpt:
    """Return the first branches that fit, each with its first replies, and always what is `kept`."""
    room, page = Room(), []
    for root in begun[:BRANCHES]:
        if not room.take([root]) and page:
            break
        page.append(_begun(root, replies[root.pk], room, kept))
    beyond = begun[len(page) :]
    last = page[-1][0][0].pk if any(root.pk not in kept for root in beyond) else None
    page += [_begun(root, replies[root.pk], room, kept) for root in beyond if root.pk in kept]
    rests = {comments[0].pk: rest for comments, rest in page if rest.number > 0}
    return Excerpt([comment for comments, _rest in page for comment in comments], rests, next_after=last)


def _begun(root: Comment, replies: list[Comment], room: Room, kept: set[int]) -> tuple[list[Comment], Rest]:
    """Return a branch with its first replies, later picks and what is `kept`; and where it goes on."""
    row = room.take(replies[:FIRST_REPLIES])
    late = [each for each in replies[len(row) :] if each.pk in kept or (each.picked_at and room.take([each]))]
    number = root.reply_count - sum(reply.is_approved for reply in [*row, *late])
    return [root, *row, *late], Rest(row[-1].pk if row else None, number)


def _age(comment: Comment):
    return comment.created_at, comment.pk


def _sorted(begun: list[Comment], replies: dict[int, list[Comment]], sort: Sort) -> list[Comment]:
    """Return the first comments of branches, given oldest first, in the order asked for."""
    match sort:
        case Sort.NEWEST:
            return begun[::-1]
        case Sort.REPLIES:
            return sorted(begun, key=lambda root: (root.reply_count, *_age(root)), reverse=True)
        case Sort.PICKS:
            return sorted(begun, key=lambda root: not any(each.picked_at for each in [root, *replies[root.pk]]))
    return begun


# Prepared, since nearly all requests are for these.
_ON_THE_FIRST_PAGE = {sort: Prepared(partial(_on_a_page, sort=sort)) for sort in Sort}
