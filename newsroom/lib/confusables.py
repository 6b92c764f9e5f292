"""Confusable names: names that a reader could mistake for one another."""

import re
from collections.abc import Iterable
from functools import lru_cache

from newsroom.lib.folding import fold, letters_of, look_alikes, open_up

# Read as letters in a name: "Dani3l", "5usan".
DIGITS = str.maketrans("034578$@", "oeastbsa")
# Upright strokes that may be an I or an l: the digit 1; a capital I in a lower-case word ("DanieI"); an l in the place
# of a capital ("lan", "GAlL").
_STROKES = r"1|(?<![^\W_])l|(?<=[^\W\d_A-Z])I|(?<=[^\W\d_a-z])l"
_WITH_BARS = re.compile(rf"{_STROKES}|\||(?<=\w)!(?=\w)")
_WITHOUT_BARS = re.compile(_STROKES)


def skeleton(name: str) -> str:
    """Return the same key for names that look alike: no case, spaces, punctuation, accents; 0 as o, 1 as l, m as rn."""
    return _closed_up(name).replace("1", "l")


def looks_like(name: str, others: Iterable[str]) -> str | None:
    """Return the first of the other names that this one could be mistaken for, or None.

    Stricter than comparing skeletons: I, l and 1 are equal only where they look alike, so that Ella is not Elia.
    """
    typed = _ways_to_read(name)
    for other in others:
        if any(_may_be(one, two) for one in typed for two in _ways_to_draw(other)):
            return other
    return None


def by_shape(text: str) -> str:
    """Return a text with foreign capitals replaced by the Latin ones they look like: ΒΟΒ in Greek letters is BOB.

    Done before case folding, since their small letters need not look alike (β, ν).
    """
    table = look_alikes()
    shape = {c: table[c] for c in map(ord, set(text)) if c in table and chr(c).isupper() and table[c].isascii()}
    return text.translate({c: latin for c, latin in shape.items() if latin != "l"})


# The same names are compared with every new one.
@lru_cache(maxsize=4096)
def _ways_to_draw(name: str) -> frozenset[str]:
    return frozenset((skeleton(name), skeleton(by_shape(name))))


def _ways_to_read(name: str) -> set[str]:
    """Return a name without gaps, with 1 for each stroke: once with | and ! as strokes, once without them."""
    name = open_up(name)
    name = name.translate({c: "1" for c in map(ord, set(name)) if look_alikes().get(c) == "l"})
    marked = {strokes.sub("1", shape) for strokes in (_WITH_BARS, _WITHOUT_BARS) for shape in (name, by_shape(name))}
    return {_closed_up(shape) for shape in marked} - {""}


def _closed_up(name: str) -> str:
    return letters_of(fold(name).translate(DIGITS)).replace("m", "rn")


def _may_be(typed: str, meant: str) -> bool:
    return len(typed) == len(meant) and all(
        one == two or (one == "1" and two in "il") for one, two in zip(typed, meant, strict=True)
    )
