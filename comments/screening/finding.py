"""What is found out about a comment that has come in, or about a new wording of one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from comments.models import Comment, Mark
from comments.policies import EffectivePolicy


@dataclass(frozen=True)
class Finding:
    """One thing that speaks against a comment: `risk` points of a hundred; `hold` and `reject` say what follows.

    Without a mark it only adds to the risk.
    """

    mark: Mark | None
    label: str = ""
    risk: int = 0
    hold: bool = True
    reject: bool = False


# Asked of a comment that need not be saved, under a policy; the networks are hashes of where it came from.
Check = Callable[[Comment, EffectivePolicy, tuple[str, ...]], Iterable[Finding]]
