"""Typefaces of social cards: choosing one that has all letters of a text, and breaking lines."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont, features

_FONTS = Path(__file__).parent / "fonts"
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_HYPHENS = str.maketrans("\u2010\u2011", "--")
# Unicode categories of pictograms and of invisible characters.
_PICTOGRAMS = ("So", "Sk", "Cs", "Co", "Cn", "Cf", "Cc")
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Typeface:
    """One font. `leading` is the line height, and `ascent` the height of the first line, relative to the font size."""

    name: str
    leading: float
    ascent: float
    is_joined: bool = False

    def has(self, text: str) -> bool:
        """Tell whether the font has all letters of a text. Joiners are ignored, as they are never drawn."""
        return _letters(self.name).issuperset(set(text) - set(_JOINERS))

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        return _font(self.name, size)

    def shaping(self, direction: str) -> dict:
        """Return Pillow's arguments for the writing direction, {} where it is not supported."""
        return {"direction": direction} if _can_shape() else {}

    def length(self, text: str, size: int, direction: str) -> float:
        return self.font(size).getlength(text, **self.shaping(direction))

    def broken(self, text: str, size: int, width: int, direction: str) -> list[str]:
        """Break a text into as few lines as fit into a width, of about the same length."""
        words = text.split(" ")
        lines = self._filled(words, size, width, direction)
        narrow, wide = width // 2, width
        while wide - narrow > 8:
            middle = (narrow + wide) // 2
            if len(self._filled(words, size, middle, direction)) > len(lines):
                narrow = middle
            else:
                wide = middle
        return self._filled(words, size, wide, direction)

    def shortened(self, text: str, size: int, width: int, direction: str) -> str:
        """Return a text cut to a width, with an ellipsis if it was cut."""
        if self.length(text, size, direction) <= width:
            return text
        while text and self.length(f"{text}…", size, direction) > width:
            text = text[:-1].rstrip(" ,;:–-…")
        return f"{text}…"

    def _filled(self, words: list[str], size: int, width: int, direction: str) -> list[str]:
        lines = [words[0]]
        for word in words[1:]:
            if self.length(f"{lines[-1]} {word}", size, direction) <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines


_NEWSREADER = Typeface("newsreader-600", leading=1.1, ascent=0.74)
_FRANKLIN = Typeface("franklin-700", leading=1.2, ascent=0.74)
_NASKH = Typeface("naskh-600", leading=1.5, ascent=1.05, is_joined=True)
_NOTO_SERIF = Typeface("noto-serif-600", leading=1.2, ascent=0.78)
_STYLES = {
    "serif": (_NEWSREADER, _NOTO_SERIF, _NASKH),
    "sans": (_FRANKLIN, _NOTO_SERIF, _NASKH),
}


def typeface_for(text: str, style: str) -> Typeface | None:
    """Return the first typeface of a style, "serif" or "sans", that has all letters of a `plain` text, or None.

    Typefaces with joined letters are skipped where Pillow cannot shape them: it needs the library fribidi.
    """
    for face in _STYLES[style]:
        if face.has(text) and (_can_shape() or not face.is_joined):
            return face
    return None


def plain(text: str) -> str:
    """Return a text with normalised spaces and hyphens, and without pictograms, which text typefaces lack."""
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_HYPHENS))
    return _SPACES.sub(" ", "".join(filter(_is_text, text))).strip()


def _is_text(sign: str) -> bool:
    is_common = (sign.isascii() and sign.isprintable()) or "\u00a1" <= sign <= "\u00ac" or "\u00ae" <= sign <= "\u00ff"
    return is_common or sign in _JOINERS or unicodedata.category(sign) not in _PICTOGRAMS


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / f"{name}.woff2", size)


@cache
def _letters(name: str) -> frozenset[str]:
    ranges = tomllib.loads((_FONTS / "letters.toml").read_text())[name].split()
    ends = [(int(first, 16), int(last or first, 16)) for first, _, last in (each.partition("-") for each in ranges)]
    return frozenset(chr(code) for first, last in ends for code in range(first, last + 1))


@cache
def _can_shape() -> bool:
    return features.check("raqm")
