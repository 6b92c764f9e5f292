import re
from pathlib import Path
from time import perf_counter

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Section

_ROUNDS = 20
_FILES = re.compile(rf'(?:href|src)="{settings.STATIC_URL}([^"]+\.(?:css|js|woff2))"')
_FONTS_IN_CSS = re.compile(r'url\("\.\./(fonts/[\w-]+\.woff2)"\)')


class Command(BaseCommand):
    help = "Measure each kind of page: queries, median time uncached in this process, and bytes as they are sent."

    def handle(self, **options):
        story = Article.objects.published().select_related("section").exclude(picture=None).newest_first().first()
        if story is None:
            raise CommandError("Nothing is published, so there is nothing to measure; load the demo edition first.")
        pages = {
            "front": reverse("articles:front_page"),
            "section": Section.objects.get(pk=story.section_id).get_absolute_url(),
            "article": story.get_absolute_url(),
            "search": f"{reverse('articles:search')}?q=the",
        }
        self.stdout.write(
            f"{'page':<10}{'queries':>9}{'ms':>8}{'HTML':>10}{'CSS':>9}{'JS':>9}{'fonts':>9}  bytes compressed"
        )
        for name, address in pages.items():
            queries, seconds, body = measure(address)
            sizes = {kind: sum(map(len, files)) for kind, files in assets(body).items()}
            self.stdout.write(
                f"{name:<10}{queries:>9}{seconds * 1000:>8.1f}{_compressed(body):>10,}"
                f"{sizes['css']:>9,}{sizes['js']:>9,}{sizes['woff2']:>9,}"
            )


def measure(address: str) -> tuple[int, float, str]:
    """Return the queries, the median seconds and the body of a page, as a reader without a cookie gets it."""
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    secure = settings.SITE_URL.startswith("https")
    with CaptureQueriesContext(connection) as queries:
        body = client.get(address, secure=secure).content.decode()
        number = len(queries)
    times = []
    for _ in range(_ROUNDS):
        start = perf_counter()
        client.get(address, secure=secure)
        times.append(perf_counter() - start)
    return number, sorted(times)[_ROUNDS // 2], body


def assets(body: str) -> dict[str, list[bytes]]:
    """Return the files that a page of English loads, by ending, as they are sent: Brotli 11, fonts as they are."""
    found: dict[str, list[bytes]] = {"css": [], "js": [], "woff2": []}
    for path in dict.fromkeys(_FILES.findall(body)):
        content = _source(path)
        kind = path.rpartition(".")[2]
        if kind != "woff2":
            found[kind].append(brotli.compress(content))
        for font in dict.fromkeys(_FONTS_IN_CSS.findall(content.decode(errors="replace"))):
            # Letters beyond the common ones are fetched only by pages that use them.
            if "-ext" not in font:
                found["woff2"].append(_source(f"newsroom/{font}"))
    return found


def _source(path: str) -> bytes:
    """Return a static file, whose address may carry the hash of its content."""
    plain = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", path)
    return Path(finders.find(plain)).read_bytes()


def _compressed(body: str) -> int:
    return len(brotli.compress(body.encode(), quality=5))
