"""Moderation: the decisions on comments, and their audit log.

| module | contents |
|---|---|
| `transitions` | the state machine: who may do what in which state, and what it changes (pure) |
| `verbs` | `decide`, the only function that changes a comment's state, and the moderators' verbs |
| `log` | the audit log, a hash chain |
| `bulk`, `bans` | bulk decisions; bans of addresses and networks |
| `queue`, `cards` | the order and the pages of the queue; the data shown for each comment |
| `counters`, `statistics` | the denormalised counters, recounted; figures on moderation |
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
