"""Calibration and metrics, from pairs of a margin or a probability and what the newsroom decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comments.spam.learner import sigmoid

# From this probability on a comment is held, whatever the policy and the commenter's earlier comments.
HOLD_AT = 0.8
# Strength of the regularisation towards slope 1 and offset 0.
_DOUBT = 5.0
_STEPS = 25

Pairs = Sequence[tuple[float, bool]]


@dataclass(frozen=True)
class Calibration:
    """Turns a margin into a probability (Platt 1999, "Probabilistic Outputs for Support Vector Machines")."""

    slope: float = 1.0
    offset: float = 0.0

    def probability(self, margin: float) -> float:
        return sigmoid(self.slope * margin + self.offset)


def calibrate(pairs: Pairs) -> Calibration:
    """Fit margins to what was decided; with few pairs it stays near slope 1 and offset 0."""
    slope, offset = 1.0, 0.0
    for _ in range(_STEPS):
        # One step of Newton's method on the log loss, with L2 regularisation towards the start.
        by_slope, by_offset = _DOUBT * (slope - 1), _DOUBT * offset
        ss, so, oo = _DOUBT, 0.0, _DOUBT
        for margin, is_spam in pairs:
            p = sigmoid(slope * margin + offset)
            error, spread = p - is_spam, p * (1 - p)
            by_slope += error * margin
            by_offset += error
            ss += spread * margin * margin
            so += spread * margin
            oo += spread
        det = ss * oo - so * so
        change = (oo * by_slope - so * by_offset) / det, (ss * by_offset - so * by_slope) / det
        # Steps are clipped against overshooting. The slope stays positive: probability rises with the margin.
        slope = max(0.05, slope - max(-1.0, min(1.0, change[0])))
        offset -= max(-1.0, min(1.0, change[1]))
        if max(map(abs, change)) < 1e-4:
            break
    return Calibration(slope, offset)


def probabilities(pairs: Pairs) -> list[tuple[float, bool]]:
    """Return (probability, was spam) by two-fold cross-validation: each half is calibrated by the other."""
    halves = pairs[::2], pairs[1::2]
    by_other = calibrate(halves[1]), calibrate(halves[0])
    return [(by_other[at % 2].probability(margin), is_spam) for at, (margin, is_spam) in enumerate(pairs)]


def area_under_roc(pairs: Pairs) -> float | None:
    """Return the AUC: how often spam has a greater value than ham, ties by half; None if one class is empty."""
    ordered = sorted(pairs)
    spam = sum(is_spam for _value, is_spam in ordered)
    other = len(ordered) - spam
    if not spam or not other:
        return None
    ranks, start = 0.0, 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        # Equal values get the mean of their ranks.
        ranks += (start + end + 1) / 2 * sum(is_spam for _value, is_spam in ordered[start:end])
        start = end
    return (ranks - spam * (spam + 1) / 2) / (spam * other)


@dataclass(frozen=True)
class Verdicts:
    """Counts at a threshold: how many comments would be held, and how many of them and of all were spam."""

    of: int
    spam: int
    held: int
    held_spam: int

    @property
    def precision(self) -> float | None:
        """The share of held comments that are spam, 0 to 1."""
        return self.held_spam / self.held if self.held else None

    @property
    def recall(self) -> float | None:
        """The share of spam that is held, 0 to 1."""
        return self.held_spam / self.spam if self.spam else None

    @property
    def accuracy(self) -> float | None:
        right = self.held_spam + (self.of - self.spam) - (self.held - self.held_spam)
        return right / self.of if self.of else None

    @property
    def f1(self) -> float | None:
        return 2 * self.held_spam / (self.held + self.spam) if self.held + self.spam else None


def verdicts(pairs: Iterable[tuple[float, bool]], at: float = HOLD_AT) -> Verdicts:
    """Compare probabilities with what was decided, at the threshold `at`."""
    pairs = list(pairs)
    held = [is_spam for probability, is_spam in pairs if probability >= at]
    return Verdicts(len(pairs), sum(is_spam for _p, is_spam in pairs), len(held), sum(held))


@dataclass(frozen=True)
class Bin:
    """Comments with probabilities from `low` to `high`: their number, mean probability and share of spam."""

    low: float
    high: float
    number: int
    said: float | None
    was: float | None

    @property
    def label(self) -> str:
        return f"{self.low:.0%} – {self.high:.0%}"

    @property
    def percent(self) -> int:
        return round(100 * (self.was or 0))


def reliability(pairs: Iterable[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """Return the reliability diagram: predicted and actual spam, in `bins` equal steps of probability."""
    found: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, is_spam in pairs:
        found[min(bins - 1, int(probability * bins))].append((probability, is_spam))
    return [
        Bin(
            at / bins,
            (at + 1) / bins,
            len(inside),
            sum(p for p, _ in inside) / len(inside) if inside else None,
            sum(is_spam for _, is_spam in inside) / len(inside) if inside else None,
        )
        for at, inside in enumerate(found)
    ]
