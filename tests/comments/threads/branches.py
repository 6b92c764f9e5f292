"""Make long threads at once, and read what a page shows of them."""

import re
import secrets

from comments.caching import drop_thread
from comments.models import Comment, Commenter, Thread
from tests.factories import THEN
from tests.page import Page


def make_branches(article, number, **fields):
    """Put so many approved comments under an article, all of one moment."""
    thread = Thread.objects.get_or_create(article=article)[0]
    made = Comment.objects.bulk_create(_comments(thread, number, fields))
    _count(thread)
    return made


def make_replies(root, number, **fields):
    """Put so many approved replies under a comment that began a branch, all of one moment."""
    made = Comment.objects.bulk_create(_comments(root.thread, number, {"parent": root, "root": root} | fields))
    Comment.objects.filter(pk=root.pk).update(reply_count=Comment.objects.approved().filter(root=root).count())
    _count(root.thread)
    return made


def _comments(thread, number, fields):
    fields = {
        "thread": thread,
        "commenter": Commenter.objects.with_address("a@example.org"),
        "name": "Ama Tan",
        "text": "I saw it too.",
        "state": "approved",
        "created_at": THEN,
        "published_at": THEN,
        "waiting_since": None,
    } | fields
    html = Comment.rendered(fields["text"])
    return [Comment(html=html, digest=secrets.token_hex(16), **fields) for _ in range(number)]


def _count(thread):
    approved = Comment.objects.approved().filter(thread=thread).count()
    Thread.objects.filter(pk=thread.pk).update(approved_count=approved)
    drop_thread(thread.article_id)


def ids_on(response) -> list[int]:
    """Return the numbers of the comments and gaps on a page, in the order in which they are read."""
    return [int(pk) for pk in re.findall(r'id="comment-(\d+)"', response.text)]


def pks(comments) -> list[int]:
    return [comment.pk for comment in comments]


def look(reader, article, **asked):
    """Open an article's page."""
    return reader.get(article.get_absolute_url(), asked)


def follow(reader, address, selector):
    """Return the pages that are reached one after the other by the one link that a selector finds on each."""
    pages = []
    while address:
        pages.append(reader.get(address.partition("#")[0]))
        links = Page(pages[-1]).all(selector)
        address = links[0]["href"] if links else None
    return pages
