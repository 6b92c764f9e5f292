"""A spam score learnt from this newsroom's own decisions, on its own machine.

Pure: `features` extracts features, `learner` is the classifier, `calibration` turns margins into probabilities and
measures them, `training` trains from scratch, `scoring` explains a score. With the database: `learning` is a task that
learns new decisions each minute and writes the model to one row, `memory` caches that row in each process, `readiness`
says how far the filter can be trusted.

The score approves nothing. It adds to the risk by which the queue is sorted, and holds a comment from
`calibration.HOLD_AT` on, once the filter has seen enough decisions.
"""

from comments.models.spam_filter import copies_of
from comments.spam.calibration import HOLD_AT
from comments.spam.features import features_of
from comments.spam.learning import learn, retrain
from comments.spam.memory import Known, known
from comments.spam.readiness import Readiness, readiness
from comments.spam.scoring import Copies, Score, Signal, has_seen_enough, judge

__all__ = [
    "HOLD_AT",
    "Readiness",
    "Score",
    "Signal",
    "learn",
    "readiness",
    "retrain",
    "score",
    "score_when_ready",
]


def score(text: str, name: str = "", website: str = "") -> Score:
    """Score a comment with the current filter. One query, and one more if the same words came before."""
    return _score(known(), text, name, website)


def score_when_ready(text: str, name: str = "", website: str = "") -> Score | None:
    """Score a comment, or return None while the filter has not seen enough decisions."""
    now = known()
    return _score(now, text, name, website) if has_seen_enough(now.learner) else None


def _score(now: Known, text: str, name: str, website: str) -> Score:
    parts = features_of(text, name, website)
    came_before = now.learner.has_met(parts.groups[-1])
    copies = Copies(*copies_of(parts.fingerprint)) if came_before else Copies()
    return judge(parts, now.learner, now.calibration, copies)
