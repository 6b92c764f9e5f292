"""Keyset pagination: continue a long list after one of its rows, without an offset."""

from django.db.models import Field, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan


class Row(Func):
    """A row value, as in "(a, b) > (x, y)", for which both databases seek in an index.

    The same condition written with OR scans the list from its beginning.
    """

    function = ""
    output_field = Field()


def rows_after(rows: QuerySet, last: Model) -> QuerySet:
    """Return the rows after `last` in the order of `rows`, whose fields must be all ascending or all descending."""
    names = [name.removeprefix("-") for name in rows.query.order_by]
    key = [Value(getattr(last, name), output_field=_field(last, name)) for name in names]
    comes_after = LessThan if rows.query.order_by[0].startswith("-") else GreaterThan
    return rows.filter(comes_after(Row(*names), Row(*key)))


def _field(row: Model, name: str) -> Field:
    return row._meta.pk if name == "pk" else row._meta.get_field(name)
