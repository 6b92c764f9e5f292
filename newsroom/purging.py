"""Purging of a cache in front, such as a CDN, by cache tag, with retries."""

import json
import urllib.request

from django.conf import settings

from newsroom.lib.tasks import stopping
from newsroom.models import PageDrop

# The limit of tags per request at Fastly; Cloudflare's is higher.
_AT_A_TIME = 256
_PATIENCE = 10


def purge() -> int:
    """Send the invalidated tags that were not sent yet; return how many. Raises OSError if the request fails."""
    told = 0
    while settings.PURGE_URL and not stopping.is_set():
        rows = dict(PageDrop.objects.to_be_purged().values_list("pk", "tag")[:_AT_A_TIME])
        if not rows:
            break
        _send(sorted(set(rows.values())))
        told += PageDrop.objects.filter(pk__in=rows).update(is_to_be_purged=False)
    return told


def _send(tags: list[str]) -> None:
    headers = {"Content-Type": "application/json"}
    if name := settings.EDGE_TAG_HEADER:
        headers[name] = settings.EDGE_TAG_SEPARATORS[name].join(tags)
    if settings.PURGE_HEADER:
        name, _colon, value = settings.PURGE_HEADER.partition(": ")
        headers[name] = value
    body = json.dumps({"tags": tags}).encode()
    request = urllib.request.Request(settings.PURGE_URL, body, headers, method="POST")  # noqa: S310 - the settings allow http(s) alone
    with urllib.request.urlopen(request, timeout=_PATIENCE):  # noqa: S310
        pass
