"""Statistics for the database's query planner: row counts, and how selective each index is.

The planner chooses indexes by them. PostgreSQL updates them by itself, within minutes of a change; SQLite never does.
"""

from django.db import connection

# Rows of an index that SQLite samples. With a thousand it misjudges how many stories a section has, and sorts all of
# them for a list of the newest.
_ROWS = 100_000


def look_at_tables() -> None:
    """Update the statistics of all tables now, as after a bulk insert."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {_ROWS}")
            cursor.execute("ANALYZE")
        elif tables := _filled_tables(cursor):
            # Outside a transaction VACUUM also updates the visibility map, for index-only scans.
            verb = "ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE"
            cursor.execute(f"{verb} {', '.join(map(connection.ops.quote_name, tables))}")


def _filled_tables(cursor) -> list[str]:
    """Return the tables that have a row. If an empty table were analysed, PostgreSQL would plan for an empty one while
    it fills: a long thread then takes minutes."""
    tables = connection.introspection.table_names(cursor)
    rows = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})" for table in tables
    )
    cursor.execute(rows)
    return [table for (table,) in cursor.fetchall()]
