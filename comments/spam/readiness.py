"""How far the filter can be trusted: what it has learnt, and its precision on comments not yet learnt."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from comments.models import SpamFilter
from comments.spam.calibration import HOLD_AT, Bin, Verdicts, probabilities, reliability, verdicts
from comments.spam.memory import known, measured
from comments.spam.scoring import LEAST_APPROVED, LEAST_DECISIONS, LEAST_SPAM, has_seen_enough


@dataclass(frozen=True)
class Readiness:
    """What the filter has learnt, and its last predictions against what the newsroom then decided."""

    is_ready: bool
    spam: int
    approved: int
    measured: Verdicts
    bins: list[Bin]

    @property
    def decisions(self) -> int:
        return self.spam + self.approved

    def __str__(self):
        return f"{self._state} {self._measure}".strip()

    @property
    def _state(self) -> str:
        seen = {"decisions": self.decisions, "spam": self.spam, "approved": self.approved}
        if self.is_ready:
            return _("Ready: it has seen %(decisions)d decisions, %(spam)d spam and %(approved)d approved.") % seen
        needed = {"least": LEAST_DECISIONS, "least_spam": LEAST_SPAM, "least_approved": LEAST_APPROVED}
        return (
            _(
                "Not ready: it has seen %(decisions)d decisions, %(spam)d spam and %(approved)d approved; "
                "it needs %(least)d, at least %(least_spam)d spam and %(least_approved)d approved."
            )
            % (seen | needed)
        )  # fmt: skip

    @property
    def _measure(self) -> str:
        found = self.measured
        if not found.held:
            return ""
        return _(
            "Of the last %(of)d comments that it guessed at, it would have held %(held)d; %(precision).1f%% of those "
            "were spam, and they were %(recall).1f%% of all spam."
        ) % {
            "of": found.of,
            "held": found.held,
            "precision": 100 * found.precision,
            "recall": 100 * (found.recall or 0),
        }


def readiness() -> Readiness:
    """Measure the current filter on its last thousand predictions. Two queries, and one more if it has changed."""
    learner = known().learner
    pairs = probabilities(measured(SpamFilter.objects.defer("data").filter(pk=1).first()))
    counts = round(learner.spam), round(learner.other)
    return Readiness(has_seen_enough(learner), *counts, verdicts(pairs, HOLD_AT), reliability(pairs))
