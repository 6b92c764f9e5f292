"""Statistics of moderation: numbers of decisions, waiting times, reasons, undone decisions and appeals."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Decision
from newsroom.lib.bars import Bar, bars

# The verbs that are counted as decisions.
_DECIDES = (Decision.Verb.APPROVE, Decision.Verb.REJECT, Decision.Verb.MARK_SPAM, Decision.Verb.REMOVE)
# Bounds of the age groups of the backlog, in hours.
_AGES = (1, 6, 24, 72)
# Labels of the age groups.
_GROUPS = (_("under an hour"), _("1 to 6 hours"), _("6 to 24 hours"), _("1 to 3 days"), _("over 3 days"))


@dataclass(frozen=True)
class Person:
    """The figures of one moderator."""

    name: str
    decided: int
    median_seconds: int | None
    undone: int

    @property
    def undone_percent(self) -> int:
        return percent(self.undone, self.decided)


@dataclass(frozen=True)
class Statistics:
    """The figures of the last `days` days. `people` is None unless it was asked for."""

    days: int
    by_day: list[Bar]
    by_reason: list[Bar]
    backlog: list[Bar]
    decided: int
    median_seconds: int | None
    undone: int
    overturned: int
    appealed: int
    oldest_since: datetime | None
    people: list[Person] | None

    @property
    def undone_percent(self) -> int:
        return percent(self.undone, self.decided)

    @property
    def most_in_a_day(self) -> int:
        return max(bar.number for bar in self.by_day)


def percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


def statistics(*, days: int = 30, with_people: bool = False, at: datetime | None = None) -> Statistics:
    """Return the figures, with `with_people` also those of each moderator. The number of queries is fixed."""
    at = at or timezone.now()
    lately = Decision.objects.filter(decided_at__gt=at - timedelta(days=days), decided_at__lte=at)
    decided = lately.filter(verb__in=_DECIDES, actor=Decision.Actor.MODERATOR)
    appeals = lately.filter(verb__in=_DECIDES, comment__appealed_at__lt=F("decided_at"))
    number = decided.count()
    return Statistics(
        days=days,
        by_day=_by_day(decided, days, at),
        by_reason=_by_reason(decided),
        backlog=_backlog(at),
        decided=number,
        median_seconds=_median(decided),
        undone=lately.filter(verb=Decision.Verb.UNDO).count(),
        appealed=appeals.count(),
        overturned=appeals.filter(verb=Decision.Verb.APPROVE).count(),
        oldest_since=Comment.objects.waiting()
        .order_by("waiting_since")
        .values_list("waiting_since", flat=True)
        .first(),
        people=_people(decided) if with_people else None,
    )


def _by_day(decided, days: int, at: datetime) -> list[Bar]:
    """Return a bar for each day in the paper's time zone, including days without decisions."""
    rows = decided.order_by().annotate(day=TruncDate("decided_at")).values_list("day").annotate(number=Count("pk"))
    numbers = dict(rows)
    today = timezone.localdate(at)
    return bars([(day, numbers.get(day, 0)) for day in _days_up_to(today, days)])


def _days_up_to(today: date, days: int) -> list[date]:
    return [today - timedelta(days=ago) for ago in reversed(range(days))]


def _by_reason(decided) -> list[Bar]:
    rows = decided.exclude(reason="").order_by().values_list("reason").annotate(number=Count("pk"))
    labels = dict(Decision.Reason.choices)
    return bars([(labels[reason], number) for reason, number in sorted(rows, key=lambda row: -row[1])])


def _backlog(at: datetime) -> list[Bar]:
    """Return the numbers of waiting comments by age group."""
    since = [at - timedelta(hours=hours) for hours in _AGES]
    steps = [Q(waiting_since__gt=since[0])]
    steps += [Q(waiting_since__gt=later, waiting_since__lte=sooner) for sooner, later in pairwise(since)]
    steps += [Q(waiting_since__lte=since[-1])]
    counts = Comment.objects.waiting().aggregate(
        **{f"age_{i}": Count("pk", filter=step) for i, step in enumerate(steps)}
    )
    return bars([(label, counts[f"age_{i}"]) for i, label in enumerate(_GROUPS)])


def _median(decided) -> int | None:
    """Return the median waiting time of the comments decided on, in seconds."""
    waited = decided.exclude(waited=None)
    number = waited.count()
    return waited.order_by("waited").values_list("waited", flat=True)[(number - 1) // 2] if number else None


def _people(decided) -> list[Person]:
    """Return the figures of each moderator, most decisions first. The two databases share no median function."""
    undone = Counter(decided.exclude(undone_by=None).values_list("decider", flat=True))
    waits: dict[str, list[int]] = {}
    for decider, waited in decided.order_by().values_list("decider", "waited").iterator(chunk_size=5000):
        waits.setdefault(decider, []).append(waited or 0)
    people = [Person(name, len(each), sorted(each)[(len(each) - 1) // 2], undone[name]) for name, each in waits.items()]
    return sorted(people, key=lambda person: (-person.decided, person.name))
