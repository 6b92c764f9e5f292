"""One page of a thread, as an article's page shows it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from comments.models import Comment, Thread
from comments.policies import EffectivePolicy, thread_and_policy
from comments.threads import paging
from comments.threads.paging import Excerpt, Sort
from comments.threads.tree import Node, arrange
from comments.tokens import sent_comment
from newsroom.lib.text import is_pk


@dataclass(frozen=True)
class ThreadPage:
    """One page of a thread. `sent` is the reader's own comment, if the address has its token.

    `alone` is the primary key of the first comment of a branch shown by itself, None where the page shows the thread.
    `replying_to` is the comment that the reader is about to answer.
    """

    nodes: list[Node]
    approved_count: int
    terms: EffectivePolicy
    sort: Sort
    alone: int | None
    is_first: bool
    next_after: int | None
    replying_to: Comment | None
    sent: Comment | None

    @property
    def is_open(self) -> bool:
        return self.terms.is_open

    @property
    def is_sortable(self) -> bool:
        """Whether the order makes a difference."""
        return len(self.nodes) > 1 or not self.is_first

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """Each order: its name, the query that asks for it, and whether it is the order of this page."""
        return [(sort.label, _query(sort=sort), sort == self.sort) for sort in Sort]

    @property
    def first_page(self) -> str:
        return _query(branch=self.alone) if self.alone else _query(sort=self.sort)

    @property
    def next_page(self) -> str:
        return _query(sort=self.sort, after=self.next_after) if self.next_after else ""


@dataclass(frozen=True)
class Named:
    """The comments named by primary key in the query string; None if readers do not see them."""

    after: Comment | None
    branch: Comment | None
    comment: Comment | None
    reply: Comment | None


def thread_page(article, *, sort: str = "", sent: str = "", **numbers: str) -> ThreadPage:
    """Fetch one page of an article's thread: two queries, one more to look up `numbers`, two for `sent`.

    `numbers` are primary keys by the fields of `Named`. The arguments come from the query string, so invalid ones are
    ignored. A comment that readers do not see counts as invalid, so its existence is not revealed.
    """
    thread, terms = thread_and_policy(article)
    sort = Sort(sort) if sort in Sort else Sort.PICKS
    own = sent_comment(article, sent) if sent else None
    named = _named(thread, **numbers)
    kept = own if own and (own.is_held or own.is_approved) else None
    alone = None if own else named.comment or named.branch
    excerpt = _alone(named) if alone else _whole(thread, sort, named.after, kept)
    nodes = arrange(excerpt.comments, own=kept)
    for node in nodes:
        node.rest = excerpt.rests.get(node.comment.pk)
    return ThreadPage(
        nodes=nodes,
        approved_count=thread.approved_count,
        terms=terms,
        sort=sort,
        alone=alone and (alone.root_id or alone.pk),
        is_first=excerpt.is_first,
        next_after=excerpt.next_after,
        replying_to=named.reply,
        sent=own,
    )


def _named(thread: Thread, *, after: str = "", branch: str = "", comment: str = "", reply: str = "") -> Named:
    keys = {int(typed) for typed in (after, branch, comment, reply) if is_pk(typed)}
    found = {str(each.pk): each for each in _seen(thread, keys)} if keys and thread.pk else {}

    def only(typed: str, is_meant) -> Comment | None:
        each = found.get(typed)
        return each if each and is_meant(each) else None

    begun = only(branch, lambda each: each.begins_branch)
    return Named(
        after=only(after, lambda each: each.root_id == (begun and begun.pk)),
        branch=begun,
        comment=only(comment, lambda each: each.is_approved or each.begins_branch),
        reply=only(reply, lambda each: each.is_approved),
    )


def _seen(thread: Thread, keys: set[int]):
    return Comment.objects.filter(thread=thread, pk__in=keys).shown().for_reading().with_picks(thread)


def _whole(thread: Thread, sort: Sort, after: Comment | None, own: Comment | None) -> Excerpt:
    return paging.branches(thread, sort, after, own) if thread.pk else Excerpt()


def _alone(named: Named) -> Excerpt:
    """Return the branch of a comment, from the comment on, below what it answers."""
    one = named.comment
    if one and one.root_id:
        return paging.branch(one.root_id, after=one, context={one.pk, one.parent_id})
    return paging.branch((one or named.branch).pk, after=None if one else named.after)


def _query(**asked) -> str:
    """Return a query string, without empty and default values."""
    named = {name: value for name, value in asked.items() if value and value != Sort.PICKS}
    return f"?{urlencode(named)}" if named else ""
