"""The read replica: public pages read from it, where there is one, and everything else from the primary database."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

ALIAS = "replica"
_reads_copy = ContextVar("reads_copy", default=False)


def is_there() -> bool:
    return ALIAS in settings.DATABASES


@contextmanager
def reading_from_replica():
    """Send reads within this context to the replica, if there is one. Writes go to the primary database."""
    before = _reads_copy.set(is_there())
    try:
        yield
    finally:
        _reads_copy.reset(before)


class Router:
    """The database router: the replica for reads within `reading_from_replica`."""

    def db_for_read(self, model, **hints):
        return ALIAS if _reads_copy.get() else None

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db != ALIAS
