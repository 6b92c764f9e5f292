"""Sitemaps for crawlers, streamed, and cached for a short time only."""

from itertools import chain

from django.http import Http404
from django.views.decorators.http import require_safe

from articles import sitemaps
from articles.days import EARLIEST, Span
from newsroom.lib.http import public_page
from newsroom.lib.sitemaps import index, urlset

# Seconds for shared caches. Our page cache does not keep sitemaps, which are large and seldom requested.
_FOR = 300


@require_safe
@public_page(seconds=_FOR, is_kept=False)
def sitemap(request):
    return index(sitemaps.addresses())


@require_safe
@public_page(seconds=_FOR, is_kept=False)
def pages(request):
    return urlset(sitemaps.pages())


@require_safe
@public_page(seconds=_FOR, is_kept=False)
def month(request, year, month, part=1):
    """Return the stories of a month, in the publication's time zone."""
    if year < EARLIEST or not 1 <= month <= 12:
        raise Http404("no such month")
    return _some(sitemaps.stories_of(Span.month(year, month), part))


@require_safe
@public_page(seconds=60, is_kept=False)
def news(request, part=1):
    """Return the news of two days; without any the first file is an empty list, which is valid."""
    urls = sitemaps.news(part)
    return urlset(urls) if part == 1 else _some(urls)


def _some(urls):
    """Return a sitemap file. Raises Http404 if it would be empty."""
    first = next(urls, None)
    if first is None:
        raise Http404("no such part")
    return urlset(chain([first], urls))
