"""The audit log: each row carries the hash of the row before, so that changed or missing rows are detected."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from datetime import UTC

from comments.models import Chain, Comment, Decision

_CHAINED = (
    "number",
    "comment_number",
    "version",
    "verb",
    "from_state",
    "to_state",
    "reason",
    "note_hash",
    "actor",
    "decider",
    "waited",
    "undoes_id",
    "previous_hash",
)


def lock() -> Chain:
    """Lock the audit log until the transaction ends. Call it before locking any comment, to prevent deadlocks."""
    return Chain.objects.select_for_update().get_or_create(pk=1)[0]


def append(chain: Chain, comment: Comment, *, note: str = "", **fields) -> Decision:
    """Append a decision on a comment to the audit log, which the caller has locked."""
    salt = secrets.token_hex(16) if note else ""
    decision = Decision(
        number=chain.length + 1,
        comment=comment,
        comment_number=comment.pk,
        note=note,
        note_salt=salt,
        note_hash=_hash_of_note(salt, note),
        previous_hash=chain.hash,
        **fields,
    )
    decision.hash = hash_of(decision)
    decision.save(force_insert=True)
    chain.length, chain.hash = decision.number, decision.hash
    chain.save(update_fields=["length", "hash"])
    return decision


def hash_of(decision: Decision) -> str:
    """Return the SHA-256 of a decision's fields, which include the hash of the row before."""
    said = {name: getattr(decision, name) for name in _CHAINED}
    said = {name: value if value is None or isinstance(value, int) else str(value) for name, value in said.items()}
    said["decided_at"] = decision.decided_at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def faults(expected: str = "") -> Iterator[str]:
    """Verify the whole audit log and yield a sentence for each row that is missing or was changed.

    `expected` is a hash that the log once ended with, kept elsewhere. It detects a log that was truncated together
    with its `Chain` row.
    """
    number, previous, met = 0, "", not expected
    for decision in Decision.objects.order_by("number").iterator(chunk_size=2000):
        if decision.number != number + 1:
            yield f"{number + 1} to {decision.number - 1}: missing"
        elif decision.previous_hash != previous:
            yield f"{decision.number}: does not follow the row before it"
        if decision.hash != hash_of(decision):
            yield f"{decision.number}: changed after it was written"
        if decision.note and decision.note_hash != _hash_of_note(decision.note_salt, decision.note):
            yield f"{decision.number}: its note was changed"
        number, previous = decision.number, decision.hash
        met = met or previous == expected
    chain = Chain.objects.filter(pk=1).first() or Chain()
    if (chain.length, chain.hash) != (number, previous):
        yield f"{number + 1} to {chain.length}: missing at the end"
    if not met:
        yield "the record never ended with the hash that was given"


def rows() -> Iterator[list]:
    """Yield the audit log as the rows of a table, header first."""
    yield ["number", "decided_at", "what", "from", "to", "reason", "note", "by", "comment", "waited", "undoes", "hash"]
    decisions = Decision.objects.select_related("undoes").order_by("number")
    for decision in decisions.iterator(chunk_size=2000):
        yield [
            decision.number,
            decision.decided_at.astimezone(UTC).isoformat(timespec="seconds"),
            decision.verb,
            decision.from_state,
            decision.to_state,
            decision.reason,
            decision.note,
            decision.decider or decision.actor,
            decision.comment_number,
            decision.waited,
            decision.undoes and decision.undoes.number,
            decision.hash,
        ]


def _hash_of_note(salt: str, note: str) -> str:
    return hashlib.sha256(f"{salt}{note}".encode()).hexdigest() if note else ""
