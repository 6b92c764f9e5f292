"""A risk score that is learned from this newsroom's own decisions, on its own machine.

`features` takes a comment apart, `learner` counts and weighs, `measures` turns margins into probabilities and says
how good they are, `training` teaches from the beginning, `scoring` says why: these are pure. `memory` keeps the
learner of each worker up with the database, `teaching` teaches it decisions, `trust` measures it.

The score approves nothing: it adds to the risk by which the queue is sorted, and holds a comment from
`measures.HOLD_AT` on, once it has seen enough.
"""

from comments.models.spam_filter import copies_of
from comments.spam import memory
from comments.spam.calibration import HOLD_AT
from comments.spam.features import features_of
from comments.spam.readiness import Readiness, readiness
from comments.spam.scoring import Copies, Score, Signal, has_seen_enough, judge
from comments.spam.teaching import learn, learn_from, retrain

__all__ = [
    "HOLD_AT",
    "Readiness",
    "Score",
    "Signal",
    "learn",
    "learn_from",
    "readiness",
    "retrain",
    "score",
    "score_when_ready",
]


def score(text: str, name: str = "", website: str = "") -> Score:
    """Score a comment by all that was taught up to now. One query, and one more if the same words came before."""
    with memory.up_to_date() as known:
        return _score(known, text, name, website)


def _score(known: memory.Memory, text: str, name: str, website: str) -> Score:
    parts = features_of(text, name, website)
    came_before = known.learner.has_met(parts.groups[-1])
    copies = Copies(*copies_of(parts.fingerprint)) if came_before else Copies()
    return judge(parts, known.learner, known.calibration, copies)


def score_when_ready(text: str, name: str = "", website: str = "") -> Score | None:
    """Score a comment, or return None while the filter has not seen enough decisions."""
    with memory.up_to_date() as known:
        return _score(known, text, name, website) if has_seen_enough(known.learner) else None
