"""Benchmark: the pages of an article with a very long thread."""

from urllib.parse import urlencode

from comments.models import Comment
from comments.threads.paging import Sort
from newsroom.benchmarks import filling
from newsroom.benchmarks.client import fetch, in_turns, request
from newsroom.benchmarks.crowd import read_by_many
from newsroom.benchmarks.figures import table
from newsroom.benchmarks.pages import count_queries
from newsroom.benchmarks.paper import Paper, add_database, databases, temporary_paper
from newsroom.benchmarks.server import serving

HELP = "The page of an article with 50,000 comments against one with 20: queries, bytes, time."

_COMPRESSED = {"Accept-Encoding": "gzip"}


def add_arguments(parser):
    add_database(parser)
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--longest", type=int, default=10_000, help="how many replies the longest branch has")
    parser.add_argument("--few", type=int, default=20, help="how many comments the article has that is compared with")
    parser.add_argument("--some", type=int, default=200, help="how many one has that just fills its page")
    parser.add_argument("--rounds", type=int, default=200, help="how often each page is fetched by one reader")
    parser.add_argument("--seconds", type=int, default=5, help="how long each page is fetched by many at once")


def run(options, write):
    rows = []
    for database in databases(options):
        # Without the page cache, whose cost does not depend on the page.
        with temporary_paper(database, PAGE_CACHE_MB="0") as paper:
            write(f"Measuring on {paper.database} …")
            rows += measure(paper, options)
    write(table(rows))
    return rows


def measure(paper: Paper, options) -> list[dict]:
    """Measure the page with few comments, the one with some, and the pages of the long thread."""
    paths = {(options["few"], "First"): _discussed(paper, options["few"])[1]}
    paths |= {(options["some"], "First"): _discussed(paper, options["some"])[1]}
    pages = paper.run(pages_of, *_discussed(paper, options["comments"], options["longest"]))
    paths |= {(options["comments"], name): path for name, path in pages.items()}
    with serving(paper) as port:
        sizes = {page: _sizes(paper, port, path) for page, path in paths.items()}
        asked = {page: (port, request("GET", path, _COMPRESSED)) for page, path in paths.items()}
        loads = in_turns(asked, options["rounds"])
        crowds = {page: read_by_many(port, path, seconds=options["seconds"]) for page, path in paths.items()}
    first = next(iter(loads.values()))
    return [
        {"database": paper.database, "comments": page[0], "page": page[1], **sizes[page], **load.times()}
        | {"times the first": round(load.median / first.median, 2), "by 8, a second": crowds[page]["a second"]}
        for page, load in loads.items()
    ]


def _discussed(paper: Paper, comments: int, longest: int = 0) -> tuple[int, str]:
    article, path = paper.run(filling.publish, f"discussed-by-{comments}")
    paper.run(filling.discuss, article, comments, longest)
    return article, path


def pages_of(article: int, path: str) -> dict[str, str]:
    """Return {name: address} of pages of a thread: in each order, near its end, and in a branch."""
    comments = Comment.objects.under(article)
    longest = comments.branches().most_replied_first().first()
    late, last = comments.branches().newest_first()[5], longest.branch.oldest_first().last()
    asked = {"First": {}} | {sort.label: {"sort": sort} for sort in Sort if sort != Sort.PICKS}
    asked |= {
        "Late in it": {"sort": Sort.OLDEST, "after": late.pk},
        "Longest branch": {"branch": longest.pk},
        "Last reply there": {"comment": last.pk},
    }
    return {str(name): f"{path}?{urlencode(query)}".rstrip("?") for name, query in asked.items()}


def _sizes(paper: Paper, port: int, path: str) -> dict:
    return {
        "queries": paper.run(count_queries, path),
        "bytes": len(fetch(port, request("GET", path)).body),
        "compressed": len(fetch(port, request("GET", path, _COMPRESSED)).body),
    }
