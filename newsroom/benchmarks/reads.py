"""Benchmark: reads of articles counted per second, and how many the database has lost."""

import time
from random import Random

from articles.models import ReadCount
from newsroom.beacon import PATH
from newsroom.benchmarks import bare, filling
from newsroom.benchmarks.client import Load, load, request
from newsroom.benchmarks.figures import table
from newsroom.benchmarks.paper import Paper, add_database, databases, temporary_paper
from newsroom.benchmarks.server import serving

HELP = "Reads counted a second, none lost, against a bare WSGI callable that answers with nothing."

_FROM_A_PAGE = {"Sec-Fetch-Site": "same-origin", "User-Agent": "Mozilla/5.0", "Content-Type": "text/plain"}
# Seconds after which a worker has surely written its counts.
_WRITTEN_WITHIN = 8


def add_arguments(parser):
    add_database(parser)
    parser.add_argument("--reads", type=int, default=20_000, help="how many are said in each measurement")
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)


def run(options, write):
    rows = []
    for database in databases(options):
        # With a trusted proxy, X-Forwarded-For can give each read its own network.
        with temporary_paper(database, TRUSTED_PROXIES="1") as paper:
            write(f"Measuring on {paper.database} …")
            rows += measure(paper, options)
    write(table(rows))
    return rows


def measure(paper: Paper, options) -> list[dict]:
    articles = [paper.run(filling.publish, f"story-{number}")[0] for number in range(options["articles"])]
    nothing = paper.folder / "nothing"
    bare.keep_page(nothing, [("Cache-Control", "no-store")], b"")
    floor = {"application": "newsroom.benchmarks.bare:application", bare.VARIABLE: str(nothing)}
    with serving(paper, workers=options["workers"], **floor) as port:
        bare_load = _say(port, articles, options)
    with serving(paper, workers=options["workers"]) as port:
        said = _say(port, articles, options)
        time.sleep(_WRITTEN_WITHIN)
    counted = paper.run(_counted)
    return [
        {"database": paper.database, "answered by": name, "a second": each.rate, **each.times(), "lost": lost}
        | {"statuses": " ".join(f"{status}: {number}" for status, number in each.statuses.items())}
        for name, each, lost in (
            ("a bare WSGI callable", bare_load, 0),
            ("the paper", said, len(said.came) - counted),
        )
    ]


def _say(port: int, articles: list[int], options) -> Load:
    random = Random("reads")  # noqa: S311 - no secret
    reads = [
        request("POST", PATH, _FROM_A_PAGE | {"X-Forwarded-For": _address(number)}, b"%d" % random.choice(articles))
        for number in range(options["reads"])
    ]
    return load(port, reads, clients=options["clients"])


def _address(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def _counted() -> int:
    return sum(ReadCount.objects.values_list("count", flat=True))
