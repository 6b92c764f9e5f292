"""Benchmark: the spam filter on labelled comments, in a folder of CSV files with the columns CONTENT and CLASS.

Cross-validation: each file in turn is the test set, and the others are the training set; a single file is split into
folds. The comments are shuffled with a fixed seed, as those of several articles would be mixed.
"""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean
from time import perf_counter

from django.core.management import CommandError

from articles.models import Article
from comments import moderation, posting, spam
from comments.models import Comment, Commenter, Thread
from comments.spam.calibration import HOLD_AT, area_under_roc, reliability, verdicts
from comments.spam.features import Features, features_of
from comments.spam.learner import Learner, sigmoid
from comments.spam.training import train
from newsroom.benchmarks import filling
from newsroom.benchmarks.figures import in_ms, median, table
from newsroom.benchmarks.paper import add_database, databases, temporary_paper

HELP = "The spam filter on labelled comments: AUC, accuracy, precision, reliability, time."

_LIKELIER = 0.5
_TIMED = 400
_CLASSES = {"1": True, "spam": True, "true": True, "0": False, "ham": False, "false": False}


@dataclass(frozen=True)
class Labelled:
    text: str
    name: str
    is_spam: bool


def add_arguments(parser):
    parser.add_argument(
        "--data", required=True, metavar="FOLDER", help="CSV files with CONTENT, CLASS and perhaps AUTHOR"
    )
    parser.add_argument("--parts", type=int, default=5, help="how many parts a single file is cut into")
    add_database(parser)


def run(options, write):
    folds = read(Path(options["data"]), options["parts"])
    tried = []
    for at, name in enumerate(folds):
        tried.append(try_on(name, folds))
        write(f"Tried on {name}, {at + 1} of {len(folds)} …")
    everything = [pair for each in tried for pair in each["pairs"]]
    rows = [figures_of(each) for each in tried]
    rows.append({"tried on": "mean"} | {name: _mean(rows, name) for name in list(rows[0])[1:]})
    steps = [vars(step) for step in reliability(everything)]
    comments = [each for fold in folds.values() for each in fold]
    one_by_one, speed = guess_and_learn(comments), [time(comments, database) for database in databases(options)]
    write(_answer(rows, steps, one_by_one, speed))
    return {"folds": rows, "reliability": steps, "one by one": one_by_one, "speed": speed}


# Data


def read(folder: Path, parts: int) -> dict[str, list[Labelled]]:
    """Return {name: comments} of each file, or of folds of the only one. Raises CommandError for invalid data."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise CommandError(f"There is no CSV file in {folder}.")
    found = {file.stem: _rows_of(file) for file in files}
    if len(found) == 1:
        ((name, comments),) = found.items()
        mixed = _mixed(comments)
        found = {f"{name} {at + 1}/{parts}": mixed[at::parts] for at in range(parts)}
    return found


def _rows_of(file: Path) -> list[Labelled]:
    csv.field_size_limit(sys.maxsize)
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        rows = [{(name or "").strip().upper(): value or "" for name, value in row.items()} for row in _reader(lines)]
    if not rows or not {"CONTENT", "CLASS"} <= rows[0].keys():
        raise CommandError(f"{file.name} has no columns CONTENT and CLASS.")
    return [
        Labelled(row["CONTENT"], row.get("AUTHOR", ""), _class_of(row["CLASS"], file))
        for row in rows
        if row["CONTENT"].strip()
    ]


def _reader(lines):
    """Yield rows; surplus cells are ignored."""
    return ({name: row[name] for name in row if name} for row in csv.DictReader(lines))


def _class_of(typed: str, file: Path) -> bool:
    try:
        return _CLASSES[typed.strip().lower()]
    except KeyError:
        raise CommandError(f"{file.name}: CLASS is 1 for spam and 0 for what is none, not “{typed}”.") from None


def _mixed(rows: Sequence) -> list:
    return Random(0).sample(rows, len(rows))  # noqa: S311 - an order, no secret


# Evaluation


def try_on(name: str, folds: dict[str, list[Labelled]]) -> dict:
    """Train on all folds but one; return the margins and probabilities for that one, each with the true label."""
    others = [each for other, fold in folds.items() if other != name for each in fold]
    trained = train((_parts(each), each.is_spam) for each in _mixed(others))
    margins = [(trained.learner.margin(_parts(each).scaled), each.is_spam) for each in folds[name]]
    pairs = [(trained.calibration.probability(margin), is_spam) for margin, is_spam in margins]
    return {"name": name, "margins": margins, "pairs": pairs, "bytes": len(trained.learner.dumps())}


def figures_of(tried: dict) -> dict:
    likelier, held = verdicts(tried["pairs"], _LIKELIER), verdicts(tried["pairs"], HOLD_AT)
    return {
        "tried on": tried["name"],
        "comments": likelier.of,
        "spam": likelier.spam,
        "AUC": area_under_roc(tried["margins"]),
        "accuracy": likelier.accuracy,
        "F1": likelier.f1,
        "precision": held.precision,
        "recall": held.recall,
        "stored kB": round(tried["bytes"] / 1000),
    }


def guess_and_learn(comments: Sequence[Labelled]) -> dict:
    """Return the accuracy of online learning: each comment is scored and then learned, without prior training."""
    learner, margins = Learner(), []
    for each in _mixed(comments):
        scaled = list(_parts(each).scaled)
        margins.append((learner.margin(scaled), each.is_spam))
        learner.teach(scaled, each.is_spam)
    later = margins[len(margins) // 10 :]
    right = verdicts([(sigmoid(margin), is_spam) for margin, is_spam in later], _LIKELIER)
    return {"comments": len(later), "AUC": area_under_roc(later), "accuracy": right.accuracy}


def time(comments: Sequence[Labelled], database: str | None) -> dict:
    """Learn and score some comments in a temporary paper; return the milliseconds per comment."""
    some = _mixed(comments)[: 2 * _TIMED]
    typed = [(each.text, each.name, each.is_spam) for each in some]
    with temporary_paper(database) as paper:
        learned, scored = paper.run(in_use, typed[::2], typed[1::2])
        return {"database": paper.database, "score ms": in_ms(median(scored)), "learn ms": in_ms(learned)}


def in_use(taught: list[tuple], asked: list[tuple]) -> tuple[float, list[float]]:
    """Return the mean seconds to learn a decision, in bulk, and the seconds of each score afterwards."""
    article = Article.objects.get(pk=filling.publish()[0])
    for number, (text, name, is_spam) in enumerate(taught):
        address = f"reader-{number}@example.org"
        sent = {"thread": Thread(article=article), "commenter": Commenter(address=address)}
        comment = posting.receive(Comment(name=name[:60] or "Ada", text=text, **sent))
        decide = moderation.mark_spam if is_spam else moderation.approve
        decide(comment, by=None)
    learned = _seconds(spam.learn) / len(taught)
    # The first score loads the trained filter.
    spam.score("")
    return learned, [_seconds(spam.score, text, name) for text, name, _is_spam in asked]


def _seconds(function, *args) -> float:
    began = perf_counter()
    function(*args)
    return perf_counter() - began


def _parts(comment: Labelled) -> Features:
    return features_of(comment.text, comment.name)


# Report


def _answer(rows: list[dict], steps: list[dict], one_by_one: dict, speed: list[dict]) -> str:
    counted = f"Spam of what was held from a probability of {HOLD_AT} on (precision), and held of all spam (recall)."
    single = f"Each guessed at, then learned, once: AUC {_said(one_by_one['AUC'])}, accuracy {_said(one_by_one['accuracy'])}."
    return "\n\n".join((_table(rows), counted, _table(steps), single, table(speed)))


def _table(rows: list[dict]) -> str:
    return table([{name: _said(value) for name, value in row.items()} for row in rows])


def _said(value) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else value


def _mean(rows: list[dict], name: str) -> float | int | None:
    known = [row[name] for row in rows if row[name] is not None]
    mean = fmean(known) if known else None
    return round(mean) if known and isinstance(known[0], int) else mean
