"""Queries compiled to SQL once per process, not at every request, where compiling is most of a short answer's cost."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from itertools import chain, count

from django.db import connection, connections
from django.db.models import F, Field, Model, Prefetch, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, RelatedPopulator, get_related_populators
from django.db.models.signals import post_init, pre_init

# Placeholder values, a distinct one for each argument, which no real value equals: keys are positive, no text of ours
# begins so, and no date that the paper compares is before computers.
_STAND_INS: dict[type, Callable[[int], object]] = {
    int: lambda place: -271_828_182 - place,
    str: lambda place: f"in the place of text {place}",
    datetime: lambda place: datetime(1900, 1, 1, tzinfo=UTC) + timedelta(days=place),
}
# The largest integer that the database can compare with, and a key that no row has.
_LARGEST, _NOBODY = 2**63 - 1, -1


class Prepared:
    """A query that is run repeatedly with other values: integers, strings and datetimes, never None.

    `build` takes the values and returns the queryset. The values may be used in comparisons only, and nothing else may
    differ between calls. A query that reads the clock itself raises TypeError, since its time would be frozen. Calling
    the object with values returns all rows as a list: objects, or what `values_list` says.

    A value may also be a collection of keys, for `__in`; `build` gets a list, padded to a power of two.
    """

    def __init__(self, build: Callable[..., QuerySet]):
        self._build = build
        self._example: QuerySet | None = None
        self._written: dict[tuple, _Written] = {}

    def __call__(self, *values) -> list:
        values = [_roomy(value) if _are_keys(value) else value for value in values]
        if any(isinstance(value, int) and abs(value) > _LARGEST for value in values):
            return []
        if self._example is None:
            self._example = self._build(*_stand_ins(values))
        # The database, the replica or the primary, may differ between calls.
        key = self._example.db, *(len(value) for value in values if isinstance(value, list))
        if key not in self._written:
            self._written[key] = _Written(self._build, _stand_ins(values), key[0])
        return self._written[key].rows(_flat(values))

    def first(self, *values):
        """Return the first row, None where there is none."""
        return next(iter(self(*values)), None)


class _Written:
    """A query compiled for one database."""

    def __init__(self, build: Callable[..., QuerySet], stand_ins: list, alias: str):
        self._alias = alias
        queryset = build(*stand_ins)
        self._compiler, self._sql, self._parameters = _compiled(queryset, alias)
        if _compiled(build(*stand_ins), alias)[1:] != (self._sql, self._parameters):
            raise TypeError("a prepared query takes what changes, such as the time, as a value")
        self._makes_objects = issubclass(queryset._iterable_class, ModelIterable)
        self._beneath = [_Beneath.of(queryset.model, each) for each in queryset._prefetch_related_lookups]
        adapted = [self._adapted(each) for each in _flat(stand_ins)]
        # (index of a parameter, index of the value that fills it).
        self._places = [(at, adapted.index(each)) for at, each in enumerate(self._parameters) if each in adapted]

    def rows(self, values) -> list:
        parameters = list(self._parameters)
        for at, place in self._places:
            parameters[at] = self._adapted(values[place])
        with connections[self._alias].cursor() as cursor:
            cursor.execute(self._sql, parameters)
            found = cursor.fetchall()
        return self._read(found) if found else []

    def _adapted(self, value):
        if isinstance(value, datetime):
            return connections[self._alias].ops.adapt_datetimefield_value(value)
        return value

    def _read(self, found: list[tuple]) -> list:
        rows = list(self._compiler.apply_converters(found, self._converters)) if self._converters else found
        if not self._makes_objects:
            return rows
        objects = [self._object(row) for row in rows]
        for beneath in self._beneath:
            beneath.fetch(objects)
        return objects

    def _object(self, row):
        """Make an object of a row, with its `select_related` objects, as Django's ModelIterable does."""
        start, end, names = self._own_columns
        made = _made(self._compiler.klass_info["model"], self._alias, names, row[start:end])
        for related in self._related:
            _populate(related, row, made)
        for name, at in (self._compiler.annotation_col_map or {}).items():
            setattr(made, name, row[at])
        return made

    @cached_property
    def _converters(self) -> dict:
        return self._compiler.get_converters([column for column, *_ in self._compiler.select])

    @cached_property
    def _own_columns(self) -> tuple[int, int, list[str]]:
        columns = self._compiler.klass_info["select_fields"]
        start, end = columns[0], columns[-1] + 1
        return start, end, [column.target.attname for column, *_ in self._compiler.select[start:end]]

    @cached_property
    def _related(self) -> list:
        return get_related_populators(self._compiler.klass_info, self._compiler.select, self._alias)


class _Beneath:
    """A `prefetch_related` lookup: the related rows of some objects, fetched by one prepared query.

    Each object gets its rows as a list, not as a queryset that could be filtered further.
    """

    def __init__(self, relation, rows: QuerySet):
        self._relation = relation
        by = relation.related_query_name() if relation.many_to_many else relation.field.name
        self._name = relation.name if relation.many_to_many else relation.get_accessor_name()
        self._find = Prepared(lambda owners: rows.filter(**{f"{by}__in": owners}).annotate(_owner=F(by)))

    @classmethod
    def of(cls, model: type[Model], lookup: Prefetch | str) -> "_Beneath":
        lookup = lookup if isinstance(lookup, Prefetch) else Prefetch(lookup)
        relation = model._meta.get_field(lookup.prefetch_to)
        if not (relation.one_to_many or relation.many_to_many):
            raise TypeError("a prepared query fetches one row beside another by `select_related`")
        rows = lookup.queryset
        return cls(relation, relation.related_model._default_manager.all() if rows is None else rows)

    def fetch(self, owners: list[Model]) -> None:
        belonging = {owner.pk: [] for owner in owners}
        for row in self._find(belonging):
            belonging[row._owner].append(row)
        for owner in owners:
            owner.__dict__.setdefault("_prefetched_objects_cache", {})[self._name] = belonging[owner.pk]
            for row in belonging[owner.pk] if self._relation.one_to_many else ():
                self._relation.field.set_cached_value(row, owner)


def _made(model: type[Model], alias: str, names: list[str], values) -> Model:
    """Return a row as an object, as `from_db` does, without checking each column for whether it is deferred."""
    if not _is_plain(model):
        return model.from_db(alias, names, values)
    made = model.__new__(model)
    made.__dict__.update(zip(names, values, strict=True))
    made._state = ModelState()
    made._state.adding, made._state.db = False, alias
    return made


@cache
def _is_plain(model: type[Model]) -> bool:
    """Tell whether a model has no `__init__`, `from_db` or init signals of its own."""
    has_own_way = model.__init__ is not Model.__init__ or model.from_db.__func__ is not Model.from_db.__func__
    return not (has_own_way or pre_init.has_listeners(model) or post_init.has_listeners(model))


def _populate(related: RelatedPopulator, row, made: Model) -> None:
    """Set an object's `select_related` objects, as Django's RelatedPopulator does."""
    values = related.reorder_for_init(row) if related.reorder_for_init else row[related.cols_start : related.cols_end]
    other = None
    if values[related.pk_idx] is not None:
        other = _made(related.model_cls, related.db, related.init_list, values)
        for further in related.related_populators:
            _populate(further, row, other)
        related.remote_setter(other, made)
    related.local_setter(made, other)


def insert(row: Model, *, known_by: str = "", renewing: str = "") -> bool:
    """Insert a row and set its primary key, by a statement compiled once per process. Sends no signals.

    Return whether there is a row: on a conflict with a unique constraint nothing is inserted. With the unique column
    `known_by` the existing row is kept, its column `renewing` is updated, and its primary key is set.
    """
    fields, sql = _insertion(type(row), known_by, renewing, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields])
        if connection.vendor == "sqlite":
            row.pk = _number_on_sqlite(cursor, row, known_by)
        elif returned := cursor.fetchone():
            row.pk = returned[0]
    if row.pk is None:
        return False
    row._state.adding, row._state.db = False, connection.alias
    return True


def _number_on_sqlite(cursor, row: Model, known_by: str) -> int | None:
    # Never RETURNING: until its rows are fetched, SQLite's only writer is blocked, and a copy of every page that it
    # changes goes to a separate file.
    if known_by:
        field = row._meta.get_field(known_by)
        cursor.execute(
            f'SELECT "id" FROM "{row._meta.db_table}" WHERE "{field.column}" = %s', [getattr(row, field.attname)]
        )
        return cursor.fetchone()[0]
    return cursor.lastrowid if cursor.rowcount else None


@cache
def _insertion(model: type[Model], known_by: str, renewing: str, vendor: str) -> tuple[list[Field], str]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places}) ON CONFLICT '
    sql += f'("{known_by}") DO UPDATE SET "{renewing}" = excluded."{renewing}"' if known_by else "DO NOTHING"
    return fields, sql if vendor == "sqlite" else f'{sql} RETURNING "id"'


def _are_keys(value) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str)


def _roomy(keys: Collection[int]) -> list[int]:
    """Return keys, padded with a key that no row has, so that there are few different lengths to compile."""
    return [*keys, *[_NOBODY] * ((1 << (len(keys) - 1).bit_length() if keys else 1) - len(keys))]


def _flat(values: list) -> list:
    return list(chain.from_iterable(value if isinstance(value, list) else [value] for value in values))


def _stand_ins(values: list) -> list:
    places = count()
    return [
        [_STAND_INS[int](next(places)) for _ in value]
        if isinstance(value, list)
        else _STAND_INS[type(value)](next(places))
        for value in values
    ]


def _compiled(queryset: QuerySet, alias: str):
    """Return Django's compiler of a query, its SQL and its parameters."""
    compiler = queryset.query.get_compiler(using=alias)
    return compiler, *compiler.as_sql()
