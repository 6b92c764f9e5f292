"""Gather what the page of an article shows of its thread."""

from dataclasses import dataclass

from comments.forms import ReplyForm
from comments.links import sent_comment
from comments.models import Comment, Thread
from comments.tree import Node, arrange
from newsroom.lib.text import is_key

BRANCHES = 50


@dataclass(frozen=True)
class ThreadPage:
    """One page of a thread. `sent` is the reader's own comment, for the one reader who holds its secret."""

    nodes: list[Node]
    approved_count: int
    is_open: bool
    is_first: bool
    next_after: int | None
    sent: Comment | None
    form: ReplyForm


def thread_page(
    article, *, after: str = "", sent: str = "", reply: str = "", form: ReplyForm | None = None
) -> ThreadPage:
    """Fetch one page of an article's thread: two queries, and at most two more for what each argument names.

    Pages go by key: `after` is the id of the last branch of the page before. Whatever an argument does not mean
    is passed over, since these come from the query string.
    """
    own = sent_comment(article, sent) if sent else None
    last = _pointed_at(Comment.objects.under(article).shown(), after)
    begins = Comment.objects.under(article).shown().filter(parent=None).oldest_first().select_related("thread")
    branches = list((begins.after(last) if last else begins)[: BRANCHES + 1])
    shown, more = branches[:BRANCHES], len(branches) > BRANCHES
    thread = shown[0].thread if shown else Thread.objects.filter(article=article).first() or Thread(article=article)
    roots = [comment.pk for comment in shown]
    if own and (own.is_held or own.is_approved) and (begin := own.root_id or own.pk) not in roots:
        shown += Comment.objects.filter(pk=begin)
        roots.append(begin)
    replies = Comment.objects.filter(root__in=roots).shown() if roots else Comment.objects.none()
    comments = {comment.pk: comment for comment in [*shown, *replies]}
    if own and own.is_held:
        comments[own.pk] = own
    return ThreadPage(
        nodes=arrange(sorted(comments.values(), key=lambda comment: (comment.created_at, comment.pk))),
        approved_count=thread.approved_count,
        is_open=thread.is_open,
        is_first=last is None,
        next_after=roots[BRANCHES - 1] if more else None,
        sent=own,
        form=form or ReplyForm(article, parent=_pointed_at(Comment.objects.under(article).approved(), reply)),
    )


def _pointed_at(comments, typed: str) -> Comment | None:
    return comments.filter(pk=typed).first() if is_key(typed) else None
