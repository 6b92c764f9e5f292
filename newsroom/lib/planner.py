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
        else:
            # Outside a transaction also which pages every transaction sees, so that an index alone can answer.
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
