"""Queries that Django writes once a process and not at every request: of a long one, that is most of what it costs."""

from collections.abc import Callable
from functools import cached_property

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

# In the place of the number that is filled in: no key is below nought.
_STAND_IN = -271_828_182


class PreparedKeys:
    """The keys that a query finds, for `pk__in`. `build` takes one number, such as a foreign key, and returns the query.

    The number may go nowhere but into comparisons: the query is the same but for it.
    """

    def __init__(self, build: Callable[[int], QuerySet]):
        self._build = build

    def __call__(self, number: int) -> RawSQL:
        sql, parameters = self._written
        # Written by Django from our own query; what varies is a parameter.
        return RawSQL(sql, [number if each == _STAND_IN else each for each in parameters])  # noqa: S611

    @cached_property
    def _written(self) -> tuple[str, tuple]:
        return self._build(_STAND_IN).query.get_compiler(connection=connection).as_sql()
