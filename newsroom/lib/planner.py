"""What the database knows of its tables: how many rows they have, how many of them are alike.

By this it chooses the index for a query. PostgreSQL looks by itself, within minutes of a change; SQLite never does.
"""

from django.db import connection

# Rows of an index that SQLite looks at: of a thousand it would not learn how many stories a section has, and read them
# all, in order to sort them, for a list of the newest.
_ROWS = 100_000


def look_at_tables() -> None:
    """Have the database look at all of its tables now, as after many rows came at once."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {_ROWS}")
            cursor.execute("ANALYZE")
        elif tables := _filled_tables(cursor):
            # Outside a transaction also which pages every transaction sees, so that an index alone can answer.
            verb = "ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE"
            cursor.execute(f"{verb} {', '.join(map(connection.ops.quote_name, tables))}")


def _filled_tables(cursor) -> list[str]:
    """Return the tables that have a row. Of one that was emptied PostgreSQL would keep that it is empty, and plan so when
    it fills: a long thread then takes minutes."""
    tables = connection.introspection.table_names(cursor)
    rows = " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(table)})" for table in tables
    )
    cursor.execute(rows)
    return [table for (table,) in cursor.fetchall()]
