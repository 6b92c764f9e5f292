"""Statistics of measurements, and text tables."""

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest of `values` that at least `percent` of them do not exceed (the nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]


def median(values: Sequence[float]) -> float:
    return percentile(values, 50)


def in_ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


def table(rows: Sequence[dict]) -> str:
    """Return rows with equal keys as a text table with a header: text left-aligned, numbers right-aligned."""
    columns = [[name, *(_text(row[name]) for row in rows)] for name in rows[0]]
    widths = [max(map(len, column)) for column in columns]
    is_words = [isinstance(value, str) for value in rows[0].values()]
    lines = zip(*columns, strict=True)
    return "\n".join(
        "  ".join(
            cell.ljust(width) if words else cell.rjust(width)
            for cell, width, words in zip(line, widths, is_words, strict=True)
        ).rstrip()
        for line in lines
    )


def _text(value) -> str:
    if isinstance(value, float):
        return f"{value:,.{2 if abs(value) < 10 else 1 if abs(value) < 1000 else 0}f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
