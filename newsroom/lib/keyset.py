"""Go on in a long list after one of its rows, without counting those before it."""

from django.db.models import Field, Func, Model, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan


class Row(Func):
    """Several values that are compared as one, "(a, b) > (x, y)", for which both databases find the place in an index.

    The same written with OR is read from the beginning of the list, row by row.
    """

    function = ""
    output_field = Field()


def rows_after(rows: QuerySet, last: Model) -> QuerySet:
    """Keep what comes after `last` in the order of `rows`, whose fields all rise or all fall."""
    names = [name.removeprefix("-") for name in rows.query.order_by]
    key = [Value(getattr(last, name), output_field=_field(last, name)) for name in names]
    comes_after = LessThan if rows.query.order_by[0].startswith("-") else GreaterThan
    return rows.filter(comes_after(Row(*names), Row(*key)))


def _field(row: Model, name: str) -> Field:
    return row._meta.pk if name == "pk" else row._meta.get_field(name)
