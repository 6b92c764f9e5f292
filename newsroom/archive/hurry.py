"""Let a database take in millions of rows at once, and be in order again afterwards, even if it was killed meanwhile."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction
from django.db.models import Max

from articles.models import SearchDocument

# Where the indexes are written down that are taken away, in the transaction that takes them away.
_TAKEN = "newsroom_archive_index"
# Names and statements of the indexes of tables: what serves a constraint has no statement of its own.
_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND NOT EXISTS "
    "(SELECT FROM pg_constraint WHERE conindid = format('%%I', indexname)::regclass) AND tablename IN",
}
# What FTS5 gathers in memory before it writes; its own megabyte makes it merge the same words over and over.
_WORDS_AT_ONCE, _BY_ITSELF = 64 << 20, 1 << 20
# What has SQLite's index take in a new document, and the columns that it takes in.
_FINDING = "articles_search_insert"
_FOUND = "marks, headline, standfirst, topics, names, copy"


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """Let SQLite keep more in memory, and wait for the disk only at the end. Within a transaction it would refuse."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    hurried = {"synchronous": "OFF", "cache_size": -400_000, "foreign_keys": "OFF"}
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in hurried}
        for name, value in hurried.items():
            cursor.execute(f"PRAGMA {name} = {value}")
        _set_words_at_once(cursor, _WORDS_AT_ONCE)
        try:
            yield
        finally:
            _set_words_at_once(cursor, _BY_ITSELF)
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value}")


def _set_words_at_once(cursor, size: int) -> None:
    cursor.execute("INSERT INTO articles_search(articles_search, rank) VALUES ('hashsize', %s)", [size])


@contextmanager
def words_found_together() -> Iterator[None]:
    """Have search take in many documents by one statement on SQLite, in the transaction that keeps them.

    The trigger makes FTS5 write out each document's words by themselves, and merge them again: three times the work.
    """
    if connection.vendor != "sqlite":
        yield
        return
    last = SearchDocument.objects.aggregate(last=Max("article_id"))["last"] or 0
    with connection.cursor() as cursor:
        statement = cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [_FINDING]).fetchone()[0]
        cursor.execute(f"DROP TRIGGER {_FINDING}")
        yield
        cursor.execute(
            f"INSERT INTO articles_search(rowid, {_FOUND}) SELECT place, {_FOUND} FROM articles_searchdocument "
            "WHERE article_id > %s ORDER BY place",
            [last],
        )
        cursor.execute(statement)


def take_indexes_away(tables: Iterable[type[models.Model]]) -> None:
    """Drop the indexes of tables that serve no constraint: to build them afterwards takes half the time of keeping
    them up on SQLite, and a fraction of it on PostgreSQL, where each word of each article goes into one by itself."""
    names = [table._meta.db_table for table in tables]
    _check_what_waits()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {_TAKEN} (name text PRIMARY KEY, statement text NOT NULL)")
        marks = ", ".join(["%s"] * len(names))
        cursor.execute(f"INSERT INTO {_TAKEN} {_INDEXES[connection.vendor]} ({marks})", names)
        for name in _taken(cursor):
            cursor.execute(f"DROP INDEX IF EXISTS {connection.ops.quote_name(name)}")


def bring_indexes_back() -> Iterator[str]:
    """Build the indexes that were taken away, by this run or one before; yield the name of each."""
    if _TAKEN not in connection.introspection.table_names():
        return
    _check_what_waits()
    with connection.cursor() as cursor:
        for name, statement in _taken(cursor).items():
            with transaction.atomic():
                cursor.execute(statement)
                cursor.execute(f"DELETE FROM {_TAKEN} WHERE name = %s", [name])
            yield name
        cursor.execute(f"DROP TABLE {_TAKEN}")


def _check_what_waits() -> None:
    """Within a transaction, PostgreSQL takes no index from a table, nor gives it one, whose rows wait to be checked."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _taken(cursor) -> dict[str, str]:
    return dict(cursor.execute(f"SELECT name, statement FROM {_TAKEN} ORDER BY name").fetchall())
