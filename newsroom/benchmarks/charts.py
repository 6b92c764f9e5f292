"""SVG charts: small multiples with the same axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import log10

_COLUMNS = 4
_WIDTH, _HEIGHT = 216, 138
# Margins of each plot: for the title above, the sizes below and the milliseconds to the left.
_ABOVE, _BELOW, _LEFT, _RIGHT = 40, 26, 42, 16

# Colours for light and dark mode.
_STYLE = """
  svg { background: #fffdf9; color: #1c1a17; font: 11px/1.3 "Libre Franklin", system-ui, sans-serif }
  text { fill: currentColor } .title { font-weight: 600; font-size: 12px } .faint { fill: #6b645b }
  .grid { stroke: #e3ddd2 } .line { stroke: #9c2a2a; stroke-width: 2; fill: none } .dot { fill: #9c2a2a }
  .slow { fill: #9c2a2a; opacity: .14 }
  @media (prefers-color-scheme: dark) {
    svg { background: #161412; color: #ece7de } .faint { fill: #a59d90 } .grid { stroke: #35302a }
    .line { stroke: #e58a7b } .dot, .slow { fill: #e58a7b } .slow { opacity: .2 }
  }
"""


@dataclass(frozen=True)
class Panel:
    """One small chart. `points` holds (size, median, 95th percentile) in milliseconds; `said` is the subtitle."""

    title: str
    said: str
    points: Sequence[tuple[int, float, float]]


def small_multiples(panels: Sequence[Panel], caption: str) -> str:
    """Return an SVG document: a line for the medians, an area up to the 95th percentiles, sizes on a log scale."""
    top = _round_up(max(slow for panel in panels for _size, _median, slow in panel.points))
    rows = -(-len(panels) // _COLUMNS)
    width, height = _COLUMNS * _WIDTH + _RIGHT, rows * _HEIGHT + 34
    drawn = [
        f'<g transform="translate({n % _COLUMNS * _WIDTH} {n // _COLUMNS * _HEIGHT + 30})">{_drawn(panel, top)}</g>'
        for n, panel in enumerate(panels)
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(caption)}">',
            f"<style>{_STYLE}</style>",
            f'<text class="faint" x="{_LEFT}" y="20">{escape(caption)}</text>',
            *drawn,
            "</svg>\n",
        ]
    )


def _drawn(panel: Panel, top: float) -> str:
    sizes = [size for size, _median, _slow in panel.points]
    bottom, inner = _HEIGHT - _BELOW, _HEIGHT - _ABOVE - _BELOW

    def x(size: int) -> float:
        span = log10(sizes[-1] / sizes[0]) or 1
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * log10(size / sizes[0]) / span, 1)

    def y(value: float) -> float:
        return round(bottom - inner * value / top, 1)

    medians = [(x(size), y(median)) for size, median, _slow in panel.points]
    slow = [(x(size), y(value)) for size, _median, value in panel.points]
    return "".join(
        [
            f'<text class="title" x="{_LEFT}" y="{_ABOVE - 22}">{escape(panel.title)}</text>',
            f'<text class="faint" x="{_LEFT}" y="{_ABOVE - 8}">{escape(panel.said)}</text>',
            *(_rule(value, y(value)) for value in (0, top / 2, top)),
            f'<polygon class="slow" points="{_points([*slow, *reversed(medians)])}"/>',
            f'<polyline class="line" points="{_points(medians)}"/>',
            *(f'<circle class="dot" cx="{left}" cy="{above}" r="2.5"/>' for left, above in medians),
            *(
                f'<text class="faint" x="{x(size)}" y="{bottom + 15}" text-anchor="middle">{_short(size)}</text>'
                for size in sizes
            ),
        ]
    )


def _rule(value: float, y: float) -> str:
    return (
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        f'<text class="faint" x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{value:g}</text>'
    )


def _points(pairs) -> str:
    return " ".join(f"{x},{y}" for x, y in pairs)


def _round_up(value: float) -> float:
    """Round up to 1, 2, 4, 6, 8 or 10 times a power of ten, half of which is still a readable label."""
    power = 10 ** (len(str(int(value))) - 1)
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= value)


def _short(size: int) -> str:
    """Return a size as 1k, 100k, 1M."""
    for unit, of in (("M", 1_000_000), ("k", 1000)):
        if size >= of:
            return f"{size / of:g}{unit}"
    return str(size)
