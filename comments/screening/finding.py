"""A comment on its way in, and what is found out about it."""

from dataclasses import dataclass

from comments.models import Comment, Commenter, Mark, Thread
from comments.policies import EffectivePolicy


@dataclass(frozen=True)
class Draft:
    """A comment that has been sent and not yet been kept, or a new wording of one that has."""

    article: object
    thread: Thread
    terms: EffectivePolicy
    commenter: Commenter
    name: str
    text: str
    website: str = ""
    parent: Comment | None = None
    networks: tuple[str, ...] = ()
    is_proven: bool = False
    # The number of the comment that is reworded; it does not count against itself.
    reworded: int | None = None


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
