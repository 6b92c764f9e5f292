"""Benchmark: the moderation queue with many comments waiting, against an empty one."""

from contextlib import ExitStack
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from newsroom import roles
from newsroom.benchmarks import filling
from newsroom.benchmarks.client import in_turns, request
from newsroom.benchmarks.figures import table
from newsroom.benchmarks.pages import count_queries
from newsroom.benchmarks.paper import Paper, add_database, databases, temporary_paper
from newsroom.benchmarks.server import serving

HELP = "The moderation queue with 100,000 comments waiting against an empty one: queries, time."

_ARTICLES = 20
_FOR_DAYS = 14


def add_arguments(parser):
    add_database(parser)
    parser.add_argument("--waiting", type=int, default=100_000, help="how many comments wait in the full queue")
    parser.add_argument("--few", type=int, default=200, help="how many wait in the one that just fills its page")
    parser.add_argument("--rounds", type=int, default=100, help="how often each queue is opened")


def run(options, write):
    rows = []
    for database in databases(options):
        with ExitStack() as stack:
            sizes = (0, options["few"], options["waiting"])
            papers = {waiting: stack.enter_context(temporary_paper(database)) for waiting in sizes}
            write(f"Measuring on {papers[0].database} …")
            rows += measure(papers, options)
    write(table(rows))
    return rows


def measure(papers: dict[int, Paper], options) -> list[dict]:
    """Measure queues of several sizes, each in its own paper, in turns."""
    for waiting, paper in papers.items():
        paper.run(let_wait, waiting)
    desks = {waiting: paper.run(sign_in) for waiting, paper in papers.items()}
    queries = {waiting: paper.run(count_queries, *desks[waiting]) for waiting, paper in papers.items()}
    with ExitStack() as stack:
        pages = {
            waiting: (
                stack.enter_context(serving(papers[waiting], workers=1)),
                request("GET", path, {"Cookie": cookie}),
            )
            for waiting, (path, cookie) in desks.items()
        }
        loads = in_turns(pages, options["rounds"])
    return [
        {"database": papers[waiting].database, "waiting": waiting, "queries": queries[waiting], **load.times()}
        | {"times the empty one": round(load.median / loads[0].median, 2)}
        for waiting, load in loads.items()
    ]


def let_wait(number: int) -> None:
    """Insert so many waiting comments under several articles, sent within the last two weeks."""
    articles = [filling.publish(f"story-{each}")[0] for each in range(_ARTICLES)]
    filling.receive(articles, number, within=timedelta(days=_FOR_DAYS))


def sign_in() -> tuple[str, str]:
    """Return the address of the queue, and the session cookie of a moderator."""
    client = Client()
    client.force_login(roles.make_staff("moderator", roles.MODERATOR))
    return reverse("admin:comments_queue"), client.cookies.output(attrs=[], header="").strip()
