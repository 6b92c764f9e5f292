"""Rate limits: exact counts of hits across processes and machines, in the database."""

import time

from django.db import connection

TABLE = "newsroom_rate_window"
_A_DAY = 86_400


def hit(key: str, *, seconds: int) -> int:
    """Count one hit of `key` and return how many there are in the current window of `seconds`.

    One atomic statement, so that there is no race between processes. `key` must hold no personal data:
    callers pass keyed hashes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (key, window_start, hits) VALUES (%s, %s, 1) "
            f"ON CONFLICT (key, window_start) DO UPDATE SET hits = {TABLE}.hits + 1 RETURNING hits",
            [key, _window(seconds)],
        )
        count = cursor.fetchone()[0]
    if count == 1:
        # The first hit of a window deletes stale windows, so that no task is needed for it.
        forget(older_than=max(_A_DAY, seconds))
    return count


def hits(key: str, *, seconds: int) -> int:
    """Return how many hits of `key` there are in the current window, without counting one."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT hits FROM {TABLE} WHERE key = %s AND window_start = %s", [key, _window(seconds)])
        row = cursor.fetchone()
    return row[0] if row else 0


def forget(*, older_than: int) -> int:
    """Delete the windows that began more than `older_than` seconds ago; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE window_start < %s", [int(time.time()) - older_than])
        return cursor.rowcount


def _window(seconds: int) -> int:
    return int(time.time()) // seconds * seconds
