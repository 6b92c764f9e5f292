"""The read counter: a small anonymous POST per read of an article, answered before Django runs.

The page sends the article's primary key, without a cookie, a referrer or any identifier, once it was visible for a
while (static/newsroom/js/reads.js). It is counted in memory, and every few seconds the counts are written to the
database. The network that a POST came from is used only to limit how often one network counts: it goes into a
count-min sketch (newsroom.lib.sketch), which identifies nobody and is discarded every hour.
"""

import logging
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import close_old_connections

from articles.reads import Tally
from newsroom.lib.crawlers import is_ahead_of_reader, is_crawler
from newsroom.lib.http import behind_proxies, network_of
from newsroom.lib.sketch import Sketch

logger = logging.getLogger(__name__)

PATH = "/most-read/"
# Reads of an article that count per network and hour: enough for a household or an office.
_MOST = 5
_HOUR = 3600
# Seconds between two writes to the database.
_PAUSE = 5
_LONGEST_BODY = 19


class Beacon:
    """A WSGI application with the reads of articles counted in `tally`."""

    def __init__(self, application: Callable, tally: Tally, *, proxies: int = 0):
        self._application = application
        self._tally = tally
        self._proxies = proxies
        self._sketch = Sketch(seconds=_HOUR)
        self._counting = threading.Lock()

    def __call__(self, environ: dict, start_response: Callable):
        if environ["REQUEST_METHOD"] != "POST" or environ.get("PATH_INFO") != PATH:
            return self._application(environ, start_response)
        article = _article_of(environ)
        if article and _is_from_a_reader(environ) and self._is_one_of_few(article, environ):
            self._tally.add(article, datetime.now(UTC))
        # Always the same answer, so that it reveals nothing.
        start_response("204 No Content", [("Cache-Control", "no-store")])
        return []

    def _is_one_of_few(self, article: int, environ: dict) -> bool:
        if self._proxies:
            behind_proxies(environ, self._proxies)
        network = network_of(environ.get("REMOTE_ADDR", ""))
        with self._counting:
            return self._sketch.hit(f"{article} {network}".encode()) <= _MOST


def _article_of(environ: dict) -> int | None:
    """Return the primary key in the body; None if the body is anything else."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit() and 0 < int(length) <= _LONGEST_BODY):
        return None
    body = environ["wsgi.input"].read(int(length))
    return int(body) if body.isdigit() and int(body) < 2**63 else None


def _is_from_a_reader(environ: dict) -> bool:
    """Tell whether a page of ours sent the request, in a browser that shows it: no prefetch and no crawler."""
    return (
        environ.get("HTTP_SEC_FETCH_SITE") == "same-origin"
        and not is_ahead_of_reader(environ)
        and not is_crawler(environ.get("HTTP_USER_AGENT", ""))
    )


def counting_reads(application: Callable) -> Callable:
    """Wrap a WSGI application, so that each process which serves it counts reads and stores them."""
    tally = Tally()
    beacon = Beacon(application, tally, proxies=settings.TRUSTED_PROXIES)

    def counting(environ, start_response):
        if _writing_in != os.getpid() and environ["REQUEST_METHOD"] == "POST":
            _begin(tally)
        return beacon(environ, start_response)

    return counting


_writing_in = None
_beginning = threading.Lock()


def _begin(tally: Tally) -> None:
    # At the first POST and not at import: threads do not survive a fork.
    global _writing_in
    with _beginning:
        if _writing_in == os.getpid():
            return
        _writing_in = os.getpid()
    ending = threading.Event()
    thread = threading.Thread(target=_keep_writing, args=(tally, ending), name="reads", daemon=True)
    thread.start()
    # As in newsroom.scheduler.
    Finalize(None, _end, args=(ending, thread), exitpriority=0)


def _keep_writing(tally: Tally, ending: threading.Event) -> None:
    """Write every few seconds, and once more at the end. A failure is logged once and retried."""
    is_in_trouble = is_last = False
    while not is_last:
        is_last = ending.wait(_PAUSE)
        try:
            tally.write()
            is_in_trouble = False
        except Exception as error:
            if not is_in_trouble:
                logger.warning("Reads wait in memory, and are written later: %s", type(error).__name__)
            is_in_trouble = True
        finally:
            close_old_connections()


def _end(ending: threading.Event, thread: threading.Thread) -> None:
    ending.set()
    thread.join(_PAUSE)
