"""Performance goals: runs the benchmarks one after the other, and reports which goals are reached."""

from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from newsroom.benchmarks import pages
from newsroom.benchmarks.figures import table
from newsroom.benchmarks.paper import add_database, add_keep, temporary_paper
from newsroom.demo import edition

HELP = "All that is to be reached, in one run: what was measured, and whether it is enough. With --full in full size."

_QUESTIONS = ("hot", "thread", "posting", "approval", "memory", "search", "growth")
_OF_AN_ARCHIVE = ("search", "growth")
_CALLABLE, _VIEW = "of the bare WSGI callable", "of the bare Django view"
# Numbers of articles: for a run of a quarter of an hour, and those that the goals are set for.
_SMALL, _FULL = [1_000, 10_000], [1_000, 100_000, 1_000_000]
# The largest ratio of a worker's memory at the end to that after half of the requests that still counts as flat.
_FLAT = 1.05


@dataclass(frozen=True)
class Goal:
    """A goal: `take` returns its figure from the benchmarks' results, {benchmark: figures}."""

    what: str
    limit: float
    take: Callable[[dict], float]
    is_least: bool = False

    def row(self, answers: dict) -> dict:
        measured = float(self.take(answers))
        is_reached = measured >= self.limit if self.is_least else measured <= self.limit
        bound = "at least" if self.is_least else "at most"
        return {
            "what": self.what,
            "goal": f"{bound} {self.limit:g}",
            "measured": measured,
            "reached": "yes" if is_reached else "no",
        }


GOALS = (
    Goal("hot article of the bare WSGI callable", 0.8, lambda a: _hot(a, "article, kept", _CALLABLE), is_least=True),
    Goal("hot article of the bare Django view", 2.0, lambda a: _hot(a, "article, kept", _VIEW), is_least=True),
    Goal("cold article of the bare Django view", 0.04, lambda a: _hot(a, "article, built", _VIEW), is_least=True),
    Goal("cold front page of the same", 0.04, lambda a: _hot(a, "front, built", _VIEW), is_least=True),
    Goal("cold section of the same", 0.04, lambda a: _hot(a, "section, built", _VIEW), is_least=True),
    Goal("any page in the largest archive, times the smallest", 1.2, lambda a: _most(a["growth"], "times the first")),
    Goal("article with 50,000 comments, times one with 20", 1.3, lambda a: _discussed(a["thread"])),
    Goal("search in the largest archive, p95, ms", 100, lambda a: _most(_all_words(a["search"]), "p95 ms")),
    Goal("comments accepted a second", 500, lambda a: min(row["a second"] for row in _posted(a)), is_least=True),
    Goal("comments lost or doubled", 0, lambda a: sum(row["lost"] + row["doubled"] for row in _posted(a))),
    Goal("an approval seen, ms", 1000, lambda a: _most(a["approval"], "longest ms")),
    Goal("memory of a worker, MB", 150, lambda a: _most(a["memory"], "MB")),
    Goal("memory at the end, times that at half", _FLAT, lambda a: _grown(a["memory"])),
    Goal("article with fonts, kB", 90, lambda a: sum(a["transfer"].values()) / 1000),
    Goal("article without fonts, kB", 25, lambda a: (sum(a["transfer"].values()) - a["transfer"]["fonts"]) / 1000),
)


def add_arguments(parser):
    add_database(parser)
    add_keep(parser)
    sizes = ", ".join(f"{size:,}" for size in _FULL)
    parser.add_argument("--full", action="store_true", help=f"with archives of {sizes} articles; takes hours")


def run(options, write):
    sizes = _FULL if options["full"] else _SMALL
    write(f"The largest archive has {sizes[-1]:,} articles.")
    answers = {}
    for name in _QUESTIONS:
        write(f"\n{name}: {import_module(f'newsroom.benchmarks.{name}').HELP}")
        asked = {"database": options["database"], "keep": options["keep"], "sizes": sizes, "articles": sizes[-1]}
        answers[name] = _ask(name, asked, write)
    with temporary_paper() as paper:
        answers["transfer"] = paper.run(transfer)
    rows = [goal.row(answers) for goal in GOALS]
    write(f"\n{table(rows)}")
    return rows


def _ask(name: str, asked: dict, write):
    """Run a benchmark with its defaults, except for the database and the size of an archive."""
    question, parser = import_module(f"newsroom.benchmarks.{name}"), ArgumentParser()
    question.add_arguments(parser)
    own = vars(parser.parse_args([]))
    # The other benchmarks keep their own default size.
    taken = asked.keys() if name in _OF_AN_ARCHIVE else {"database"}
    return question.run(own | {key: asked[key] for key in taken & own.keys()}, write)


def transfer() -> dict[str, int]:
    """Return the bytes transferred for an article of the demo edition, by kind of file, without pictures."""
    edition.load()
    _queries, _seconds, body = pages.measure(pages.pages()["article"])
    return pages.sizes_of(body)


def _hot(answers: dict, page: str, of: str) -> float:
    return next(row[of] for row in answers["hot"] if row["page"] == page)


def _most(rows: list[dict], column: str) -> float:
    return max(row[column] for row in rows)


def _discussed(rows: list[dict]) -> float:
    """Return the time of the first page of the longest thread, relative to that of the shortest."""
    longest = max(row["comments"] for row in rows)
    return _most([row for row in rows if row["comments"] == longest and row["page"] == "First"], "times the first")


def _all_words(figures: dict) -> list[dict]:
    return [row for row in figures["time"] if row["words"] == "all"]


def _posted(answers: dict) -> list[dict]:
    return [row for row in answers["posting"] if row["posted to"].startswith("the form")]


def _grown(rows: list[dict]) -> float:
    half = max(row["requests"] for row in rows) / 2
    return _most(rows, "MB") / max(row["MB"] for row in rows if row["requests"] <= half)
