"""What holds under one article: the first of its own terms, its section's and the paper's that says something."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import BigIntegerField, Case, Q, Value, When
from django.utils import timezone

from comments.models import HousePolicy, Policy, Thread
from comments.models.policy import Terms
from newsroom.lib.prepared import Prepared

_TERMS = [field.name for field in Terms._meta.fields]


@dataclass(frozen=True)
class Shift:
    """When someone moderates. `days` are digits from 1, Monday; a shift that ends before it begins passes midnight."""

    days: str
    begins: time | None
    ends: time | None

    def covers(self, at: datetime) -> bool:
        """Tell whether a moment is within the shift, in the paper's time zone."""
        local = timezone.localtime(at)
        if self.begins is None or self.ends is None:
            return self._is_on(local)
        if self.begins <= self.ends:
            return self._is_on(local) and self.begins <= local.time() < self.ends
        yesterday = local - timedelta(days=1)
        return (self._is_on(local) and local.time() >= self.begins) or (
            self._is_on(yesterday) and local.time() < self.ends
        )

    def _is_on(self, local: datetime) -> bool:
        return not self.days or str(local.isoweekday()) in self.days


@dataclass(frozen=True)
class InForce:
    """The terms that hold under one article at one moment."""

    policy: Policy
    closes_at: datetime | None
    shift: Shift | None
    at: datetime

    @property
    def is_open(self) -> bool:
        return self.policy != Policy.CLOSED and not (self.closes_at and self.closes_at <= self.at)

    @property
    def is_on_shift(self) -> bool:
        return self.shift is None or self.shift.covers(self.at)

    @property
    def lets_some_straight_in(self) -> bool:
        """Whether anyone's comment may be public before a moderator has seen it."""
        return self.policy in (Policy.NEWCOMERS, Policy.TRUSTED, Policy.OPEN)


def terms_for(article, thread: Thread | None = None, at: datetime | None = None) -> InForce:
    """Return what holds under an article. One query; with `thread` its own terms are not fetched again."""
    # The section's first, then the paper's.
    levels: list[Terms] = sorted(_of_house(article.section_id), key=lambda house: house.section_id is None)
    return _in_force(article, [thread, *levels] if thread else levels, at)


def thread_and_terms(article, at: datetime | None = None) -> tuple[Thread, InForce]:
    """Return an article's thread, an unsaved one if nobody has commented yet, and what holds there. One query."""
    levels = [
        Thread(pk=pk, article=article, approved_count=count, **dict(zip(_TERMS, terms, strict=True)))
        for _level, pk, count, *terms in sorted(_levels(article.pk, article.section_id))
    ]
    thread = levels[0] if levels and levels[0].pk else Thread(article=article)
    return thread, _in_force(article, levels, at)


@Prepared
def _levels(article: int, section: int):
    of_thread = Thread.objects.filter(article=article).values_list(Value(0), "pk", "approved_count", *_TERMS)
    level = Case(When(section=None, then=2), default=1)
    of_house = _of_house(section).values_list(level, Value(None, BigIntegerField()), Value(0), *_TERMS)
    return of_thread.union(of_house, all=True)


def _of_house(section: int):
    return HousePolicy.objects.filter(Q(section=section) | Q(section=None))


def _in_force(article, levels: Sequence[Terms], at: datetime | None) -> InForce:
    at = at or timezone.now()
    days = next((level.closes_after_days for level in levels if level.closes_after_days is not None), 0)
    return InForce(
        policy=Policy(next((level.policy for level in levels if level.policy), Policy.HELD)),
        closes_at=article.published_at + timedelta(days=days) if days and article.published_at else None,
        shift=next((_shift(level) for level in levels if level.sets_shift), None),
        at=at,
    )


def _shift(level: Terms) -> Shift:
    return Shift(level.shift_days, level.shift_from, level.shift_until)
