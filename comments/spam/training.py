"""Train a filter from scratch: several epochs over old examples, then online through the newest."""

import random
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile

from comments.spam.calibration import Calibration, calibrate
from comments.spam.features import Features, scaled
from comments.spam.learner import Learner

_ROUNDS = 3
# The newest fifth, 2,000 at most, is scored before it is learnt, as it would have been online.
_WALKED, _MOST_WALKED = 5, 2_000


@dataclass(frozen=True)
class Trained:
    """A filter, and its scores of the newest examples before they were learnt: {number: (margin, is spam)}."""

    learner: Learner
    calibration: Calibration
    guesses: dict[int, tuple[float, bool]]


def train(
    examples: Iterable[tuple[Features, bool]], progress: Callable[[int, int], None] = lambda done, of: None
) -> Trained:
    """Train on examples, the oldest first. They are read once, and their buckets kept in a temporary file.

    `progress` is called with how much is done of how much; the second is 0 while the examples are being read.
    """
    with TemporaryFile() as file:
        shelf = _Shelf(file)
        for number, example in enumerate(examples):
            shelf.put(*example)
            progress(number + 1, 0)
        return _learn(shelf, progress)


def _learn(shelf: "_Shelf", progress: Callable[[int, int], None]) -> Trained:
    learner, guesses = Learner(), {}
    recent = min(_MOST_WALKED, len(shelf) // _WALKED)
    past, every = range(len(shelf) - recent), range(len(shelf))
    tell = _Telling(progress, len(past) * (_ROUNDS + 1) + recent + len(every))
    for number in tell(past):
        learner.count(*shelf.get(number))
    for at in range(_ROUNDS):
        _adjust(learner, shelf, tell(_mixed(past, at)))
    for number in tell(every[len(past) :]):
        buckets, is_spam = shelf.get(number)
        guesses[number] = learner.margin(buckets), is_spam
        learner.teach(buckets, is_spam)
    _adjust(learner, shelf, tell(_mixed(every, _ROUNDS)))
    return Trained(learner, calibrate(list(guesses.values())), guesses)


def _adjust(learner: Learner, shelf: "_Shelf", numbers: Iterable[int]) -> None:
    for number in numbers:
        learner.adjust(*shelf.get(number))


def _mixed(numbers: range, seed: int) -> list[int]:
    return random.Random(seed).sample(numbers, len(numbers))  # noqa: S311 - an order, no secret


class _Telling:
    """Report progress while iterating over numbers."""

    def __init__(self, progress: Callable[[int, int], None], of: int):
        self._progress, self._done, self._of = progress, 0, of

    def __call__(self, numbers: Iterable[int]) -> Iterator[int]:
        for number in numbers:
            yield number
            self._done += 1
            self._progress(self._done, self._of)


class _Shelf:
    """Examples in a file, by number: the buckets of each kind, and whether it is spam."""

    def __init__(self, file):
        self._file = file
        self._starts, self._is_spam = array("Q", [0]), bytearray()

    def __len__(self):
        return len(self._is_spam)

    def put(self, features: Features, is_spam: bool) -> None:
        for group in features.groups:
            row = array("I", [len(group), *group])
            row.tofile(self._file)
        self._starts.append(self._file.tell())
        self._is_spam.append(is_spam)

    def get(self, number: int) -> tuple[list, bool]:
        start, end = self._starts[number], self._starts[number + 1]
        self._file.seek(start)
        row = array("I", self._file.read(end - start))
        return list(scaled(_groups(row))), bool(self._is_spam[number])


def _groups(row: array) -> Iterator[array]:
    at = 0
    while at < len(row):
        yield row[at + 1 : at + 1 + row[at]]
        at += 1 + row[at]
