"""Bulk inserts without model instances: like `bulk_create`, but several times as fast.

No signals are sent, so the caller must update what depends on them (the search index, the page cache). Rows may
be made in another process than the one that inserts them.
"""

import json
from collections.abc import Callable, Iterable, Sequence

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

# Rows to insert together, model by model in this order, as `Rows.made` returns them.
Block = list[tuple[type[models.Model], list[list]]]


class Rows:
    """Inserts rows of a model with values for `columns`, in that order; other columns get their defaults."""

    def __init__(self, model: type[models.Model], *columns: str):
        self.model = model
        fields = {field.attname: field for field in model._meta.concrete_fields}
        blank = model()
        # An automatic primary key has no default.
        rest = [
            name for name, field in fields.items() if name not in columns and not isinstance(field, models.AutoField)
        ]
        preparing = ((place, _preparing(fields[name])) for place, name in enumerate(columns))
        self._preparing = [(place, prepare) for place, prepare in preparing if prepare]
        same = {
            name: fields[name].get_db_prep_save(fields[name].pre_save(blank, add=True), connection) for name in rest
        }
        # NULL is the database's own default.
        same = {name: value for name, value in same.items() if value is not None}
        self._same = list(same.values())
        names = [connection.ops.quote_name(fields[name].column) for name in (*columns, *same)]
        self._names, self._marks = ", ".join(names), ", ".join(["%s"] * len(names))

    def made(self, rows: Iterable[list]) -> tuple[type[models.Model], list[list]]:
        """Return rows, each a list with a value for every column, as `insert` takes them. Datetimes must be in UTC.

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
    """The next free primary keys of models. Not safe while others write."""

    def __init__(self, tables: Iterable[type[models.Model]]):
        self._next = {model: (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1 for model in tables}

    def take(self, model: type[models.Model], number: int) -> range:
        first = self._next[model]
        self._next[model] += number
        return range(first, first + number)


def _preparing(field: models.Field) -> Callable | None:
    """Return a function that converts a value of a field for the database driver; None where none is needed.

    Django's own conversion of each value costs more than the insert.
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
    """Return a datetime in UTC in the format that Django stores in SQLite."""
    return value and str(value)[:-6]
