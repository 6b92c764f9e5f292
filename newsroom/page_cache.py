"""The page cache's source of invalidations: the log, and changes by the clock, such as scheduled publication."""

from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.utils import timezone

from articles import caching
from newsroom.lib import droplog, replica
from newsroom.lib.http import scheme_of
from newsroom.lib.pagecache import News, PageCache

# The cache tag that stands for all pages, where too much changes for single tags.
EVERYTHING = "*"
# A next change further away than this is looked up again later.
_HORIZON = timedelta(hours=1)


class Changes:
    """The invalidations of one worker since its last read. `alias` is the database that pages are built from."""

    def __init__(self, alias: str = "default"):
        self._alias = alias
        self._log = droplog.Reader(alias)
        self._told_until = timezone.now()
        self._turn = self._told_until

    def __call__(self) -> News:
        try:
            return self._news()
        finally:
            # Outside a Django request nothing else closes an expired or broken connection.
            connections[self._alias].close_if_unusable_or_obsolete()

    def _news(self) -> News:
        rows = self._log.read()
        try:
            return self._news_of(rows)
        except Exception:
            # The rows just read would be lost: a new reader clears the cache instead.
            self._log = droplog.Reader(self._alias)
            raise

    def _news_of(self, rows: list[droplog.Row] | None) -> News:
        tags = None
        if rows is not None and not any(row.tag == EVERYTHING for row in rows):
            tags = {}
            for row in rows:
                tags[row.tag] = row.removes or tags.get(row.tag, False)
        now = timezone.now()
        if tags is not None and now >= self._turn:
            for tag, went in caching.turned(self._told_until, now).items():
                tags[tag] = went or tags.get(tag, False)
        # Only a write can have moved the next turn, and writes are in the log.
        if tags is None or tags or now >= self._turn:
            self._turn = self._next_turn(now)
        self._told_until = now
        return News(tags=tags, turn=self._turn.timestamp())

    def _next_turn(self, now: datetime) -> datetime:
        turn = caching.next_turn(now)
        horizon = now + _HORIZON
        return min(datetime.fromtimestamp(turn, UTC), horizon) if turn else horizon


def kept_in_memory(application):
    """Wrap a WSGI application, so that each process which serves it caches its public pages."""
    if not settings.PAGE_CACHE_MB:
        return application
    site = urlsplit(settings.SITE_URL)
    names = [name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*"))]
    cache = PageCache(
        application,
        # The database that pages are read from, so that neither is ahead of the other.
        Changes(replica.ALIAS if replica.is_there() else "default"),
        hosts=[site.netloc, *names, *(f"{name}:{site.port}" for name in names if site.port)],
        private_cookies=[settings.SESSION_COOKIE_NAME],
        scheme_of=partial(scheme_of, count=settings.TRUSTED_PROXIES),
        megabytes=settings.PAGE_CACHE_MB,
        last_resort=settings.LAST_GOOD_COPY_MINUTES * 60,
    )
    droplog.listeners.append(cache.look_soon)
    return cache
