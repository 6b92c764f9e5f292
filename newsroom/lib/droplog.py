"""The log of what was changed: written in the change's own transaction, read by every worker of every machine.

There is nothing to purge and no server that could be down: what was committed is in the log, and what was rolled back
is not.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, connections, transaction

TABLE = "newsroom_page_drop"
# Seconds for which the log is kept. A worker that has not looked for half as long forgets all it has.
KEPT_FOR = 3600
# Seconds after which a cache in front that cannot be reached is given up.
_PURGED_WITHIN = 86_400

# Called when something dropped by this very process is committed.
listeners: list[Callable[[], None]] = []


def drop(*tags: str, removes: bool = False) -> None:
    """Have the pages that wear one of `tags` built anew; with `removes`, never answer with a former copy of one."""
    xact = "pg_current_xact_id()::text::bigint" if connection.vendor == "postgresql" else "0"
    values = ", ".join([f"(%s, %s, %s, %s, {xact})"] * len(tags))
    now = time.time()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (tag, removes, dropped_at, is_to_be_purged, xact) VALUES {values}",
            [each for tag in tags for each in (tag, removes, now, bool(settings.PURGE_URL))],
        )
    if listeners:
        transaction.on_commit(_tell, robust=True)


def _tell() -> None:
    for listener in listeners:
        listener()


def trim() -> int:
    """Forget what every worker has read long since, and caches in front were told; return how many rows that were."""
    now = time.time()
    with connection.cursor() as cursor:
        old = "dropped_at < %s AND (NOT is_to_be_purged OR dropped_at < %s)"
        cursor.execute(f"DELETE FROM {TABLE} WHERE {old}", [now - KEPT_FOR, now - _PURGED_WITHIN])
        return cursor.rowcount


@dataclass(frozen=True)
class Row:
    id: int
    tag: str
    removes: bool


class Reader:
    """One worker's place in the log. `alias` names the database that pages are built from, so that both agree."""

    def __init__(self, alias: str = "default"):
        self._alias = alias
        self._place: int | None = None
        self._seen: set[int] = set()
        self._read_at = 0.0

    def read(self) -> list[Row] | None:
        """Return what came since the last time; None where that cannot be told, as at the beginning."""
        now = time.monotonic()
        is_lost = self._place is None or now - self._read_at > KEPT_FOR / 2
        place, rows = self._read()
        found = [row for row in rows if row.id not in self._seen]
        self._place, self._seen, self._read_at = place, {row.id for row in rows}, now
        return None if is_lost else found

    def _read(self) -> tuple[int, list[Row]]:
        with connections[self._alias].cursor() as cursor:
            if connections[self._alias].vendor == "postgresql":
                return self._from_postgresql(cursor)
            return self._from_sqlite(cursor)

    def _from_sqlite(self, cursor) -> tuple[int, list[Row]]:
        # Writers come one after the other, so that numbers are committed in their order.
        if self._place is None:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {TABLE}")
            return cursor.fetchone()[0], []
        cursor.execute(f"SELECT id, tag, removes FROM {TABLE} WHERE id > %s ORDER BY id", [self._place])
        rows = [Row(*row) for row in cursor.fetchall()]
        return (rows[-1].id if rows else self._place), rows

    def _from_postgresql(self, cursor) -> tuple[int, list[Row]]:
        # A number may be committed after a later one. So the place is that of the oldest transaction that was still
        # going on: what it and those after it wrote is read again, and what was seen already is passed over.
        oldest = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        cursor.execute(
            f"SELECT {oldest}, id, tag, removes FROM (SELECT 1) AS always "
            f"LEFT JOIN {TABLE} ON xact >= coalesce(%s, {oldest}) ORDER BY id",
            [self._place],
        )
        found = cursor.fetchall()
        return found[0][0], [Row(*row) for _oldest, *row in found if row[0] is not None]
