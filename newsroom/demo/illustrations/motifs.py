"""Small things that turn up in more than one picture."""

import math

from .paper import Paper, Points


def birds(p: Paper, table: str, ink: str) -> None:
    """Gulls far off, two strokes of a brush each: rows of a place and a span."""
    for x, y, span in p.rows(table):
        with p.at(x, y, sx=span / 100):
            p.cut(f"{ink} ~=52,-2 34,-17 15,-13 0,6 |0,19")


def person(p: Paper, x: float, y: float, height: float, ink: str, skin: str = "", stride: float = 0.12) -> None:
    """A figure standing or walking at (x, y), the ground beneath its feet."""
    with p.at(x, y, sx=height / 100):
        s = 100 * stride
        p.cut(f"{skin or ink} 0,-90 r9; {ink} -9,-80 9,-80 14,-42 {s},0 {s - 8},0 0,-36 {8 - s},0 {-s},0 -14,-42")


def glints(p: Paper, x: float, y0: float, y1: float, width: float, ink: str, n: int, spread: float = 1) -> None:
    """A reflection on water: lens-shaped dashes beneath one another, wider towards the viewer."""
    for i in range(n):
        t = i / max(1, n - 1)
        w = width * (1 - spread + spread * (0.35 + 0.65 * t)) * p.random.uniform(0.55, 1)
        cx, y = x + p.random.uniform(-0.25, 0.25) * width, y0 + (y1 - y0) * t
        p.cut(f"{ink} {cx - w / 2},{y} {cx},{y - 3 - 5 * t} {cx + w / 2},{y} {cx},{y + 3 + 5 * t}")


def dashes(p: Paper, box: tuple[float, float, float, float], ink: str, n: int, length: float = 90) -> None:
    """Flat water: short level strokes scattered over a box, longer towards its foot."""
    x0, y0, x1, y1 = box
    for _ in range(n):
        t = p.random.random()
        x, y, half = p.random.uniform(x0, x1), y0 + (y1 - y0) * t, length * (0.3 + t) * p.random.uniform(0.3, 0.7)
        p.cut(f"{ink} {x - half},{y} {x},{y - 1.5 - 2.5 * t} {x + half},{y} {x},{y + 1.5 + 2.5 * t}")


def cloud(p: Paper, x: float, y: float, width: float, ink: str) -> None:
    """A travel-poster cloud: three lozenges with round ends, the middle one longest."""
    for dx, dy, share in ((0.14, -0.1, 0.4), (0, 0, 1), (-0.16, 0.1, 0.55)):
        half = width * share / 2
        left, level = x + dx * width - half, y + dy * width
        p.cut(f"{ink} c{width * 0.105} {left},{level} {left + 2 * half},{level}")


def rain(p: Paper, ink: str, n: int, slant: float = 0.35, length: float = 110, width: float = 3) -> None:
    """Slanting rain over the whole sheet."""
    for _ in range(n):
        x, y, k = p.random.uniform(-100, 1700), p.random.uniform(-100, 1000), length * p.random.uniform(0.4, 1)
        p.cut(f"{ink} w{width} {x},{y} {x - slant * k},{y + k}")


def spiral(x: float, y: float, r0: float, r1: float, start: float, end: float, n: int = 90) -> Points:
    """A growing spiral, in degrees."""
    turns = [(r0 * (r1 / r0) ** (i / n), math.radians(start + (end - start) * i / n)) for i in range(n + 1)]
    return [(x + r * math.cos(turn), y + r * math.sin(turn)) for r, turn in turns]
