"""Benchmark: the queries, the time in this process and the bytes transferred of each kind of page."""

import re
from functools import partial
from pathlib import Path
from time import perf_counter

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Section
from newsroom.benchmarks.client import NoPage
from newsroom.benchmarks.figures import in_ms, median, table
from newsroom.lib.joining import joined
from newsroom.storage import JOINED

HELP = "Queries, median time uncached in this process, and compressed bytes of each kind of page of this very paper."

_ROUNDS = 20
_FILES = re.compile(rf'(?:href|src)="{settings.STATIC_URL}([^"]+\.(?:css|js|woff2))"')
_FONTS_IN_CSS = re.compile(r'url\("\.\./(fonts/[\w-]+\.woff2)"\)')


def add_arguments(parser):
    pass


def run(options, write):
    rows = []
    for name, address in pages().items():
        queries, seconds, body = measure(address)
        rows.append({"page": name, "queries": queries, "ms": in_ms(seconds)} | sizes_of(body))
    write(table(rows))
    return rows


def pages() -> dict[str, str]:
    """Return the address of one page of each kind, around the newest story that has a picture."""
    story = Article.objects.published().select_related("section").exclude(picture=None).newest_first().first()
    if story is None:
        raise CommandError("Nothing is published, so there is nothing to measure; load the demo edition first.")
    return {
        "front": reverse("articles:front_page"),
        "section": Section.objects.get(pk=story.section_id).get_absolute_url(),
        "article": story.get_absolute_url(),
        "search": f"{reverse('articles:search')}?q=the",
    }


def measure(address: str) -> tuple[int, float, str]:
    """Return the number of queries, the median seconds and the body of a page for a reader without cookies."""
    get = partial(reader().get, address, secure=settings.SECURE)
    with CaptureQueriesContext(connection) as queries:
        body = get().content.decode()
        number = len(queries)
    times = []
    for _ in range(_ROUNDS):
        start = perf_counter()
        get()
        times.append(perf_counter() - start)
    return number, median(times), body


def count_queries(address: str, cookie: str = "") -> int:
    """Return the number of queries of a page with warm caches. Raises NoPage for any status but 200."""
    get = partial(reader().get, address, secure=settings.SECURE, headers={"cookie": cookie})
    if (status := get().status_code) != 200:
        raise NoPage(f"{address} was answered with {status}.")
    with CaptureQueriesContext(connection) as queries:
        get()
        return len(queries)


def reader() -> Client:
    return Client(headers={"host": settings.ALLOWED_HOSTS[0]})


def sizes_of(body: str) -> dict[str, int]:
    """Return the compressed bytes of a page and the files that it loads, without pictures."""
    sizes = {kind: sum(map(len, files)) for kind, files in assets(body).items()}
    return {"HTML": _compressed(body), "CSS": sizes["css"], "JS": sizes["js"], "fonts": sizes["woff2"]}


def assets(body: str) -> dict[str, list[bytes]]:
    """Return the files that an English page loads, by extension, as transferred: Brotli 11, fonts uncompressed."""
    found: dict[str, list[bytes]] = {"css": [], "js": [], "woff2": []}
    for path in dict.fromkeys(_FILES.findall(body)):
        content = _source(path)
        kind = path.rpartition(".")[2]
        if kind != "woff2":
            found[kind].append(brotli.compress(content))
        for font in dict.fromkeys(_FONTS_IN_CSS.findall(content.decode(errors="replace"))):
            # Fonts of extended character sets are fetched only by pages that use them.
            if "-ext" not in font:
                found["woff2"].append(_source(f"newsroom/{font}"))
    return found


def _source(path: str) -> bytes:
    """Return a static file as collected, by its path, with or without the hash of its content."""
    plain = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", path)
    file = Path(finders.find(plain))
    if plain in JOINED:
        return joined(file.name, lambda beside: file.with_name(beside).read_text()).encode()
    return file.read_bytes()


def _compressed(body: str) -> int:
    return len(brotli.compress(body.encode(), quality=5))
