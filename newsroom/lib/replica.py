"""Read what everybody sees from a copy of the database, where there is one, and all else from the database itself."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

ALIAS = "replica"
_reads_copy = ContextVar("reads_copy", default=False)


def is_there() -> bool:
    return ALIAS in settings.DATABASES


@contextmanager
def reading_from_replica():
    """Have what is read meanwhile come from the replica. What is written goes to the database as ever."""
    before = _reads_copy.set(is_there())
    try:
        yield
    finally:
        _reads_copy.reset(before)


class Router:
    """Django's question of which database to ask."""

    def db_for_read(self, model, **hints):
        return ALIAS if _reads_copy.get() else None

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db != ALIAS
