"""The queue: the order of the waiting comments, and its pages.

Keyset pagination: a page costs the same however long the queue is, and decisions made meanwhile skip no comment.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from comments.models import Comment, ModeratorSettings

PAGE = 25
# The least risk that counts as high.
HIGH_RISK = 70
# Limit of a page, which ends early for it: such texts are hard to read.
MOST_OF_HIGH_RISK = 10
CLAIMED_FOR = timedelta(minutes=5)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLACE = re.compile(r"(\d{1,17})\.(\d{1,3})\.(\d{1,17})\.(\d{1,18})", re.ASCII)
Order = ModeratorSettings.Order


@dataclass(frozen=True)
class Place:
    """The cursor after a page: when the first page was opened, and the sort keys of this page's last comment."""

    began_at: datetime
    risk: int
    waiting_since: datetime
    pk: int

    def __str__(self):
        return f"{_microseconds(self.began_at)}.{self.risk}.{_microseconds(self.waiting_since)}.{self.pk}"

    @classmethod
    def read(cls, typed: str) -> "Place | None":
        """Parse the place in an address; None if it is malformed."""
        parts = _PLACE.fullmatch(typed)
        if not parts:
            return None
        began, risk, waiting, pk = map(int, parts.groups())
        return cls(_moment(began), risk, _moment(waiting), pk)


@dataclass(frozen=True)
class Stretch:
    """One page of the queue: `next` is None at the end; `is_cut` if it ends early, at the limit of high risk."""

    comments: list[Comment]
    began_at: datetime
    next: Place | None
    is_cut: bool


def stretch(waiting, order: str = Order.RISK, after: Place | None = None, at=None, size: int = PAGE) -> Stretch:
    """Fetch a page of the queue: one query, or at most two in the order by risk."""
    began_at = after.began_at if after else at or timezone.now()
    comments = _ORDERS[order](waiting, after, began_at, size + 1)
    risky = [number for number, comment in enumerate(comments) if is_risky(comment)]
    is_cut = len(risky) > MOST_OF_HIGH_RISK
    end = min(size, risky[MOST_OF_HIGH_RISK] if is_cut else size)
    last = comments[end - 1] if len(comments) > end else None
    following = last and Place(began_at, last.risk, last.waiting_since, last.pk)
    return Stretch(comments[:end], began_at, following, is_cut and end < size)


def is_risky(comment: Comment) -> bool:
    return comment.risk >= HIGH_RISK


def age_bound(at: datetime) -> datetime:
    """Return the moment before which a waiting comment comes first whatever its risk, so that none is starved."""
    return at - timedelta(hours=settings.QUEUE_AGE_BOUND_HOURS)


def _by_risk(waiting, after: Place | None, began_at: datetime, number: int) -> list[Comment]:
    bound = age_bound(began_at)
    comments = []
    if after is None or after.waiting_since <= bound:
        comments = _oldest(waiting.filter(waiting_since__lte=bound), after, began_at, number)
        after = None
    if len(comments) < number:
        others = waiting.filter(waiting_since__gt=bound).order_by("-risk", "waiting_since", "pk")
        if after:
            equal = Q(risk=after.risk) & _later(after)
            # The second condition is redundant, but lets the database start its index scan at the right place.
            others = others.filter(Q(risk__lt=after.risk) | equal, risk__lte=after.risk)
        comments += others[: number - len(comments)]
    return comments


def _oldest(waiting, after: Place | None, began_at: datetime, number: int) -> list[Comment]:
    if after:
        waiting = waiting.filter(_later(after), waiting_since__gte=after.waiting_since)
    return list(waiting.order_by("waiting_since", "pk")[:number])


def _newest(waiting, after: Place | None, began_at: datetime, number: int) -> list[Comment]:
    if after:
        earlier = Q(waiting_since__lt=after.waiting_since) | Q(waiting_since=after.waiting_since, pk__lt=after.pk)
        waiting = waiting.filter(earlier, waiting_since__lte=after.waiting_since)
    return list(waiting.order_by("-waiting_since", "-pk")[:number])


def _later(place: Place) -> Q:
    return Q(waiting_since__gt=place.waiting_since) | Q(waiting_since=place.waiting_since, pk__gt=place.pk)


_ORDERS: dict[str, Callable[..., list[Comment]]] = {Order.RISK: _by_risk, Order.OLDEST: _oldest, Order.NEWEST: _newest}


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _moment(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _MICROSECOND
