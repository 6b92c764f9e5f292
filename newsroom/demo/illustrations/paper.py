"""The toolkit: a sheet of 1500 by 1000 units, flat inks, a few curves, and the grain of the print."""

import math
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

W, H = 1500, 1000
BLEED = 4  # pixels drawn beyond each edge, so that shifting a plate leaves no seam
Points = list[tuple[float, float]]
RUN = re.compile(r"([~@|=]*)([^~@|=]+)")
SHAPE = re.compile(
    r"(?:(?![wc][\d.,]+\s)([a-z#][\w#+]*?)([.]\d+)?\s+)?"  # an ink, or two and the share of the second
    r"(?:([wc])([-\d.,e]+)\s+)?([^>]*)(?:>(.*))?",  # a stroke and its widths, the points, a spray
    re.S,
)
SCENES: dict[str, tuple[Callable, dict[str, str]]] = {}


def scene(**inks: str):
    """Register a drawing under its function's name, with its inks, the first of them the paper's own."""

    def register(function):
        SCENES[function.__name__.rstrip("_")] = (function, inks)
        return function

    return register


@lru_cache(maxsize=4)
def grain(width: int, height: int, cell: int) -> Image.Image:
    """An even, blue-ish noise in the range 0 to 255, tiled to the size asked for."""
    side = 384
    noise = Image.frombytes("L", (side, side), random.Random("grain").randbytes(side * side))
    noise = ImageChops.subtract(noise, noise.filter(ImageFilter.GaussianBlur(1.2)), 1.4, 128)
    noise = ImageOps.equalize(noise).resize((side * cell, side * cell), Image.Resampling.NEAREST)
    sheet = Image.new("L", (width, height))
    for x in range(0, width, noise.width):
        for y in range(0, height, noise.height):
            sheet.paste(noise, (x, y))
    return sheet


def ramp() -> Image.Image:
    """A column that is full, fades over its middle 256 rows, and then is empty."""
    column = Image.new("L", (1, 256 * 13))
    column.paste(255, (0, 0, 1, 256 * 6))
    column.paste(ImageOps.invert(Image.linear_gradient("L")).resize((1, 256)), (0, 256 * 6))
    return column


class Paper:
    """A sheet to draw on, twice as large as the picture asked for; `random` is the scene's own."""

    def __init__(self, name: str, size: tuple[int, int], inks: dict[str, str]):
        self.random, self.inks = random.Random(name), inks
        width, height = (2 * (side + 2 * BLEED) for side in size)
        scale = max(width / W, height / H)
        self.image = Image.new("RGB", (width, height), next(iter(inks.values())))
        self.matrix = (scale, 0.0, 0.0, scale, (width - scale * W) / 2, (height - scale * H) / 2)
        self.grain = grain(width, height, max(1, round(scale)))
        self.pens = {7: ImageDraw.Draw(self.image), 9: ImageDraw.Draw(self.image, "RGBA")}

    def place(self, points: Points | str) -> Points:
        a, b, c, d, e, f = self.matrix
        return [(a * x + c * y + e, b * x + d * y + f) for x, y in path(points)]

    @contextmanager
    def at(self, x: float, y: float, turn: float = 0, sx: float = 1, sy: float | None = None) -> Iterator[None]:
        """Draw with the origin at a point, turned by degrees and scaled; a negative `sx` mirrors."""
        outer, (a, b, c, d, _, _) = self.matrix, self.matrix
        [(e, f)] = self.place([(x, y)])
        cos, sin, sy = math.cos(math.radians(turn)), math.sin(math.radians(turn)), abs(sx) if sy is None else sy
        self.matrix = ((a * cos + c * sin) * sx, (b * cos + d * sin) * sx,
                       (c * cos - a * sin) * sy, (d * cos - b * sin) * sy, e, f)  # fmt: skip
        yield
        self.matrix = outer

    @contextmanager
    def within(self, points: Points | str) -> Iterator[None]:
        """Keep what is drawn meanwhile inside a shape."""
        box, mask = self.mask(points)
        before = self.image.crop(box)
        whole = self.image.copy()
        yield
        before.paste(self.image.crop(box), mask=mask)
        self.image.paste(whole)
        self.image.paste(before, box)

    def mask(self, points: Points | str) -> tuple[tuple[int, int, int, int], Image.Image]:
        xs, ys = zip(*self.place(points), strict=True)
        left, top = max(0, int(min(xs))), max(0, int(min(ys)))
        right, bottom = min(self.image.width, int(max(xs)) + 1), min(self.image.height, int(max(ys)) + 1)
        mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in zip(xs, ys, strict=True)], 255)
        return (left, top, left + mask.width, top + mask.height), mask

    def cut(self, shapes: str) -> None:
        """Draw shapes, written as for `path` and set apart by semicolons: `red 0,0 30x40; sea+ink.3 w9 0,0 9,9`.

        An ink holds until the next is named; `sea+ink.3` is three tenths of the way from the one to the other.
        A leading `w9` strokes the points, nine units wide, instead of filling them; `c9` gives the stroke round
        ends, and `w2,9,0` swells and thins it. `> 0,0 0,90 .8` sprays the shape instead, as `spray` does.
        """
        ink = ""
        for shape in shapes.split(";"):
            named, share, stroke, widths, points, fade = SHAPE.fullmatch(shape.strip()).groups()
            if named:
                tones = [self.inks.get(word, word) for word in named.split("+")]
                ink = mix(*tones, float(share)) if share else tones[0]
            if fade:
                start, end, strength = fade.split()
                self.spray(points, ink, *path(f"{start} {end}"), float(strength))
            elif not stroke:
                self.poly(points, ink)
            elif "," in widths:
                self.poly(brush(points, *(float(width) for width in widths.split(","))), ink)
            else:
                self.line(points, ink, float(widths), stroke == "c")

    def rows(self, table: str) -> list[list]:
        """A small table: rows set apart by spaces, cells by commas, each a number or the name of an ink."""
        rows = (row.split(",") for row in table.split())
        return [[self.inks[cell] if cell in self.inks else float(cell) for cell in row] for row in rows]

    def poly(self, points: Points | str, ink: str) -> None:
        self.pens[len(ink)].polygon(self.place(points), ink)

    def rect(self, x: float, y: float, width: float, height: float, ink: str) -> None:
        self.poly(box(x, y, width, height), ink)

    def disc(self, x: float, y: float, r: float, ink: str, ry: float | None = None) -> None:
        self.poly(arc(x, y, r, ry=ry), ink)

    def line(self, points: Points | str, ink: str, width: float, cap: bool = False) -> None:
        """A stroke of even width, with round ends if `cap`."""
        a, b, c, d, _, _ = self.matrix
        pixels = max(1, round(width * math.sqrt(abs(a * d - b * c))))
        self.pens[len(ink)].line(self.place(points), ink, pixels, "curve")
        for x, y in path(points)[:: len(path(points)) - 1] if cap else ():
            self.disc(x, y, width / 2, ink)

    def spray(self, points: Points | str, ink: str, start: tuple, end: tuple, strength: float = 1) -> None:
        """Stipple a shape with an ink, dense at the start and gone at the end."""
        box, mask = self.mask(points)
        (x0, y0), (x1, y1) = self.place([start, end])
        dx, dy = x1 - x0, y1 - y0
        k = 256 / (dx * dx + dy * dy)
        row = 256 * 6 + k * ((box[0] - x0) * dx + (box[1] - y0) * dy)
        fade = ramp().transform(mask.size, Image.Transform.AFFINE, (0, 0, 0.5, k * dx, k * dy, row))
        self._stipple(ink, box, mask, fade, strength)

    def halo(self, x: float, y: float, r: float, ink: str, strength: float = 1) -> None:
        """Stipple a disc, dense at its centre and gone at its rim."""
        box, mask = self.mask(arc(x, y, r))
        [(cx, cy), (rim, _)] = self.place([(x, y), (x + r, y)])
        k = 128 / (rim - cx)
        matrix = (k, 0, 128 + k * (box[0] - cx), 0, k, 128 + k * (box[1] - cy))
        glow = ImageOps.invert(Image.radial_gradient("L")).transform(mask.size, Image.Transform.AFFINE, matrix)
        self._stipple(ink, box, mask, glow.point([max(0, v - 75) * 255 // 180 for v in range(256)]), strength)

    def _stipple(self, ink: str, box: tuple, mask: Image.Image, fade: Image.Image, strength: float) -> None:
        fade = fade.point([int(v * strength) for v in range(256)])
        dots = ImageChops.add(fade, self.grain.crop(box), 1, -255).point([0] + [255] * 255)
        self.image.paste(ink, box, ImageChops.darker(dots, mask))

    def print(self) -> Image.Image:
        """Bring the sheet to its size, with one plate a little out of register and the paper showing."""
        image = self.image.reduce(2)
        red, green, blue = image.split()
        image = Image.merge("RGB", (ImageChops.offset(red, 1, 0), green, ImageChops.offset(blue, 0, 1)))
        fine = self.grain.crop((0, 0, *image.size))
        tooth = ImageChops.add(fine, fine.resize((image.width // 6, image.height // 6)).resize(image.size), 2)
        tooth = tooth.point([round(128 + (v - 128) * 0.11) for v in range(256)])
        image = ImageChops.overlay(image, Image.merge("RGB", (tooth, tooth, tooth)))
        return image.crop((BLEED, BLEED, image.width - BLEED, image.height - BLEED))


def path(points: Points | str) -> Points:
    """Points as a list, or written: `0,0 30,0 30,40`, with `30x40` after a point for a box and `r9` for a circle.

    `r9,5/180:360` is the upper half of an ellipse. A word that begins with `~` opens a run of points to draw
    a smooth curve through, `@` a closed one, `|` a plain one; `=` mirrors a run at x = 0 (`~=4,0 9,9 0,12`).
    """
    if not isinstance(points, str):
        return points
    outline: Points = []
    for marks, text in RUN.findall(points):
        run: Points = []
        for word in text.split():
            if word[0] == "r":
                radii, _, turns = word[1:].partition("/")
                rx, ry = (radii.split(",") * 2)[:2]
                start, end = (turns or "0:360").split(":")
                run[-1:] = arc(*run[-1], float(rx), float(start), float(end), float(ry))
            elif "x" in word:
                run[-1:] = box(*run[-1], *(float(side) for side in word.split("x")))
            else:
                x, y = word.split(",")
                run.append((float(x), float(y)))
        run = both(run) if "=" in marks else run
        outline += smooth(run, "@" in marks) if "~" in marks or "@" in marks else run
    return outline


def box(x: float, y: float, width: float, height: float) -> Points:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def arc(x: float, y: float, r: float, start: float = 0, end: float = 360, ry: float | None = None) -> Points:
    """Points on a circle or ellipse, in degrees clockwise from the right."""
    n = max(8, int(abs(end - start) / 5))
    turns = [math.radians(start + (end - start) * i / n) for i in range(n + 1)]
    return [(x + r * math.cos(t), y + (r if ry is None else ry) * math.sin(t)) for t in turns]


def smooth(points: Points, closed: bool = False, n: int = 9) -> Points:
    """A curve through the points (Catmull and Rom's)."""
    around = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]

    def blend(a: float, b: float, c: float, d: float, t: float) -> float:
        return b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))) / 2

    curve = [tuple(blend(*axis, i / n) for axis in zip(*around[k : k + 4], strict=True))
             for k in range(len(around) - 3) for i in range(n)]  # fmt: skip
    return curve if closed else [*curve, points[-1]]


def wave(y: float, height: float, length: float, phase: float = 0, x0: float = -60, x1: float = W + 60) -> Points:
    """A sine from left to right; `phase` in turns."""
    n = max(2, int((x1 - x0) / 12))
    xs = [x0 + (x1 - x0) * i / n for i in range(n + 1)]
    return [(x, y + height * math.sin(2 * math.pi * (x / length + phase))) for x in xs]


def down(points: Points | str, floor: float = H + 60) -> Points:
    """The shape between a line and a floor."""
    points = path(points)
    return [*points, (points[-1][0], floor), (points[0][0], floor)]


def both(points: Points) -> Points:
    """A shape from its right half: the same points again, mirrored at x = 0."""
    return [*points, *((-x, y) for x, y in reversed(points))]


def brush(points: Points | str, *widths: float) -> Points:
    """The outline of a stroke whose width runs through the widths given."""
    points = path(points)
    left, right, last = [], [], len(points) - 1
    for i, (x, y) in enumerate(points):
        (x0, y0), (x1, y1) = points[max(0, i - 1)], points[min(last, i + 1)]
        length = math.hypot(x1 - x0, y1 - y0) or 1
        k = i / last * (len(widths) - 1)
        j = min(int(k), len(widths) - 2)
        half = (widths[j] + (widths[j + 1] - widths[j]) * (k - j)) / 2
        dx, dy = (y0 - y1) / length * half, (x1 - x0) / length * half
        left.append((x + dx, y + dy))
        right.append((x - dx, y - dy))
    return left + right[::-1]


def steps(a: float, b: float, n: int) -> list[float]:
    """`n` evenly spaced numbers from a to b."""
    return [a + (b - a) * i / (n - 1) for i in range(n)]


def mix(a: str, b: str, t: float) -> str:
    """The ink a part of the way from one to another."""
    pairs = ((int(a[i : i + 2], 16), int(b[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(x + (y - x) * t):02x}" for x, y in pairs)
