"""The filter as cached by each process: read again when the row of `SpamFilter` has changed."""

from dataclasses import dataclass, field

from comments.models import SpamFilter
from comments.spam.calibration import Calibration, Pairs
from comments.spam.learner import Learner
from newsroom.lib.prepared import Prepared


@dataclass(frozen=True)
class Known:
    """One state of the filter, shared by threads: never changed once it is read."""

    version: int | None = None
    learner: Learner = field(default_factory=Learner)
    calibration: Calibration = field(default_factory=Calibration)


_known = Known()


@Prepared
def _version():
    return SpamFilter.objects.filter(pk=1).values_list("version")


def known() -> Known:
    """Return the current filter. One query for its version, and another if that has changed."""
    global _known
    (version,) = _version.first() or (None,)
    if version != _known.version:
        row = SpamFilter.objects.defer("guesses").filter(pk=1).first()
        _known = Known(row.version, learner_of(row), Calibration(row.slope, row.offset)) if row else Known()
    return _known


def learner_of(row: SpamFilter) -> Learner:
    return Learner.loads(bytes(row.data)) if row.data else Learner()


def measured(row: SpamFilter | None) -> Pairs:
    """Return (margin, is spam) of the last comments scored before they were learnt, newest last."""
    return [(margin, is_spam) for _key, margin, is_spam in (row.guesses if row else []) if is_spam is not None]
