"""Days, months and years with stories, in the publication's time zone.

Nothing is counted or stored: whether a span of time has a story is one lookup in the index of publication dates,
and so costs the same in an archive of any size.
"""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Subquery
from django.utils import timezone
from django.utils.formats import get_format

from articles.models import Article

# The year of the first newspaper (the Relation of Strasbourg), and the most years in one query.
EARLIEST = 1605
_MOST_YEARS = 200


@dataclass(frozen=True)
class Span:
    """Days from `first` up to, and not including, `end`."""

    first: date
    end: date

    @classmethod
    def day(cls, day: date) -> "Span":
        return cls(day, day + timedelta(days=1))

    @classmethod
    def month(cls, year: int, month: int) -> "Span":
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1))

    @classmethod
    def year(cls, year: int) -> "Span":
        return cls(date(year, 1, 1), date(year + 1, 1, 1))

    @property
    def begins(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        return _midnight(self.end)


@dataclass(frozen=True)
class Around:
    """The days before and after a span that have a story; None where there is none."""

    before: date | None
    after: date | None


@dataclass(frozen=True)
class Cell:
    """One day of a calendar; `is_own` is False for days of other months in the first and last week."""

    day: date
    is_own: bool
    has_stories: bool


def which(spans: Sequence[Span]) -> list[bool]:
    """Return for each span whether readers can see a story that was published in it. One query."""
    # Ordered, to use the index; without an order PostgreSQL would rather scan the table.
    asked = {
        f"span_{n}": Subquery(Article.objects.published_within(span).newest_first().values("pk")[:1])
        for n, span in enumerate(spans)
    }
    row = Article.objects.published().newest_first().annotate(**asked).values_list(*asked).first()
    return list(map(bool, row)) if row else [False] * len(spans)


def around(span: Span) -> Around:
    """Return the nearest days with stories. One query."""
    published = Article.objects.published()
    earlier = Article.objects.published_before(span.begins).newest_first().values("published_at")[:1]
    later = published.published_since(span.ends).newest_first().reverse().values("published_at")[:1]
    row = published.newest_first().annotate(earlier=Subquery(earlier), later=Subquery(later))
    moments = row.values_list("earlier", "later").first() or (None, None)
    return Around(*(moment and timezone.localdate(moment) for moment in moments))


def years() -> list[int]:
    """Return the years that have stories, the last first. Two queries."""
    published = Article.objects.published()
    oldest = Subquery(published.newest_first().reverse().values("published_at")[:1])
    row = published.newest_first().annotate(oldest=oldest).values_list("oldest", "published_at").first()
    if row is None:
        return []
    first, last = (timezone.localdate(moment).year for moment in row)
    candidates = list(range(last, max(first, last - _MOST_YEARS) - 1, -1))
    return [year for year, has in zip(candidates, which([Span.year(y) for y in candidates]), strict=True) if has]


def months(year: int) -> list[tuple[date, bool]]:
    """Return the first day of each month of a year, and whether the month has stories. One query."""
    spans = [Span.month(year, month) for month in range(1, 13)]
    return [(span.first, has) for span, has in zip(spans, which(spans), strict=True)]


def calendar(year: int, month: int) -> list[list[Cell]]:
    """Return the weeks of a month; the first day of a week depends on the page's language. One query."""
    # Django counts from Sunday, Python from Monday.
    begins = (get_format("FIRST_DAY_OF_WEEK") - 1) % 7
    weeks = Calendar(begins).monthdatescalendar(year, month)
    own = [day for week in weeks for day in week if day.month == month]
    full = {day for day, has in zip(own, which([Span.day(day) for day in own]), strict=True) if has}
    return [[Cell(day, day.month == month, day in full) for day in week] for week in weeks]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
