"""What moderators decide, and the log of it.

| room | holds |
|---|---|
| `transitions` | which verb leads from which state to which (pure) |
| `verbs` | carries out one decision |
| `log` | the audit log, chained by hashes |
| `bulk`, `bans` | many comments at once; who may not comment |
| `queue`, `cards` | what waits for a moderator, and in which order; what is shown of each |
| `counters`, `statistics` | the counts kept with each thread; how moderation went |
"""

from comments.moderation.transitions import TRANSITIONS, WITH_REASON, possible
from comments.moderation.verbs import (
    UNDOABLE_FOR_DAYS,
    VERBS,
    NeedsAnother,
    NotPossible,
    Refused,
    Stale,
    approve,
    hold,
    is_undoable,
    mark_spam,
    pick,
    reject,
    remove,
    step,
    undo,
    unpick,
)

__all__ = [
    "TRANSITIONS",
    "UNDOABLE_FOR_DAYS",
    "VERBS",
    "WITH_REASON",
    "NeedsAnother",
    "NotPossible",
    "Refused",
    "Stale",
    "approve",
    "hold",
    "is_undoable",
    "mark_spam",
    "pick",
    "possible",
    "reject",
    "remove",
    "step",
    "undo",
    "unpick",
]
