"""Dry run of a rule on the comments of the last month, before it is saved."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from comments.models import Comment, Commenter, Rule
from comments.screening.rules import DAY, HOUR, TEN_MINUTES, meets

REPLAYED = timedelta(days=30)
# The most comments that a dry run reads.
MOST_REPLAYED = 50_000


@dataclass
class Caught:
    """The outcome of a dry run: how many of how many, how many of those are approved, and the newest."""

    of: int = 0
    number: int = 0
    approved: int = 0
    newest: deque = field(default_factory=lambda: deque(maxlen=10))

    @property
    def is_cut_off(self) -> bool:
        return self.of == MOST_REPLAYED

    @property
    def approved_percent(self) -> int:
        return round(100 * self.approved / self.number) if self.number else 0


def would_have_caught(rule: Rule, at: datetime | None = None) -> Caught:
    """Try a rule, saved or not, on the comments of the last thirty days."""
    at = at or timezone.now()
    caught = Caught()
    for facts in Replay(_of_last_month(at)):
        caught.of += 1
        if meets(rule, facts):
            caught.number += 1
            caught.approved += facts.comment.is_approved
            caught.newest.appendleft(facts.comment)
    return caught


def _of_last_month(at: datetime) -> Iterable[Comment]:
    """Return the newest comments of readers, oldest first, without the columns that no rule needs."""
    recent = Comment.objects.filter(created_at__gt=at - REPLAYED, created_at__lte=at, staff=None)
    newest = recent.order_by("-created_at", "-pk").values_list("created_at", flat=True)[
        MOST_REPLAYED - 1 : MOST_REPLAYED
    ]
    if newest:
        recent = recent.filter(created_at__gte=newest[0])
    return recent.oldest_first().defer("html", "signals", "appeal", "proposed_text").iterator(chunk_size=2000)


@dataclass(frozen=True)
class Replayed:
    """The facts about a comment as they were when it came in."""

    comment: Comment
    text: str
    links: int
    copies_within_a_day: int
    by_same_within_an_hour: int
    on_thread_within_ten_minutes: int
    approved_before: int
    domain_hash: str


class Replay:
    """Iterate over comments in the order they came in, keeping the counts that rules look at."""

    def __init__(self, comments: Iterable[Comment]):
        self._comments = comments
        self._domains = dict(Commenter.objects.exclude(domain_hash="").values_list("pk", "domain_hash"))
        self._seen: dict[tuple, deque] = defaultdict(deque)
        self._approved: dict[int, int] = defaultdict(int)

    def __iter__(self) -> Iterator[Replayed]:
        for comment in self._comments:
            yield self._facts(comment)
            if comment.is_proven and comment.is_approved:
                self._approved[comment.commenter_id] += 1

    def _facts(self, comment: Comment) -> Replayed:
        at, author = comment.created_at, comment.commenter_id
        return Replayed(
            comment=comment,
            text=f"{comment.name}\n{comment.text}\n{comment.website}",
            links=comment.link_count,
            copies_within_a_day=self._count(("text", comment.fingerprint), at, DAY),
            by_same_within_an_hour=max(
                self._count(("author", author), at, HOUR) if author else 1,
                self._count(("network", comment.network), at, HOUR) if comment.network else 1,
            ),
            on_thread_within_ten_minutes=self._count(("thread", comment.thread_id), at, TEN_MINUTES),
            approved_before=self._approved[author] if comment.is_proven else 0,
            domain_hash=self._domains.get(author, ""),
        )

    def _count(self, key: tuple, at: datetime, age: timedelta) -> int:
        seen = self._seen[key]
        while seen and seen[0] <= at - age:
            seen.popleft()
        seen.append(at)
        return len(seen)
