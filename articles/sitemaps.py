"""The contents of the sitemaps: stories by the month of publication, other pages, the news of two days."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, islice

from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles import days
from articles.days import Span
from articles.models import Article, Contributor, Section, Series, StandingPage, Topic
from newsroom.lib.sitemaps import MOST, MOST_NEWS, News, Url

# Rows per query, so that a slow crawler keeps no cursor open.
_BATCH = 1000
_HOUR = 3600
# Months per query: SQLite allows 2,000 columns.
_MONTHS_AT_ONCE = 600
_NEWS_FOR = timedelta(hours=48)
# {our language code: Google's, where that is not its first part}.
_CHINESE = {"zh-hans": "zh-cn", "zh-hant": "zh-tw", "zh-cn": "zh-cn", "zh-tw": "zh-tw"}


def addresses() -> Iterator[str]:
    """Yield the address of each file, the newest month first."""
    yield _address("articles:pages_sitemap")
    for part in range(news_parts()):
        yield news_address(part + 1)
    for month, parts in months():
        for part in range(parts):
            yield month_address(month, part + 1)


def month_address(month: date, part: int) -> str:
    if part == 1:
        return _address("articles:month_sitemap", month.year, month.month)
    return _address("articles:month_sitemap", month.year, month.month, part)


def news_address(part: int) -> str:
    return _address("articles:news_sitemap", part) if part > 1 else _address("articles:news_sitemap")


def months() -> list[tuple[date, int]]:
    """Return the first day of each month that has stories, with the number of its files.

    Whether a month has any is one index lookup. Whether it has too many for one file needs counting, so that the
    result is cached for an hour; new stories are in the news sitemap meanwhile.
    """
    return cache.get_or_set("articles.sitemaps.months", _months, _HOUR)


def stories_of(span: Span, part: int) -> Iterator[Url]:
    """Yield the stories of one file of a month, the oldest first."""
    stories = _within(span)
    # With an explicit database, since the rows are read after the view has ended, and with it the use of the replica.
    return islice(_stories(stories.using(stories.db), skipped=(part - 1) * MOST), MOST)


def pages() -> Iterator[Url]:
    """Yield all pages that are not stories: fronts, lists and pages about the paper."""
    out = Article.objects.published()
    subjects = (
        Section.objects.all(),
        Topic.objects.filter(_has(out.on_topic(OuterRef("pk")), Topic.LEAST_STORIES)),
        Series.objects.filter(_has(out.in_series(OuterRef("pk")))),
        # A double OuterRef, since `by` has a subquery of its own.
        Contributor.objects.filter(_has(out.by(OuterRef(OuterRef("pk"))))),
        StandingPage.objects.published().defer("copy"),
    )
    fixed = (
        Url(_address(f"articles:{name}")) for name in ("front_page", "latest", "most_read", "corrections", "archive")
    )
    rows = (Url(settings.SITE_URL + row.get_absolute_url()) for rows in subjects for row in _in_batches(rows))
    return islice(chain(fixed, rows), MOST)


def news(part: int) -> Iterator[Url]:
    """Yield the news of the last two days in the paper's language, without advertisements, the newest first."""
    stories = (
        _news()
        .newest_first()
        .select_related("section")
        .only("headline", "language", "published_at", "updated_at", "slug", "section__slug")
    )
    for story in stories[(part - 1) * MOST_NEWS : part * MOST_NEWS]:
        said = News(settings.PUBLICATION_NAME, language_of_news(story.language), story.published_at, story.headline)
        yield Url(settings.SITE_URL + story.get_absolute_url(), story.updated_at or story.published_at, said)


def news_parts() -> int:
    """Return how many files the news of two days fill, at least one."""
    return max(1, -(-_news().count() // MOST_NEWS))


def language_of_news(code: str) -> str:
    """Return Google News's code of a language: ISO 639, except for Chinese."""
    return _CHINESE.get(code.lower(), code.lower().split("-")[0])


def _news() -> QuerySet:
    own = language_of_news(settings.LANGUAGE_CODE)
    languages = [code for code, _name in settings.LANGUAGES if language_of_news(code) == own]
    since = timezone.now() - _NEWS_FOR
    fresh = Article.objects.published().for_search_engines().filter(published_at__gt=since, language__in=languages)
    return fresh.exclude(kind=Article.Kind.ADVERTISER)


def _months() -> list[tuple[date, int]]:
    spans = [Span.month(year, month) for year in days.years() for month in range(12, 0, -1)]
    found = []
    for start in range(0, len(spans), _MONTHS_AT_ONCE):
        some = spans[start : start + _MONTHS_AT_ONCE]
        found += [span for span, has in zip(some, days.which(some), strict=True) if has]
    return [(span.first, parts) for span, parts in zip(found, _parts(found), strict=True)]


def _parts(spans: list[Span]) -> Iterator[int]:
    """Yield how many files each month fills; only months with more than one are counted."""
    for start in range(0, len(spans), _MONTHS_AT_ONCE):
        some = spans[start : start + _MONTHS_AT_ONCE]
        beyond = {f"month_{n}": _has(Article.objects.published_within(span), MOST + 1) for n, span in enumerate(some)}
        row = Article.objects.newest_first().annotate(**beyond).values_list(*beyond).first()
        for span, is_overfull in zip(some, row, strict=True):
            yield -(-_within(span).count() // MOST) if is_overfull else 1


def _has(stories: QuerySet, number: int = 1) -> Exists:
    """Return the condition that there are at least `number` stories."""
    return Exists(stories.order_by()[number - 1 : number])


def _within(span: Span) -> QuerySet:
    return Article.objects.published_within(span).for_search_engines()


def _stories(stories: QuerySet, *, skipped: int) -> Iterator[Url]:
    rows = stories.order_by("published_at", "pk").values_list(
        "published_at", "pk", "updated_at", "section__slug", "slug"
    )
    batch = list(rows[skipped : skipped + _BATCH])
    while batch:
        for published_at, _pk, updated_at, section, slug in batch:
            yield Url(_address("articles:article", section, slug), updated_at or published_at)
        at, pk = batch[-1][:2]
        later = Q(published_at__gte=at) & (Q(published_at__gt=at) | Q(pk__gt=pk))
        batch = list(rows.filter(later)[:_BATCH])


def _in_batches(rows: QuerySet) -> Iterator:
    rows = rows.order_by("pk")
    batch = list(rows[:_BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:_BATCH])


def _address(name: str, *args) -> str:
    return settings.SITE_URL + reverse(name, args=args)
