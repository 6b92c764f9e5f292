"""Sitemaps (sitemaps.org, protocol 0.9) and news sitemaps, streamed a few hundred addresses at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from xml.sax.saxutils import escape

from django.http import StreamingHttpResponse
from django.utils import timezone

from newsroom.lib.feeds import legal

# Addresses that one file may hold (sitemaps.org; Google on news sitemaps).
MOST, MOST_NEWS = 50_000, 1000
_AT_ONCE = 500
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True)
class News:
    """A story's entry in a news sitemap; `language` is an ISO 639 code, or zh-cn or zh-tw."""

    publication: str
    language: str
    published_at: datetime
    title: str


@dataclass(frozen=True)
class Url:
    """One absolute address, and when its content last changed in substance."""

    address: str
    changed_at: datetime | None = None
    news: News | None = None


def index(addresses: Iterable[str]) -> StreamingHttpResponse:
    """Return a sitemap index: the list of the files that make up a sitemap."""
    lines = (f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    return _stream(f'<sitemapindex xmlns="{_SITEMAP}">', lines, "</sitemapindex>")


def urlset(urls: Iterable[Url]) -> StreamingHttpResponse:
    """Return one sitemap file, streamed from `urls`, so that it is never whole in memory."""
    return _stream(f'<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">', map(_line, urls), "</urlset>")


def _line(url: Url) -> str:
    changed = f"<lastmod>{_moment(url.changed_at)}</lastmod>" if url.changed_at else ""
    return f"<url><loc>{escape(url.address)}</loc>{changed}{_news(url.news) if url.news else ''}</url>"


def _news(news: News) -> str:
    publication = f"<news:name>{_text(news.publication)}</news:name><news:language>{news.language}</news:language>"
    return (
        f"<news:news><news:publication>{publication}</news:publication>"
        f"<news:publication_date>{_moment(news.published_at)}</news:publication_date>"
        f"<news:title>{_text(news.title)}</news:title></news:news>"
    )


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _text(words: str) -> str:
    return escape(legal(words))


def _stream(opening: str, lines: Iterable[str], closing: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(_pieces(opening, iter(lines), closing), content_type="application/xml; charset=utf-8")


def _pieces(opening: str, lines: Iterator[str], closing: str) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{opening}\n'
    while piece := list(islice(lines, _AT_ONCE)):
        yield "\n".join(piece) + "\n"
    yield f"{closing}\n"
