"""Bar charts: numbers as bars."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: `share` is its part of the longest, 0 to 1."""

    label: object
    number: int
    share: float

    @property
    def length(self) -> int:
        return round(100 * self.share)

    @property
    def rest(self) -> int:
        return 100 - self.length


def bars(rows: list[tuple[object, int]]) -> list[Bar]:
    """Return a bar for each (label, number)."""
    longest = max((row[1] for row in rows), default=0) or 1
    return [Bar(label, number, number / longest) for label, number in rows]
