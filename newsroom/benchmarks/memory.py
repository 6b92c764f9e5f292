"""Benchmark: the memory of one worker while it answers 100,000 requests for pages of all kinds."""

import sys
from itertools import accumulate
from random import Random

from django.core.management import call_command
from django.urls import reverse

from articles.models import Article, Contributor, Section, Topic
from newsroom.archive.language import language
from newsroom.benchmarks.client import NoPage, load, request
from newsroom.benchmarks.crowd import AS_A_BROWSER
from newsroom.benchmarks.figures import table
from newsroom.benchmarks.paper import Paper, add_database, databases, temporary_paper
from newsroom.benchmarks.server import server

HELP = "Memory of a worker while it answers 100,000 requests for thousands of pages, kept and built."

_STEPS = 10
# One request in so many is a search, which is never cached.
_TO_A_SEARCH = 50


def add_arguments(parser):
    add_database(parser)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=8)


def run(options, write):
    rows = []
    for database in databases(options):
        with temporary_paper(database) as paper:
            write(f"Filling a paper on {paper.database} …")
            paper.run(fill, options["articles"])
            write("Measuring …")
            rows += measure(paper, options)
    write(table(rows))
    return rows


def fill(articles: int) -> None:
    call_command("make_archive", articles=articles, comments=10 * articles, stdout=sys.stderr)


def measure(paper: Paper, options) -> list[dict]:
    """Request pages as readers do, the newest most often; record the memory before, and after each tenth."""
    random, paths = Random(0), paper.run(pages)  # noqa: S311 - no secret
    weights = list(accumulate(1 / place for place in range(1, len(paths) + 1)))
    words = language().words
    with server(paper, workers=1) as running:
        _read(running.port, ["/"], options)
        rows = [_row(paper, 0, running.memory())]
        for step in range(1, _STEPS + 1):
            asked = random.choices(paths, cum_weights=weights, k=options["requests"] // _STEPS)
            searches = range(0, len(asked), _TO_A_SEARCH)
            for number in searches:
                asked[number] = f"{reverse('articles:search')}?q={random.choice(words)}"
            _read(running.port, asked, options)
            rows.append(_row(paper, step * options["requests"] // _STEPS, running.memory()))
    return rows


def pages() -> list[str]:
    """Return the addresses of all cacheable pages, the most read first."""
    fronts = [row.get_absolute_url() for model in (Section, Topic, Contributor) for row in model.objects.all()]
    articles = Article.objects.published().newest_first().select_related("section")
    return [reverse("articles:front_page"), *fronts, *(article.get_absolute_url() for article in articles)]


def _read(port: int, paths: list[str], options) -> None:
    read = load(port, [request("GET", path, AS_A_BROWSER) for path in paths], clients=options["clients"], seconds=3600)
    if set(read.statuses) != {200}:
        raise NoPage(f"Not all answers were pages: {read.statuses}.")


def _row(paper: Paper, requests: int, memory: list[float]) -> dict:
    return {"database": paper.database, "requests": requests, "MB": max(memory)}
