"""The archive by years, months and days, in the publication's time zone."""

from datetime import date, timedelta

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import caching, days
from articles.days import Span
from articles.models import Article
from articles.views.archive import first_page_again, stories_page
from newsroom.lib.http import public_page
from newsroom.lib.pagecache import wear


@require_safe
@public_page()
def archive(request):
    wear(request, caching.FRONT)
    return render(request, "articles/archive.html", {"years": days.years()})


@require_safe
@public_page()
def year(request, year):
    span = _past(lambda: Span.year(year))
    around = days.around(span)
    caching.wear_span(request, span, around)
    context = {"day": span.first, "around": around, "months": days.months(year)}
    return render(request, "articles/archive_year.html", context)


@require_safe
@public_page("page")
def month(request, year, month):
    if elsewhere := first_page_again(request):
        return elsewhere
    span = _past(lambda: Span.month(year, month))
    return _stories(request, "articles/archive_month.html", span, weeks=days.calendar(year, month))


@require_safe
@public_page("page")
def day(request, year, month, day):
    """Show what was published on a day, without a last page, since a day is bounded anyway."""
    if elsewhere := first_page_again(request):
        return elsewhere
    span = _past(lambda: Span.day(date(year, month, day)))
    return _stories(request, "articles/archive_day.html", span, is_bounded=False)


def _stories(request, template, span: Span, *, weeks=None, **bounds):
    around = days.around(span)
    at = timezone.now()
    ends = min(span.ends, at + timedelta.resolution)
    page = stories_page(request, _between, span.begins, ends, at, **bounds)
    caching.wear_span(request, span, around)
    caching.wear_cards(request, page)
    return render(request, template, {"page": page, "day": span.first, "around": around, "weeks": weeks})


def _between(begins, ends, at):
    return Article.objects.published_between(begins, ends, at).newest_first()


def _past(make) -> Span:
    """Return a span of days that has begun. Raises Http404 for future or invalid dates."""
    try:
        span = make()
    except (ValueError, OverflowError):
        raise Http404("no such day") from None
    if span.first.year < days.EARLIEST or span.first > timezone.localdate():
        raise Http404("no such day of this paper")
    return span
