"""Benchmark: throughput of cached and uncached pages, relative to a bare WSGI callable and a bare Django view."""

from http.client import HTTPConnection

from newsroom.benchmarks import bare, filling
from newsroom.benchmarks.client import HOST, NoPage
from newsroom.benchmarks.crowd import AS_A_BROWSER, read_by_many
from newsroom.benchmarks.figures import median, table
from newsroom.benchmarks.paper import Paper, temporary_paper
from newsroom.benchmarks.server import serving

HELP = "A page, kept and built, against a bare WSGI callable and a bare Django view that answer with the same bytes."

# Headers that the server adds itself.
_OF_THE_SERVER = ("server", "date", "connection", "transfer-encoding")


def add_arguments(parser):
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--comments", type=int, default=10, help="how many each of them has")
    parser.add_argument("--seconds", type=int, default=3, help="how long each is read by many, in each round")
    parser.add_argument("--rounds", type=int, default=3, help="how often each has its turn")
    parser.add_argument("--workers", type=int, default=2)


def run(options, write):
    with temporary_paper() as paper:
        write("Filling a paper …")
        path = paper.run(fill, options["articles"], options["comments"])
        write("Measuring …")
        rows = measure(paper, path, options)
    write(table(rows))
    return rows


def fill(articles: int, comments: int) -> str:
    """Publish articles with comments; return the address of the last."""
    for number in range(articles):
        article, path = filling.publish(f"story-{number}")
        filling.discuss(article, comments)
    return path


def measure(paper: Paper, path: str, options) -> list[dict]:
    """Measure all of them in turns, so that other load on the machine affects them equally."""
    kept = paper.folder / "page"
    with serving(paper, workers=options["workers"]) as port:
        bare.keep_page(kept, *page_of(port, path))
    floor = {"workers": options["workers"], bare.VARIABLE: str(kept)}
    with (
        serving(paper, workers=options["workers"]) as hot,
        serving(paper, workers=options["workers"], PAGE_CACHE_MB="0") as cold,
        serving(paper, application="newsroom.benchmarks.bare:application", **floor) as callable_,
        serving(paper, settings="newsroom.benchmarks.floor", **floor) as view,
    ):
        section = path[: path.index("/", 1) + 1]
        asked = {
            "bare WSGI callable": (callable_, path),
            "bare Django view": (view, "/same/"),
            "article, kept": (hot, path),
            "article, built": (cold, path),
            "front, built": (cold, "/"),
            "section, built": (cold, section),
            "search, built": (cold, "/search/?q=the"),
        }
        rates = _in_turns(asked, options)
    return [
        {"page": name, "a second": rate}
        | {f"of the {floor}": round(rate / rates[floor], 4) for floor in ("bare WSGI callable", "bare Django view")}
        for name, rate in rates.items()
    ]


def _in_turns(asked: dict[str, tuple[int, str]], options) -> dict[str, float]:
    rates: dict[str, list[float]] = {name: [] for name in asked}
    for _round in range(options["rounds"]):
        for name, (port, path) in asked.items():
            rates[name].append(read_by_many(port, path, seconds=options["seconds"])["a second"])
    return {name: median(each) for name, each in rates.items()}


def page_of(port: int, path: str) -> tuple[list[tuple[str, str]], bytes]:
    """Return headers and body of the second response for a page, which comes from the page cache."""
    connection = HTTPConnection(HOST, port, timeout=30)
    for _time in range(2):
        connection.request("GET", path, headers=AS_A_BROWSER)
        response = connection.getresponse()
        body = response.read()
    connection.close()
    if response.status != 200:
        raise NoPage(f"{path} was answered with {response.status}.")
    return [(name, value) for name, value in response.getheaders() if name.lower() not in _OF_THE_SERVER], body
