"""The spam filter's word on a comment: it adds to the risk, and holds the comment from `HOLD_AT` on."""

from collections.abc import Iterator

from comments import spam
from comments.models import Mark
from comments.screening.finding import Draft, Finding


def spam_filter(draft: Draft) -> Iterator[Finding]:
    """Find out the risk of a draft: nothing until the filter has seen enough decisions."""
    found = spam.score_when_ready(draft.text, draft.name, draft.website)
    if not found:
        return
    if found.probability >= spam.HOLD_AT:
        yield Finding(Mark.SCORE)
    for label, points in found.as_points():
        yield Finding(None, label, risk=points, hold=False)
