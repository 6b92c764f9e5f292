"""CSV exports, streamed one row at a time."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

# A spreadsheet runs a cell that begins with one of these as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value) -> str:
    """Return a cell that no spreadsheet runs as a formula: what looks like one gets an apostrophe before it."""
    text = "" if value is None else str(value)
    is_number = isinstance(value, int | float)
    return f"'{text}" if not is_number and text.lstrip(" ").startswith(_FORMULA) else text


class _Echo:
    """A file-like object that returns each line instead of storing it."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Iterable]) -> Iterator[str]:
    """Yield each row as a line of CSV."""
    writer = csv.writer(_Echo())
    return (writer.writerow([safe_cell(value) for value in row]) for row in rows)


def as_download(rows: Iterable[Iterable], name: str) -> StreamingHttpResponse:
    """Return a streamed, uncacheable response that downloads a table as `name`.csv."""
    response = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response
