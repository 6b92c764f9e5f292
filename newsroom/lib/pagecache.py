"""The page cache: keeps whole pages in the memory of a worker, and answers with them before Django runs.

It wraps the WSGI application. Only pages that a view marks as the same for everybody are cached
(`newsroom.lib.http.public_page`); their cache tags say what they show (`wear`). A change writes the tags that it
invalidates to a log (`newsroom.lib.droplog`), which each worker reads at most four times a second. Only pages with one
of those tags are rebuilt, at the next request.
"""

import gzip
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Protocol

import brotli

logger = logging.getLogger(__name__)

PAGE = "newsroom.page"

# Seconds: between two reads of the invalidation log; a page's time-to-live; that a stale copy is served while a new one
# is built; the longest build whose page is still cached; between two attempts while building fails.
_LOOK_EVERY = 0.25
_LIFETIME = 300
_GRACE = 10
_LONGEST_BUILD = 60
_RETRY_EVERY = 1
# Pages with a query string may take this part (1/n) of the memory: their number is unbounded.
_QUERIED = 4
# A page larger than this part (1/n) of the memory would evict too many others.
_TOO_LARGE = 16
# Brotli's quality and window (2 ** 16 bytes): few pages are longer. Higher values take twice as long.
_QUALITY, _WINDOW = 5, 16
_OVERHEAD = 2048
# Headers that the cache sets itself.
_OURS = {"cache-control", "content-encoding", "content-length", "etag", "vary"}
_OF_A_BODY = {"Content-Encoding", "Content-Length"}


@dataclass
class Page:
    """A view's statement about its page: whether it is the same for everybody, and its cache tags."""

    is_shared: bool = False
    tags: set[str] = field(default_factory=set)
    # Whether the page cache asked for the page: it compresses and handles conditional requests itself.
    is_awaited: bool = False

    @property
    def will_be_kept(self) -> bool:
        return self.is_shared and self.is_awaited


def page_of(request) -> Page:
    """Return the Page of a request, which views fill in."""
    return request.META.setdefault(PAGE, Page())


def wear(request, *tags: str) -> None:
    """Add cache tags, such as `article:12`, to the page that answers a request."""
    page_of(request).tags.update(tags)


@dataclass(frozen=True)
class News:
    """The invalidations since the last read.

    `tags` maps each invalidated tag to whether stale copies must not be served either; None stands for all pages.
    `turn` is the time, in seconds since 1970, at which the next page changes without a write.
    """

    tags: dict[str, bool] | None
    turn: float


class Source(Protocol):
    """The source of News. If it raises, the cache stores nothing new until it works again."""

    def __call__(self) -> News: ...


class Kept:
    """One cached page, with its bytes in each encoding that was asked for."""

    def __init__(self, headers: list[tuple[str, str]], body: bytes, tags: frozenset[str], *, at: float):
        self.headers = [(name, value) for name, value in headers if name.lower() not in _OURS]
        self.seconds_at_the_edge = _shared_seconds(headers)
        self.etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        self.modified_at = _seconds_of(next((value for name, value in headers if name == "Last-Modified"), ""))
        self.tags = tags
        # An upper bound: both compressed forms together are seldom more than half of the body.
        self.size = len(body) + _OVERHEAD
        self.fresh_until = at + _LIFETIME
        self.used_at = at
        self.retry_at = 0.0
        self.building = threading.Lock()
        self._answers: dict[str, tuple[list[tuple[str, str]], bytes]] = {"": self._with_headers(body, "")}

    def answer(self, encoding: str) -> tuple[list[tuple[str, str]], bytes]:
        """Return headers and body, compressed once per encoding.

        The uncompressed body is dropped after the first compression: nearly nobody asks for it.
        """
        if answer := self._answers.get(encoding):
            return answer
        known, (_headers, body) = next(iter(self._answers.items()))
        body = _DECODERS[known](body)
        answer = self._with_headers(_ENCODERS[encoding](body), encoding)
        if encoding:
            self._answers = {each: self._answers[each] for each in self._answers if each} | {encoding: answer}
        return answer

    def _with_headers(self, body: bytes, encoding: str) -> tuple[list[tuple[str, str]], bytes]:
        headers = [
            *self.headers,
            ("Cache-Control", shared_for(self.seconds_at_the_edge)),
            ("Vary", "Accept-Encoding"),
            ("ETag", self.etag),
            ("Content-Length", str(len(body))),
        ]
        return [*headers, ("Content-Encoding", encoding)] if encoding else headers, body

    def is_known_by(self, environ: dict) -> bool:
        """Tell whether a reader's copy is current: by its ETag, weakly compared, or without one by its date
        (RFC 9110, section 13.2.2)."""
        if asked := environ.get("HTTP_IF_NONE_MATCH"):
            known = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
            return self.etag.removeprefix("W/") in known or known == {"*"}
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        return bool(since and self.modified_at) and self.modified_at <= _seconds_of(since)


class Shelf:
    """Cached pages by key, with a budget in bytes; the least recently used are evicted."""

    def __init__(self, budget: int):
        self.budget = budget
        self.size = 0
        self.pages: dict[tuple, Kept] = {}
        self._wearing: dict[str, set[tuple]] = {}

    def put(self, key: tuple, page: Kept) -> None:
        self.take_out(key)
        if page.size > self.budget // _TOO_LARGE:
            return
        self.pages[key] = page
        self.size += page.size
        for tag in page.tags:
            self._wearing.setdefault(tag, set()).add(key)
        if self.size > self.budget:
            self._make_room()

    def take_out(self, key: tuple) -> None:
        page = self.pages.pop(key, None)
        if page is None:
            return
        self.size -= page.size
        for tag in page.tags:
            wearers = self._wearing.get(tag, set())
            wearers.discard(key)
            if not wearers:
                self._wearing.pop(tag, None)

    def wearing(self, tag: str) -> list[tuple]:
        return list(self._wearing.get(tag, ()))

    def clear(self) -> None:
        self.pages.clear()
        self._wearing.clear()
        self.size = 0

    def _make_room(self) -> None:
        # Evict a tenth at once, so that hits need not maintain an order.
        for key, _page in sorted(self.pages.items(), key=lambda item: item[1].used_at):
            if self.size <= self.budget * 9 // 10:
                return
            self.take_out(key)


class PageCache:
    """A WSGI application with its public pages cached.

    `source` returns the invalidations. Only requests to one of `hosts`, without one of `private_cookies`, are answered
    from memory; `scheme_of` returns "http" or "https" for a WSGI environment. When building fails, the stale copy is
    served for `last_resort` seconds more, but never after something that it showed was removed.
    """

    def __init__(
        self,
        application: Callable,
        source: Source,
        *,
        hosts: Iterable[str],
        private_cookies: Iterable[str],
        scheme_of: Callable[[dict], str],
        megabytes: int,
        last_resort: int,
        clock: Callable[[], float] = time.time,
    ):
        self._application = application
        self._source = source
        self._hosts = frozenset(hosts)
        self._private_cookies = tuple(private_cookies)
        self._scheme_of = scheme_of
        self._last_resort = last_resort
        self._clock = clock
        queried = megabytes * 1024 * 1024 // _QUERIED
        self._shelves = Shelf(megabytes * 1024 * 1024 - queried), Shelf(queried)
        self._shelving = threading.Lock()
        self._looking = threading.Lock()
        self._look_at = self._turn = 0.0
        self._hints = 0
        self._has_looked = self._knows = False
        # When each tag was last invalidated, to discard pages that were being built meanwhile.
        self._dropped: dict[str, float] = {}
        self._cleared_at = 0.0

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        key = self._key_of(environ)
        if key is None:
            return self._application(environ, start_response)
        now = self._clock()
        if now >= self._look_at:
            self._look(now)
            now = self._clock()
        page = self._shelf_of(key).pages.get(key)
        if page is None:
            if environ["REQUEST_METHOD"] == "HEAD":
                return self._application(environ, start_response)
            return self._build(key, None, environ, start_response)
        page.used_at = now
        if now < page.fresh_until:
            return self._answer(page, environ, start_response, now, "hit")
        return self._renew(key, page, environ, start_response, now)

    def _key_of(self, environ: dict) -> tuple | None:
        """Return the cache key of a request, or None for one that the cache must not answer."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("HTTP_HOST") not in self._hosts:
            return None
        if "HTTP_AUTHORIZATION" in environ or environ.get("SCRIPT_NAME"):
            return None
        # A GET with a body: the body is not in the key.
        if environ.get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ:
            return None
        if environ.get("CONTENT_TYPE"):
            return None
        cookies = environ.get("HTTP_COOKIE")
        # A false positive is harmless: the name may be part of another cookie's value.
        if cookies and any(name in cookies for name in self._private_cookies):
            return None
        return (
            environ["HTTP_HOST"],
            self._scheme_of(environ),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
        )

    def _shelf_of(self, key: tuple) -> Shelf:
        return self._shelves[bool(key[-1])]

    # Invalidation

    def look_soon(self) -> None:
        """Read the log before the next answer, since this process has changed something."""
        self._hints += 1
        self._look_at = 0.0

    def _look(self, now: float) -> None:
        """Read the invalidations. One thread does; the others do not wait, unless the last read is too old."""
        late = now > self._look_at + _LOOK_EVERY
        if not self._looking.acquire(blocking=late, timeout=_RETRY_EVERY if late else -1):
            return
        try:
            if self._clock() < self._look_at:
                return
            hints = self._hints
            self._take_in(self._source(), self._clock())
            self._knows = True
            self._look_at = min(self._clock() + _LOOK_EVERY, max(self._turn, now)) if hints == self._hints else 0.0
        except Exception as error:
            if self._knows or not self._has_looked:
                logger.warning("The page cache cannot tell what has changed, and keeps nothing new: %s", error)
            self._knows = False
            self._look_at = self._clock() + _RETRY_EVERY
        finally:
            self._has_looked = True
            self._looking.release()

    def _take_in(self, news: News, now: float) -> None:
        self._turn = news.turn
        with self._shelving:
            if news.tags is None:
                self._cleared_at = now
                for shelf in self._shelves:
                    shelf.clear()
                return
            for tag, removes in news.tags.items():
                self._drop(tag, removes, now)
            if len(self._dropped) > 10_000:
                recent = now - _LONGEST_BUILD
                self._dropped = {tag: at for tag, at in self._dropped.items() if at > recent}

    def _drop(self, tag: str, removes: bool, now: float) -> None:
        self._dropped[tag] = now
        for shelf in self._shelves:
            for key in shelf.wearing(tag):
                if removes:
                    shelf.take_out(key)
                else:
                    shelf.pages[key].fresh_until = min(now, shelf.pages[key].fresh_until)

    # Building

    def _renew(self, key, page: Kept, environ, start_response, now: float):
        """Rebuild a page under its lock; other requests meanwhile get the stale copy, or wait if that is too old."""
        if now < page.retry_at:
            return self._answer(page, environ, start_response, now, "hit; detail=last-good-copy")
        patient = now > page.fresh_until + _GRACE
        if not page.building.acquire(blocking=patient, timeout=_GRACE if patient else -1):
            return self._answer(page, environ, start_response, now, "hit; detail=being-rebuilt")
        try:
            renewed = self._shelf_of(key).pages.get(key)
            if renewed and renewed is not page and self._clock() < renewed.fresh_until:
                return self._answer(renewed, environ, start_response, now, "hit; collapsed")
            return self._build(key, page, environ, start_response)
        finally:
            page.building.release()

    def _build(self, key, before: Kept | None, environ, start_response):
        began = self._clock()
        if environ["REQUEST_METHOD"] == "HEAD":
            return self._answer(before, environ, start_response, began, "hit; detail=being-rebuilt")
        said = environ[PAGE] = Page(is_awaited=True)
        answer = []
        try:
            result = self._application(environ, lambda *args: answer.__setitem__(slice(None), args))
        except Exception:
            if self._is_last_resort(key, before, began):
                return self._answer(before, environ, start_response, began, "hit; detail=last-good-copy")
            raise
        status, headers = answer[:2]
        if status.startswith("5") and self._is_last_resort(key, before, began):
            _close(result)
            return self._answer(before, environ, start_response, began, "hit; detail=last-good-copy")
        if not (said.is_shared and status.startswith("200") and _is_for_everybody(headers)):
            start_response(*answer)
            return result
        try:
            body = b"".join(result)
        finally:
            _close(result)
        page = Kept(headers, body, frozenset(said.tags), at=began)
        self._keep(key, page, began)
        return self._answer(page, environ, start_response, began, "fwd=miss")

    def _is_last_resort(self, key, before: Kept | None, now: float) -> bool:
        """Tell whether the stale copy may be served for a page that could not be built."""
        if before is None or now > before.fresh_until + self._last_resort:
            return False
        # Evicted meanwhile: something that it showed was removed.
        if self._shelf_of(key).pages.get(key) is not before:
            return False
        before.retry_at = now + _RETRY_EVERY
        return True

    def _keep(self, key, page: Kept, began: float) -> None:
        """Cache a page, unless something that it shows may have changed while it was built."""
        with self._shelving:
            missed = self._cleared_at >= began or any(self._dropped.get(tag, 0) >= began for tag in page.tags)
            if self._knows and not missed and self._clock() < began + _LONGEST_BUILD:
                self._shelf_of(key).put(key, page)

    # Answering

    def _answer(self, page: Kept, environ, start_response, now: float, how: str):
        headers, body = page.answer(accepted(environ.get("HTTP_ACCEPT_ENCODING", "")))
        seconds = page.seconds_at_the_edge if now < page.fresh_until else 1
        if self._turn < now + seconds:
            seconds = max(int(self._turn - now), 0)
        if seconds != page.seconds_at_the_edge:
            headers = [h for h in headers if h[0] != "Cache-Control"] + [("Cache-Control", shared_for(seconds))]
        headers = [*headers, ("Cache-Status", f"newsroom; {how}")]
        if page.is_known_by(environ):
            start_response("304 Not Modified", [h for h in headers if h[0] not in _OF_A_BODY])
            return []
        start_response("200 OK", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def shared_for(seconds: int) -> str:
    """Return the Cache-Control of a page that shared caches may serve for so long; browsers revalidate each time."""
    return f"max-age=0, public, s-maxage={seconds}"


def _shared_seconds(headers) -> int:
    control = next((value for name, value in headers if name.lower() == "cache-control"), "")
    said = [part.strip() for part in control.split(",")]
    return next((int(part.removeprefix("s-maxage=")) for part in said if part.startswith("s-maxage=")), 0)


def _seconds_of(date: str) -> float:
    """Return a header's date in seconds since 1970, 0 for an invalid one."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return 0


def _is_for_everybody(headers) -> bool:
    """Tell whether the headers allow caching for everybody: no cookie, nothing private, no other Vary."""
    for name, value in headers:
        name, value = name.lower(), value.lower()
        if name == "set-cookie" or (name == "cache-control" and ("private" in value or "no-store" in value)):
            return False
        if name == "vary" and value != "accept-encoding":
            return False
    return True


def _close(result) -> None:
    if hasattr(result, "close"):
        result.close()


_ENCODERS = {
    "": lambda body: body,
    "br": lambda body: brotli.compress(body, quality=_QUALITY, lgwin=_WINDOW),
    "gzip": lambda body: gzip.compress(body, _QUALITY, mtime=0),
}
_DECODERS = {"": lambda body: body, "br": brotli.decompress, "gzip": gzip.decompress}
# Parsed Accept-Encoding headers. Browsers send few different ones; the size is bounded against other clients.
_accepted: dict[str, str] = {}


def accepted(accept_encoding: str) -> str:
    """Return the best encoding that an Accept-Encoding header allows: "br", "gzip" or "" for none."""
    known = _accepted.get(accept_encoding)
    if known is None:
        if len(_accepted) > 200:
            _accepted.clear()
        known = _accepted[accept_encoding] = _best_of(accept_encoding)
    return known


def _best_of(accept_encoding: str) -> str:
    weights = {}
    for part in accept_encoding.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = _weight(parameter)
    offered = [(weights.get(name, weights.get("*", 0)), name) for name in ("gzip", "br")]
    # At the same weight Brotli, which is smaller.
    weight, name = max(offered, key=lambda offer: (offer[0], offer[1] == "br"))
    return name if weight else ""


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1
    except ValueError:
        return 0
