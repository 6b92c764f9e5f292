"""Announcements of published, changed and withdrawn articles to search engines (IndexNow) and the hub (WebSub).

They are sent by background tasks from a queue in the database, with retries for a day. An article is announced once
readers see it, or no longer see it, and never before.
"""

import json
import logging
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.utils import timezone

from articles import feeds
from articles.announcing import who_asked
from articles.models import Announcement, Article
from newsroom.lib.tasks import stopping

logger = logging.getLogger(__name__)

_To = Announcement.To
# Accepts 10,000 addresses per request, and shares them with the other engines (indexnow.org/documentation).
INDEXNOW = "https://api.indexnow.org/indexnow"
_AT_A_TIME = 500
_PATIENCE = 10
_GIVEN_UP_AFTER = timedelta(days=1)


def tell_search_engines() -> int:
    """Send the addresses that are due; return how many rows. Raises OSError if the request fails or is refused."""
    return _tell(_To.SEARCH_ENGINES, _send_addresses)


def tell_hub() -> int:
    """Tell the hub which feeds changed; return how many rows that was for. Raises OSError if the request fails."""
    return _tell(_To.HUB, _send_feeds)


def forget_what_nobody_heard() -> int:
    """Delete announcements that could not be sent for a day; return how many."""
    number, _rows = Announcement.objects.given_up(timezone.now() - _GIVEN_UP_AFTER).delete()
    if number:
        logger.warning("%d announcements were given up: nobody took them for a day", number)
    return number


def _tell(to: str, send: Callable) -> int:
    told = 0
    while to in who_asked() and not stopping.is_set():
        rows = list(Announcement.objects.due(to)[:_AT_A_TIME])
        if not rows:
            break
        send(rows)
        Announcement.objects.filter(pk__in=[row.pk for row in rows]).delete()
        told += len(rows)
    return told


def _send_addresses(rows: list[Announcement]) -> None:
    known = Article.objects.for_address().in_bulk({row.article_id for row in rows})
    out = set(Article.objects.published().for_search_engines().filter(pk__in=known).values_list("pk", flat=True))
    went = set(Article.objects.withdrawn().for_search_engines().filter(pk__in=known).values_list("pk", flat=True))
    addresses = {
        urljoin(settings.SITE_URL, known[row.article_id].get_absolute_url() if row.article_id in known else row.path)
        for row in rows
        # One that is neither is not published yet: when it is, a later row announces it.
        if row.article_id not in known or row.article_id in out | went
    }
    if addresses:
        body = {
            "host": urlsplit(settings.SITE_URL).netloc,
            "key": settings.INDEXNOW_KEY,
            "keyLocation": f"{settings.SITE_URL}/{settings.INDEXNOW_KEY}.txt",
            "urlList": sorted(addresses),
        }
        _post(INDEXNOW, json.dumps(body).encode(), "application/json; charset=utf-8")


def _send_feeds(rows: list[Announcement]) -> None:
    changed = Article.objects.published().for_listing().prefetch_related("topics")
    stories = changed.filter(pk__in={row.article_id for row in rows})
    addresses = {urljoin(settings.SITE_URL, path) for story in stories for path in feeds.addresses_with(story)}
    if addresses:
        fields = [("hub.mode", "publish"), *(("hub.url", address) for address in sorted(addresses))]
        _post(settings.WEBSUB_HUB, urlencode(fields).encode(), "application/x-www-form-urlencoded")


def _post(address: str, body: bytes, content_type: str) -> None:
    request = urllib.request.Request(address, body, {"Content-Type": content_type}, method="POST")  # noqa: S310 - the settings allow http(s) alone
    with urllib.request.urlopen(request, timeout=_PATIENCE):  # noqa: S310
        pass
