"""What moderators decide, and the log of it.

| room | holds |
|---|---|
| `transitions` | who may do what to a comment in which state, and what it changes (pure) |
| `verbs` | `decide`, the only way to a comment's state, and the verbs of moderators |
| `log` | the audit log, chained by hashes |
| `bulk`, `bans` | many comments at once; who may not comment |
| `queue`, `cards` | what waits for a moderator, and in which order; what is shown of each |
| `counters`, `statistics` | the counts kept with each thread; how moderation went |
"""

from comments.moderation.transitions import (
    COMMENTER,
    DECISIONS,
    POLICY,
    READERS,
    RULE,
    TRANSITIONS,
    WITH_REASON,
    Who,
    moderator,
    possible,
)
from comments.moderation.verbs import (
    UNDOABLE_FOR_DAYS,
    VERBS,
    NeedsAnother,
    NotPossible,
    Refused,
    Stale,
    approve,
    decide,
    hold,
    is_undoable,
    mark_spam,
    pick,
    reject,
    remove,
    undo,
    unpick,
)

__all__ = [
    "COMMENTER",
    "DECISIONS",
    "POLICY",
    "READERS",
    "RULE",
    "TRANSITIONS",
    "UNDOABLE_FOR_DAYS",
    "VERBS",
    "WITH_REASON",
    "NeedsAnother",
    "NotPossible",
    "Refused",
    "Stale",
    "Who",
    "approve",
    "decide",
    "hold",
    "is_undoable",
    "mark_spam",
    "moderator",
    "pick",
    "possible",
    "reject",
    "remove",
    "undo",
    "unpick",
]
