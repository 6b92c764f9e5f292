"""Bulk inserts of millions of rows: faster settings, indexes dropped and rebuilt, also after a killed run."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, models, transaction
from django.db.models import Max

from articles.models import SearchDocument

# The table that stores the dropped indexes, in the transaction that drops them.
_TAKEN = "newsroom_archive_index"
# Queries for the names and statements of tables' indexes, without those of constraints.
_INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND NOT EXISTS "
    "(SELECT FROM pg_constraint WHERE conindid = format('%%I', indexname)::regclass) AND tablename IN",
}
# FTS5's buffer in bytes, here and by default; with the default it merges the same words over and over.
_WORDS_AT_ONCE, _BY_ITSELF = 64 << 20, 1 << 20
# The trigger that adds a new document to SQLite's search index, and the indexed columns.
_FINDING = "articles_search_insert"
_FOUND = "marks, headline, standfirst, topics, names, copy"


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """Give SQLite more memory, and do not sync or check foreign keys. Has no effect within a transaction."""
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
    """Index many documents by one statement on SQLite, in the transaction that inserts them.

    The trigger makes FTS5 write each document's words separately, and merge them again: three times the work.
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
    """Drop the indexes of tables, except those of constraints: rebuilding them takes half the time of updating them
    on SQLite, and a fraction of it on PostgreSQL, where each word of each article is inserted separately."""
    names = [table._meta.db_table for table in tables]
    _check_what_waits()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {_TAKEN} (name text PRIMARY KEY, statement text NOT NULL)")
        marks = ", ".join(["%s"] * len(names))
        cursor.execute(f"INSERT INTO {_TAKEN} {_INDEXES[connection.vendor]} ({marks})", names)
        for name in _taken(cursor):
            cursor.execute(f"DROP INDEX IF EXISTS {connection.ops.quote_name(name)}")


def bring_indexes_back() -> Iterator[str]:
    """Rebuild the indexes that this run or an earlier one dropped; yield the name of each."""
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
    """Check deferred constraints now: in a transaction, PostgreSQL refuses to change indexes while some are pending."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _taken(cursor) -> dict[str, str]:
    return dict(cursor.execute(f"SELECT name, statement FROM {_TAKEN} ORDER BY name").fetchall())
