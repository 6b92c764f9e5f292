"""Rows of a model, many at a time and without an instance each: as `bulk_create` would keep them, several times as fast.

No signal is sent, and what hangs on one (what search finds, which pages are kept) is the caller's to see to. Rows may
be made in another process than the one that keeps them.
"""

import json
from collections.abc import Callable, Iterable, Sequence

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

# What is to be kept together, in this order: rows of one model after those of another, as `Rows.made` makes them.
Block = list[tuple[type[models.Model], list[list]]]


class Rows:
    """How rows of a model are kept when `columns` are given for each, in that order; the others get their defaults."""

    def __init__(self, model: type[models.Model], *columns: str):
        self.model = model
        fields = {field.attname: field for field in model._meta.concrete_fields}
        blank = model()
        # A key that the database would number has no default.
        rest = [
            name for name, field in fields.items() if name not in columns and not isinstance(field, models.AutoField)
        ]
        preparing = ((place, _preparing(fields[name])) for place, name in enumerate(columns))
        self._preparing = [(place, prepare) for place, prepare in preparing if prepare]
        same = {
            name: fields[name].get_db_prep_save(fields[name].pre_save(blank, add=True), connection) for name in rest
        }
        # What stays empty the database leaves empty by itself.
        same = {name: value for name, value in same.items() if value is not None}
        self._same = list(same.values())
        names = [connection.ops.quote_name(fields[name].column) for name in (*columns, *same)]
        self._names, self._marks = ", ".join(names), ", ".join(["%s"] * len(names))

    def made(self, rows: Iterable[list]) -> tuple[type[models.Model], list[list]]:
        """Return rows, each a list with a value for every column, as `insert` keeps them. Moments are in UTC.

        Values are not validated.
        """
        return self.model, list(map(self._ready, rows))

    def insert(self, rows: Sequence[list]) -> None:
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({self._names}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
                for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                    cursor.execute(statement)
            else:
                cursor.executemany(f"INSERT INTO {table} ({self._names}) VALUES ({self._marks})", rows)

    def _ready(self, row: list) -> list:
        ready = row + self._same
        for place, prepare in self._preparing:
            ready[place] = prepare(ready[place])
        return ready


class Keys:
    """The keys that the next rows of models may have, while nobody else writes."""

    def __init__(self, tables: Iterable[type[models.Model]]):
        self._next = {model: (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1 for model in tables}

    def take(self, model: type[models.Model], number: int) -> range:
        first = self._next[model]
        self._next[model] += number
        return range(first, first + number)


def _preparing(field: models.Field) -> Callable | None:
    """Return what turns a value of a field into what the driver takes; None where it is the same.

    Django's own way for each value costs more than the row.
    """
    if isinstance(field, models.DateTimeField):
        return None if connection.vendor == "postgresql" else _moment
    if isinstance(field, models.JSONField):
        return json.dumps
    if type(field).get_prep_value not in _PLAIN:
        return field.get_prep_value
    return None


_PLAIN = {
    each.get_prep_value
    for each in (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey)
}


def _moment(value) -> str | None:
    """Return a moment in UTC as Django has SQLite keep it."""
    return value and str(value)[:-6]
