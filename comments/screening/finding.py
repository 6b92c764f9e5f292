"""Findings: results of the checks on an incoming comment or on an edit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from comments.models import Comment, Mark
from comments.policies import EffectivePolicy


@dataclass(frozen=True)
class Finding:
    """One result of a check: `risk` is points of a hundred; `hold` and `reject` say what follows.

    Without a mark it only adds to the risk.
    """

    mark: Mark | None
    label: str = ""
    risk: int = 0
    hold: bool = True
    reject: bool = False


# Called with a comment, which need not be saved, the policy, and the hashes of the sender's network.
Check = Callable[[Comment, EffectivePolicy, tuple[str, ...]], Iterable[Finding]]
