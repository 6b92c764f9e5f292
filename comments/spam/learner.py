"""The online classifier: counts and weights in each bucket.

A feature's evidence is its log-count ratio between spam and other comments (naive Bayes), and the margin a weighted sum
of evidence. All weights begin equal, so that early scores are sensible. Each example moves the weights by its error:
logistic regression on the evidence, after Wang and Manning 2012, "Baselines and Bigrams", with steps by AdaGrad (Duchi,
Hazan and Singer 2011).
"""

import math
import sys
import zlib
from array import array
from collections.abc import Iterable

from comments.spam.features import BUCKETS

# Tuned on public data sets of comments and messages in English and Indonesian; results are not sensitive to them.
_FIRST_WEIGHT = 0.2
_RATE = 0.5
_DAMPING = 0.1
# Additive smoothing: a feature seen once has little evidence.
_DOUBT = 1.0
_SURE = 1e-3

# For each kind the weight of one feature, and the buckets.
Scaled = Iterable[tuple[float, Iterable[int]]]


class Learner:
    """Counts and weights by bucket. `spam` and `other` are the numbers of comments learnt as such."""

    def __init__(self):
        self.spam = self.other = 0
        self.bias, self._bias_moved = 0.0, 0.0
        empty = bytes(4 * BUCKETS)
        self._in_spam, self._in_other = array("f", empty), array("f", empty)
        # Each weight's distance from the first one, and its sum of squared gradients (AdaGrad).
        self._learned, self._moved = array("f", empty), array("f", empty)

    def margin(self, scaled: Scaled) -> float:
        """Return the margin of a comment, in log odds before calibration: above 0 it is more likely spam."""
        weights = self._learned
        return self.bias + sum(
            scale * sum(says * (_FIRST_WEIGHT + weights[bucket]) for bucket, says in evidence)
            for scale, evidence in self._evidence(scaled)
        )

    def shares(self, scaled: Scaled) -> list[tuple[int, float]]:
        """Return (bucket, its part of the margin); buckets never seen are left out."""
        weights = self._learned
        return [
            (bucket, scale * says * (_FIRST_WEIGHT + weights[bucket]))
            for scale, evidence in self._evidence(scaled)
            for bucket, says in evidence
        ]

    def has_met(self, buckets: Iterable[int]) -> bool:
        """Tell whether any of the buckets was seen before."""
        return any(self._in_spam[bucket] or self._in_other[bucket] for bucket in buckets)

    def teach(self, scaled: Scaled, is_spam: bool) -> None:
        """Learn one comment (online)."""
        scaled = list(scaled)
        self.count(scaled, is_spam)
        self.adjust(scaled, is_spam)

    def take_back(self, scaled: Scaled, was_spam: bool) -> None:
        """Subtract a comment from the counts. Its steps of the weights stay: they cannot be reversed."""
        self.count(scaled, was_spam, -1)

    def count(self, scaled: Scaled, is_spam: bool, by: int = 1) -> None:
        """Add `by` to the counts of a comment's features in one class."""
        if is_spam:
            self.spam = max(0, self.spam + by)
        else:
            self.other = max(0, self.other + by)
        counts = self._in_spam if is_spam else self._in_other
        for _scale, buckets in scaled:
            for bucket in buckets:
                counts[bucket] = max(0.0, counts[bucket] + by)

    def adjust(self, scaled: Scaled, is_spam: bool) -> None:
        """Take one gradient step on the weights, by the error on a comment."""
        evidence = list(self._evidence(scaled))
        weights, moved, root = self._learned, self._moved, math.sqrt
        verdict = self.bias + sum(
            scale * sum(says * (_FIRST_WEIGHT + weights[bucket]) for bucket, says in group) for scale, group in evidence
        )
        error = sigmoid(verdict) - is_spam
        if abs(error) < _SURE:
            return
        for scale, group in evidence:
            for bucket, says in group:
                slope = error * scale * says
                moved[bucket] += slope * slope
                weights[bucket] -= _RATE * slope / root(moved[bucket] + _DAMPING)
        self._bias_moved += error * error
        self.bias -= _RATE * error / root(self._bias_moved + 1)

    def _evidence(self, scaled: Scaled):
        """Yield for each kind the weight of one feature, and (bucket, evidence) of those seen before."""
        spam, other = max(self.spam, 1), max(self.other, 1)
        doubt = _DOUBT * (1 / spam + 1 / other) / 2
        in_spam, in_other, log = self._in_spam, self._in_other, math.log
        for scale, buckets in scaled:
            yield (
                scale,
                [
                    (bucket, log((in_spam[bucket] / spam + doubt) / (in_other[bucket] / other + doubt)))
                    for bucket in buckets
                    if in_spam[bucket] or in_other[bucket]
                ],
            )

    def dumps(self) -> bytes:
        """Serialise counts and weights, compressed and little-endian."""
        head = array("d", [self.spam, self.other, self.bias, self._bias_moved])
        return zlib.compress(b"".join(_in_order(part).tobytes() for part in (head, *self._arrays)), 1)

    @classmethod
    def loads(cls, data: bytes) -> "Learner":
        """Return the learner that `dumps` wrote. Raises ValueError for data of another size."""
        learner, raw = cls(), memoryview(zlib.decompress(data))
        if len(raw) != 32 + 16 * BUCKETS:
            raise ValueError("this is not the memory of a spam filter")
        head = array("d", bytes(raw[:32]))
        learner.spam, learner.other, learner.bias, learner._bias_moved = _in_order(head)
        for number, part in enumerate(learner._arrays):
            start = 32 + 4 * BUCKETS * number
            part[:] = _in_order(array("f", bytes(raw[start : start + 4 * BUCKETS])))
        return learner

    @property
    def _arrays(self) -> tuple[array, ...]:
        return self._in_spam, self._in_other, self._learned, self._moved


def sigmoid(margin: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, margin))))


def _in_order(part: array) -> array:
    """Convert numbers between little-endian and this machine's byte order."""
    if sys.byteorder == "big":
        part = part[:]
        part.byteswap()
    return part
