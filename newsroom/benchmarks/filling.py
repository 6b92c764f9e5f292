"""Bulk inserts of test data into a temporary paper, with rows as the application itself would make them.

Only the audit log of decisions is left out: nothing that is measured reads it.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import count, islice
from random import Random

from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from articles.models import Article, Section
from comments.models import Comment, Commenter, Mark, Thread
from newsroom.benchmarks.prose import length_of_a_comment, prose
from newsroom.lib.planner import look_at_tables

_AT_ONCE = 2000
_TO_A_PICK = 5000
_MONTH = timedelta(days=30)


def publish(slug: str = "ferry", at: datetime | None = None) -> tuple[int, str]:
    """Publish an article of some 800 words, dated `at` (default: a month ago); return its primary key and address."""
    random = Random(slug)  # noqa: S311 - no secret
    section = Section.objects.get_or_create(slug="city", defaults={"name": "City"})[0]
    article = Article.objects.create(
        section=section,
        headline=prose(random, 8),
        slug=slug,
        copy="".join(f"<p>{prose(random, 80)}</p>" for _ in range(10)),
        review=Article.Review.APPROVED,
        published_at=at or timezone.now() - _MONTH,
    )
    return article.pk, article.get_absolute_url()


def receive(articles: list[int], number: int, within: timedelta = timedelta(hours=1)) -> None:
    """Insert `number` comments that wait for moderation, under random articles, spread over `within` up to now."""
    random = Random(number)  # noqa: S311 - no secret
    threads, people = [_thread(article) for article in articles], _people(number // 4)
    began = timezone.now() - within
    _add(
        _comment(random, random.choice(threads), at=began + within * (each / number), commenter=random.choice(people))
        for each in range(number)
    )


def discuss(article: int, number: int, longest: int = 0) -> None:
    """Insert `number` approved comments under an article; the oldest branch gets `longest` replies."""
    random = Random(number)  # noqa: S311 - no secret
    thread, people = _thread(article), _people(number // 10)
    began, between = timezone.now() - _MONTH, _MONTH / number
    comments = [
        _comment(random, thread, at=began + each * between, commenter=random.choice(people), is_approved=True)
        for each in range(number)
    ]
    _nest(random, comments, longest)
    for comment in comments[::_TO_A_PICK]:
        comment.picked_at = comment.published_at
    _add(comments)
    Thread.objects.filter(pk=thread.pk).update(approved_count=number)


def _nest(random: Random, comments: list[Comment], longest: int) -> None:
    """Arrange comments in branches, in order: most with few replies or none, a few with hundreds."""
    first = (Comment.objects.order_by("pk").values_list("pk", flat=True).last() or 0) + 1
    for comment, pk in zip(comments, count(first), strict=False):
        comment.pk = pk
    waiting, size = iter(comments), longest
    while root := next(waiting, None):
        branch = [root]
        for reply in islice(waiting, size):
            # Half reply to the last comment, so that chains grow; the others to the first, or to any.
            parent = random.choice([branch[-1], branch[-1], root, random.choice(branch)])
            reply.parent_id, reply.root_id = parent.pk, root.pk
            branch.append(reply)
        root.reply_count = len(branch) - 1
        size = min(int(random.paretovariate(1)) - 1, 500)


def _comment(random: Random, thread: Thread, *, at: datetime, commenter: Commenter, is_approved=False) -> Comment:
    """Return one unsaved comment: approved by a moderator, or waiting for one."""
    text, html = random.choice(_texts())
    # Unique digests, as if no two texts were the same.
    own = hashlib.sha256(f"{commenter.pk} {at}".encode()).hexdigest()
    comment = Comment(
        thread=thread,
        commenter=commenter,
        name=f"Reader {commenter.pk}",
        text=text,
        html=html,
        created_at=at,
        digest=own,
        fingerprint=own[:32],
        network=hashlib.sha256(f"{commenter.pk}".encode()).hexdigest(),
        risk=min(int(random.expovariate(1 / 12)), 100),
        marks=Comment.column_of([Mark.NEWCOMER]),
        signals=[[str(Mark.NEWCOMER.label), 0]],
        waiting_since=at,
    )
    if is_approved:
        comment.state, comment.version = Comment.State.APPROVED, 2
        comment.published_at, comment.waiting_since = at + timedelta(minutes=11), None
    return comment


@cache
def _texts() -> list[tuple[str, str]]:
    """Return a few hundred texts, as typed and as HTML: rendering one for each comment would take minutes."""
    random = Random("texts")  # noqa: S311 - no secret
    texts = [prose(random, length_of_a_comment(random)) for _ in range(400)]
    return [(text, Comment.rendered(text)) for text in texts]


def _people(number: int) -> list[Commenter]:
    """Insert and return so many commenters, at least one."""
    known = Commenter.objects.count()
    return Commenter.objects.bulk_create(
        (
            Commenter(address=f"reader-{each}@example.org", address_hash=hashlib.sha256(b"%d" % each).hexdigest())
            for each in range(known, known + max(number, 1))
        ),
        batch_size=_AT_ONCE,
    )


def _thread(article: int) -> Thread:
    return Thread.objects.get_or_create(article_id=article)[0]


def _add(comments: Iterator[Comment] | list[Comment]) -> None:
    """Insert comments, and update the planner's statistics, which a database would do by itself within minutes."""
    comments = iter(comments)
    while some := list(islice(comments, _AT_ONCE)):
        Comment.objects.bulk_create(some)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Comment]):
            cursor.execute(statement)
    look_at_tables()
