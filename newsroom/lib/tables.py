"""Tables that leave the paper as comma-separated values, one row at a time."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

# A spreadsheet takes a cell that begins with one of these for a formula, and runs it (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    text = "" if value is None else str(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if not is_number and text.lstrip(" ").startswith(_FORMULA) else text


class _Echo:
    """A file that gives back each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """Yield each row as a line of a table."""
    writer = csv.writer(_Echo())
    return (writer.writerow([safe_cell(value) for value in row]) for row in rows)


def as_download(rows: Iterable[Iterable], name: str) -> StreamingHttpResponse:
    """Return a response that sends a table as it is read, to be kept by nobody on the way."""
    response = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
