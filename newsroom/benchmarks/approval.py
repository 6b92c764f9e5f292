"""Benchmark: the time from the approval of a comment until every server shows it."""

import time

from comments import moderation
from comments.models import Comment
from newsroom.benchmarks import filling
from newsroom.benchmarks.client import NoPage, fetch, request
from newsroom.benchmarks.figures import in_ms, median, table
from newsroom.benchmarks.paper import Paper, add_database, databases, temporary_paper
from newsroom.benchmarks.server import serving

HELP = "Time from an approval to the first page that shows it, on each of two servers with one worker each."

_PATIENCE = 10


def add_arguments(parser):
    add_database(parser)
    parser.add_argument("--rounds", type=int, default=20)


def run(options, write):
    rows = []
    for database in databases(options):
        with temporary_paper(database) as paper:
            write(f"Measuring on {paper.database} …")
            rows += measure(paper, options["rounds"])
    write(table(rows))
    return rows


def measure(paper: Paper, rounds: int) -> list[dict]:
    article, path = paper.run(filling.publish, "approved")
    paper.run(filling.receive, [article], rounds)
    waits: dict[str, list[float]] = {"one server": [], "the other": []}
    with serving(paper, workers=1) as one, serving(paper, workers=1) as other:
        for _round in range(rounds):
            for port in (one, other):
                fetch(port, request("GET", path))
            text, committed = paper.run(approve_next)
            for name, port in zip(waits, (one, other), strict=True):
                waits[name].append(_seen(port, path, text.encode()) - committed)
    return [
        {"database": paper.database, "seen on": name, "median ms": in_ms(median(each)), "longest ms": in_ms(max(each))}
        for name, each in waits.items()
    ]


def approve_next() -> tuple[str, float]:
    """Approve the oldest waiting comment; return its HTML id attribute, and when the approval was committed."""
    comment = Comment.objects.waiting().oldest_first().first()
    moderation.approve(comment, by=None)
    return f'id="comment-{comment.pk}"', time.time()


def _seen(port: int, path: str, text: bytes) -> float:
    """Poll a page until it has a text; return when it did. Raises NoPage after `_PATIENCE` seconds."""
    deadline = time.time() + _PATIENCE
    while time.time() < deadline:
        if text in fetch(port, request("GET", path)).body:
            return time.time()
        time.sleep(0.005)
    raise NoPage(f"{path} did not show what was approved in {_PATIENCE} seconds.")
