"""Benchmark: search times at a million articles, and the rank of the right story in the demo edition."""

import sys
from pathlib import Path
from random import Random
from urllib.parse import quote

from django.core.management import call_command
from django.urls import reverse

from articles.models import Article
from articles.search import find, parse
from newsroom.archive.language import language
from newsroom.benchmarks.client import NoPage, load, request, together
from newsroom.benchmarks.figures import table
from newsroom.benchmarks.paper import Paper, add_database, add_keep, databases, kept, temporary_paper
from newsroom.benchmarks.server import serving
from newsroom.demo import edition

HELP = "50 questions of rare, middling and common words at 1,000,000 articles: time; and the rank of the right story."

# {kind of word: its range of ranks among the words of an archive, the commonest first}.
_KINDS = {"common": (25, 100), "middling": (300, 3000), "rare": (12_000, 20_000)}
# Queries per kind: of one word, and of two.
_ALONE, _IN_PAIRS = 12, 4
_MIXED = 2
_QUESTIONS = Path(__file__).with_name("questions.txt")
_PLACES = (1, 3, 10)


def add_arguments(parser):
    add_database(parser)
    add_keep(parser)
    parser.add_argument("--articles", type=int, default=1_000_000, help="how many the large paper has; 0 for none")
    parser.add_argument("--comments-each", type=int, default=0, help="how many each has, of which search knows nothing")
    parser.add_argument("--rounds", type=int, default=5, help="how often each question is asked")


def run(options, write):
    figures = {"time": [], "rank": []}
    for database in databases(options):
        with temporary_paper(database) as paper:
            figures["rank"] += ranks(paper)
    write(table(figures["rank"]))
    for database in databases(options):
        if options["articles"]:
            articles, each = options["articles"], options["comments_each"]
            with temporary_paper(database, kept(options, articles, each, database), TASKS="workers") as paper:
                write(f"Filling a paper on {paper.database} with {articles:,} articles …")
                paper.run(fill, articles, each)
                write("Measuring …")
                figures["time"] += times(paper, options)
    if figures["time"]:
        write(table(figures["time"]))
    return figures


def fill(articles: int, comments_each: int) -> None:
    call_command("make_archive", articles=articles, comments=articles * comments_each, stdout=sys.stderr)


def times(paper: Paper, options) -> list[dict]:
    """Measure the results page of each query, one after the other; the first round only warms up the database."""
    asked = questions()
    loads = {kind: [] for kind in asked}
    with serving(paper, workers=1) as port:
        for round_number in range(options["rounds"] + 1):
            for kind, each in asked.items():
                sent = [request("GET", f"{reverse('articles:search')}?q={quote(words)}") for words in each]
                answers = load(port, sent, clients=1)
                if set(answers.statuses) != {200}:
                    raise NoPage(f"Searches were answered with {answers.statuses}.")
                if round_number:
                    loads[kind].append(answers)
    every = {kind: together(each) for kind, each in loads.items()}
    every["all"] = together(list(every.values()))
    size = {"database": paper.database, "articles": options["articles"]}
    return [
        size
        | {
            "words": kind,
            "questions": len(asked[kind]) if kind in asked else sum(map(len, asked.values())),
            **each.times(),
        }
        for kind, each in every.items()
    ]


def questions() -> dict[str, list[str]]:
    """Return fifty queries: rare, middling and common words, alone and in pairs, and one of each together."""
    random, words = Random("questions"), language().words  # noqa: S311 - no secret
    asked = {}
    for kind, (first, last) in _KINDS.items():
        of_kind = words[first:last]
        pairs = [" ".join(random.sample(of_kind, 2)) for _ in range(_IN_PAIRS)]
        asked[kind] = random.sample(of_kind, _ALONE) + pairs
    asked["mixed"] = [" ".join(random.choice(words[slice(*each)]) for each in _KINDS.values()) for _ in range(_MIXED)]
    return asked


def ranks(paper: Paper) -> list[dict]:
    """Return how many of the fifty stories are ranked first, among the first three, and among the first ten."""
    places = paper.run(places_of_stories)
    found = {f"among {limit}" if limit > 1 else "first": sum(0 < p <= limit for p in places) for limit in _PLACES}
    return [{"database": paper.database, "questions": len(places), **found, "not found": places.count(0)}]


def places_of_stories() -> list[int]:
    """Return the rank, from 1, at which each query of the file finds its story; 0 where it does not."""
    edition.load()
    slugs = dict(Article.objects.values_list("pk", "slug"))
    places = []
    for typed, slug in remembered():
        found = [slugs[pk] for pk in find(parse(typed)).articles]
        places.append(found.index(slug) + 1 if slug in found else 0)
    return places


def remembered() -> list[tuple[str, str]]:
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]
