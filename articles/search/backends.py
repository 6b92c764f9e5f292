"""Ask the database's own full-text index where the newest matches are. All SQL for searching stands here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.models import SearchDocument
from articles.search.documents import months, years
from articles.search.ranking import Sought


@dataclass(frozen=True)
class Bounds:
    """Between which places to look, and the marks that an article must have; `until` is the moment of the last."""

    first: int
    last: int
    until: datetime
    marks: Sequence[str] = ()


def newest(sought: Sought, bounds: Bounds, limit: int):
    """Return the newest documents that hold every term, `limit` at most, in no order."""
    if not (sought.terms or sought.beginnings or bounds.marks):
        within = SearchDocument.objects.filter(place__gte=bounds.first, place__lte=bounds.last)
        return SearchDocument.objects.filter(place__in=within.order_by("-place").values("place")[:limit])
    backend = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    statement, parameters = backend(sought, bounds, limit)
    return SearchDocument.objects.filter(place__in=RawSQL(statement, parameters))  # noqa: S611 - parameters apart


def _on_sqlite(sought: Sought, bounds: Bounds, limit: int) -> tuple[str, list]:
    """Walk the index from the newest on, and stop at the limit."""
    terms = [_any_of([f'"{" ".join(way)}"' for way in ways]) for ways in sought.terms]
    if sought.beginnings:
        terms[-1:] = [_any_of([*terms[-1:], *(f'"{beginning}" *' for beginning in sought.beginnings)])]
    typed = " AND ".join([*(f'"{mark}"' for mark in bounds.marks), *terms])
    return (
        "SELECT rowid FROM articles_search WHERE articles_search MATCH %s AND rowid BETWEEN %s AND %s "
        "ORDER BY rowid DESC LIMIT %s",
        [typed, bounds.first, bounds.last, limit],
    )


def _on_postgresql(sought: Sought, bounds: Bounds, limit: int) -> tuple[str, list]:
    """Look at the last months, then the last years, then all: GIN knows no order, and a common word is everywhere.

    `place + 0` keeps the planner from reading the whole primary key for bounds that leave nothing out.
    """
    words, parameters = [], []
    for ways in sought.terms:
        words.append("to_tsquery('simple', %s)")
        parameters.append(_any_of(["<->".join(f"'{word}'" for word in way) for way in ways], "|"))
    if sought.beginnings:
        words[-1:] = [_any_of([*words[-1:], "%s::tsquery"], "||")]
        parameters.append(" | ".join(f"'{beginning}':*" for beginning in sought.beginnings))
    words += ["%s::tsquery" for _mark in bounds.marks]
    parameters += [f"'{mark}'" for mark in bounds.marks]
    stages = [_when(months(bounds.until, 4)), _when(years(bounds.until, 3)), ""]
    tables, everything = [], []
    for number, when in enumerate(stages):
        asked = " && ".join([*words, *(["%s::tsquery"] if when else [])])
        not_enough = "".join(f" AND (SELECT count(*) FROM stage{before}) < %s" for before in range(number))
        tables.append(
            f"matches{number} AS MATERIALIZED (SELECT place FROM articles_searchdocument "
            f"WHERE words @@ ({asked}) AND place + 0 BETWEEN %s AND %s{not_enough}), "
            f"stage{number} AS MATERIALIZED (SELECT place FROM matches{number} ORDER BY place DESC LIMIT %s)"
        )
        everything += [*parameters, *([when] if when else []), bounds.first, bounds.last]
        everything += [limit] * (number + 1)
    union = " UNION ".join(f"SELECT place FROM stage{number}" for number in range(len(stages)))
    return (
        f"WITH {', '.join(tables)} SELECT place FROM ({union}) AS found ORDER BY place DESC LIMIT %s",
        [*everything, limit],
    )


def _when(marks: Sequence[str]) -> str:
    return " | ".join(f"'{mark}'" for mark in marks)


def _any_of(ways: Sequence[str], word: str = "OR") -> str:
    return ways[0] if len(ways) == 1 else f"({f' {word} '.join(ways)})"
