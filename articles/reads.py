"""Counts of reads, and the ranking of the most read.

A process counts in memory and adds to the table every few seconds (see newsroom.beacon), so that a thousand reads
a second are one statement every five seconds. Pages show a precomputed ranking.
"""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from articles import caching
from articles.models import Article, MostRead, ReadCount
from newsroom.lib.bars import Bar, bars
from newsroom.lib.droplog import drop

# The length of a ranking: more than any page shows, since withdrawn articles are left out at once.
_PLACES = 40
# The most counters, per article and hour, that wait in memory, so that made-up keys cannot exhaust it.
_WAITING = 10_000
_AT_ONCE = 5000
# The most primary keys in one query.
_KEYS = 500
_HOUR = timedelta(hours=1)


class Tally:
    """The reads that this process has counted and not yet written."""

    def __init__(self):
        self._counts: Counter[tuple[int, datetime]] = Counter()
        self._counting = threading.Lock()

    def add(self, article: int, at: datetime) -> None:
        key = article, at.replace(minute=0, second=0, microsecond=0)
        with self._counting:
            if key in self._counts or len(self._counts) < _WAITING:
                self._counts[key] += 1

    def write(self) -> None:
        """Add the counts to the table. If that fails, they are kept for the next call, and the exception is raised."""
        with self._counting:
            counted, self._counts = self._counts, Counter()
        if not counted:
            return
        try:
            with transaction.atomic():
                out = _published({article for article, _hour in counted})
                ReadCount.objects.add({key: count for key, count in counted.items() if key[0] in out})
        except Exception:
            with self._counting:
                self._counts.update(counted)
            raise


def _published(keys: set[int]) -> set[int]:
    """Return which of the primary keys are those of published articles."""
    some = list(keys)
    parts = (some[first : first + _KEYS] for first in range(0, len(some), _KEYS))
    return {pk for part in parts for pk in Article.objects.published().filter(pk__in=part).values_list("pk", flat=True)}


def rank(at: datetime | None = None) -> None:
    """Rank the stories of each span by their reads; pages with a ranking are invalidated only if it has changed."""
    at = at or timezone.now()
    ranking = {span: _most_read(span.length, at) for span in MostRead.Span}
    with transaction.atomic():
        rows = MostRead.objects.order_by("position").values_list("span", "article")
        if ranking == {span: [article for name, article in rows if name == span] for span in MostRead.Span}:
            return
        MostRead.objects.all().delete()
        MostRead.objects.bulk_create(
            MostRead(span=span, position=position, article_id=article)
            for span, articles in ranking.items()
            for position, article in enumerate(articles, start=1)
        )
        drop(caching.MOST_READ)


def _most_read(length: timedelta, at: datetime) -> list[int]:
    """Return the primary keys of the most read articles, without advertisements; ties are broken by the newer."""
    read = ReadCount.objects.between(at - length, at).order_by().values("article").annotate(reads=Sum("count"))
    most = list(read.order_by("-reads", "-article").values_list("article", flat=True)[: 2 * _PLACES])
    editorial = Article.objects.published(at).exclude(kind=Article.Kind.ADVERTISER)
    out = set(editorial.filter(pk__in=most).values_list("pk", flat=True))
    return [article for article in most if article in out][:_PLACES]


def by_hour(hours: int, *, article: Article | None = None, at: datetime | None = None) -> list[Bar]:
    """Return the reads of each of the last hours, of the paper or of one story; labels are datetimes."""
    last = _beginning(at or timezone.now())
    numbers = _numbers(last, hours, article)
    moments = [last - ago * _HOUR for ago in reversed(range(hours))]
    return bars([(timezone.localtime(moment), numbers[moment]) for moment in moments])


def by_day(days: int, *, article: Article | None = None, at: datetime | None = None) -> list[Bar]:
    """Return the reads of each of the last days in the paper's time zone; the last one is today, so far."""
    at = at or timezone.now()
    numbers = Counter()
    for moment, count in _numbers(_beginning(at), (days + 1) * 24, article).items():
        numbers[timezone.localdate(moment)] += count
    today = timezone.localdate(at)
    return bars([(day, numbers[day]) for day in (today - timedelta(days=ago) for ago in reversed(range(days)))])


def _numbers(last: datetime, hours: int, article: Article | None) -> Counter:
    read = ReadCount.objects.between(last - hours * _HOUR, last)
    read = read.of(article) if article else read
    return Counter(dict(read.order_by().values_list("hour").annotate(reads=Sum("count"))))


def most_of(length: timedelta, number: int, at: datetime | None = None) -> list[tuple[Article, int]]:
    """Return the most read articles of the last `length` as (article, reads), for the desk."""
    at = at or timezone.now()
    read = ReadCount.objects.between(at - length, at).order_by().values("article").annotate(reads=Sum("count"))
    most = dict(read.order_by("-reads", "-article").values_list("article", "reads")[:number])
    articles = Article.objects.select_related("section").defer("copy").in_bulk(most)
    return [(articles[pk], reads) for pk, reads in most.items() if pk in articles]


def forget(at: datetime | None = None) -> int:
    """Delete counts older than FORGET_READS_AFTER_DAYS, in batches; return how many rows."""
    if not settings.FORGET_READS_AFTER_DAYS:
        return 0
    before = (at or timezone.now()) - timedelta(days=settings.FORGET_READS_AFTER_DAYS)
    number = 0
    while some := list(ReadCount.objects.filter(hour__lt=before).values_list("pk", flat=True)[:_AT_ONCE]):
        number += ReadCount.objects.filter(pk__in=some).delete()[0]
    return number


def _beginning(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
