"""The invalidation log of the page cache: written in the change's own transaction, read by every worker.

It is a table of the database, so that it holds what was committed, nothing that was rolled back, and needs no other
server.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, connections, transaction

TABLE = "newsroom_page_drop"
# Seconds for which rows are kept. A worker that has not read the log for half as long clears its whole cache.
KEPT_FOR = 3600
# Seconds after which rows are deleted even if the cache in front could not be told.
_PURGED_WITHIN = 86_400

# Called when an invalidation written by this process is committed.
listeners: list[Callable[[], None]] = []


def drop(*tags: str, removes: bool = False) -> None:
    """Invalidate the pages with one of the cache tags `tags`; with `removes`, do not serve stale copies either."""
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
    """Delete rows that every worker has read and the cache in front was told of; return how many."""
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
    """One worker's position in the log. `alias` is the database that pages are built from, so that both agree."""

    def __init__(self, alias: str = "default"):
        self._alias = alias
        self._place: int | None = None
        self._seen: set[int] = set()
        self._read_at = 0.0

    def read(self) -> list[Row] | None:
        """Return the rows since the last call; None where they are unknown, as at the first call."""
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
        # SQLite has one writer at a time, so that ids are committed in order.
        if self._place is None:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {TABLE}")
            return cursor.fetchone()[0], []
        cursor.execute(f"SELECT id, tag, removes FROM {TABLE} WHERE id > %s ORDER BY id", [self._place])
        rows = [Row(*row) for row in cursor.fetchall()]
        return (rows[-1].id if rows else self._place), rows

    def _from_postgresql(self, cursor) -> tuple[int, list[Row]]:
        # An id may be committed after a later one. So the position is the oldest transaction that was still open: its
        # rows and later ones are read again, and those already seen are skipped.
        oldest = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
        cursor.execute(
            f"SELECT {oldest}, id, tag, removes FROM (SELECT 1) AS always "
            f"LEFT JOIN {TABLE} ON xact >= coalesce(%s, {oldest}) ORDER BY id",
            [self._place],
        )
        found = cursor.fetchall()
        return found[0][0], [Row(*row) for _oldest, *row in found if row[0] is not None]
