"""The spam filter as a check: it adds to the risk, and holds a comment from `HOLD_AT` on."""

from collections.abc import Iterator

from comments import spam
from comments.models import Comment, Mark
from comments.policies import EffectivePolicy
from comments.screening.finding import Finding


def spam_filter(comment: Comment, policy: EffectivePolicy, networks: tuple[str, ...]) -> Iterator[Finding]:
    """Yield the risk of a comment by its signals; nothing until the filter has seen enough decisions."""
    found = spam.score_when_ready(comment.text, comment.name, comment.website)
    if not found:
        return
    if found.probability >= spam.HOLD_AT:
        yield Finding(Mark.SCORE)
    for label, points in found.as_points():
        yield Finding(None, label, risk=points, hold=False)
