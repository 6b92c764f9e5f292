"""Benchmark: comments per second through the readers' form, and a count of lost and duplicated ones."""

import re
from collections import Counter
from random import Random
from urllib.parse import urlencode

from comments.models import Comment
from newsroom.benchmarks import filling, floor
from newsroom.benchmarks.client import Load, fetch, load, request, together
from newsroom.benchmarks.figures import table
from newsroom.benchmarks.paper import Paper, add_database, databases, temporary_paper
from newsroom.benchmarks.prose import length_of_a_comment, prose
from newsroom.benchmarks.reply_form import ReplyForm
from newsroom.benchmarks.server import serving

HELP = "Comments accepted a second, none lost and none doubled, against a bare view that writes one row."

_ACCEPTED = 303
_SENT_AGAIN = 100
_NUMBER = re.compile(r"\((\w+)-(\d+)\)$")
_AS_A_BROWSER = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}


def add_arguments(parser):
    add_database(parser)
    parser.add_argument("--comments", type=int, default=4000, help="how many are sent in each measurement")
    parser.add_argument("--earlier", type=int, default=20_000, help="how many came in the hour before the second one")
    parser.add_argument("--clients", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)


def run(options, write):
    rows = []
    for database in databases(options):
        with temporary_paper(database) as paper:
            write(f"Measuring on {paper.database} …")
            rows += measure(paper, options)
    write(table(rows))
    return rows


def measure(paper: Paper, options) -> list[dict]:
    """Post to the bare view, to an empty thread, to the thread after a busy hour, and to the bare view again."""
    article, path = paper.run(filling.publish)
    paper.run(floor.make_table)
    floors = [_post_to_floor(paper, options)]
    posted = {"the form, no comments yet": post_to_form(paper, path, "first", options)}
    if earlier := options["earlier"]:
        paper.run(filling.receive, [article], earlier)
        posted[f"the form, {earlier:,} in the last hour"] = post_to_form(paper, path, "second", options)
    floors.append(_post_to_floor(paper, options))
    bare = together(floors)
    return [
        {"database": paper.database, "posted to": name, "a second": of.rate, **of.times()}
        | {"of the bare view": round(of.rate / bare.rate, 2), "statuses": _said(of.statuses)}
        | {"lost": lost, "doubled": doubled}
        for name, (of, lost, doubled) in {"a bare view, one row": (bare, 0, 0), **posted}.items()
    ]


def _post_to_floor(paper: Paper, options) -> Load:
    with serving(paper, workers=options["workers"], settings=floor.__name__) as port:
        posts = [_post("/", {"text": text}) for text in _texts("floor", options["comments"])]
        return _timed(port, "/", posts, options)


def post_to_form(paper: Paper, path: str, run: str, options) -> tuple[Load, int, int]:
    """Return the answers to the posts, and how many comments are lost and how many are duplicated in the database."""
    with serving(paper, workers=options["workers"]) as port:
        form = ReplyForm(fetch(port, request("GET", path)).body.decode())
        posts = [
            _post(form.action, form.fields | {"text": text, "name": "Wanda Achebe", "email": f"{run}-{n}@example.org"})
            for n, text in enumerate(_texts(run, options["comments"]))
        ]
        timed = _timed(port, path, posts, options)
        # Retries, as by readers who saw no answer.
        load(port, posts[:_SENT_AGAIN], clients=options["clients"])
    kept = paper.run(numbers_kept, run)
    accepted = [n for n, answer in enumerate(timed.answers) if answer and answer.status == _ACCEPTED]
    return timed, sum(n not in kept for n in accepted), kept.total() - len(kept)


def _timed(port: int, path: str, posts: list[bytes], options) -> Load:
    """Send posts, after some requests that warm up every worker."""
    clients = options["clients"]
    load(port, [request("GET", path)] * 4 * clients, clients=clients)
    return load(port, posts, clients=clients)


def _texts(run: str, number: int) -> list[str]:
    random = Random(run)  # noqa: S311 - no secret
    return [f"{prose(random, length_of_a_comment(random))} ({run}-{n})" for n in range(number)]


def _post(path: str, fields: dict[str, str]) -> bytes:
    return request("POST", path, _AS_A_BROWSER, urlencode(fields).encode())


def numbers_kept(run: str) -> Counter:
    """Return {number of a text: how often it is stored} for one run."""
    texts = Comment.objects.filter(text__endswith=")", text__contains=f"({run}-").values_list("text", flat=True)
    return Counter(int(match[2]) for match in map(_NUMBER.search, texts) if match and match[1] == run)


def _said(statuses: dict[int, int]) -> str:
    return ", ".join(f"{status or 'none'}: {number:,}" for status, number in statuses.items())
