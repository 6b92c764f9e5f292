"""Text folding, so that texts that look alike compare equal: case, width, accents, hidden characters, other scripts."""

import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

# Invisible characters (Unicode, Default_Ignorable_Code_Point).
HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
_HIDDEN = re.compile(f"[{HIDDEN}]")


def open_up(text: str) -> str:
    """Return a text in NFKC without invisible characters."""
    return unicodedata.normalize("NFKC", _HIDDEN.sub("", text))


def fold(text: str) -> str:
    """Return a text folded for comparison: NFKC, case folded, look-alikes as one letter, without accents and points.

    The vowel signs of Indic scripts, Thai and the like stay. Digits of any script become 0 to 9; a digit is never
    folded into a letter here.
    """
    text = open_up(text).casefold()
    if text.isascii():
        return text
    text = prototypes(unicodedata.normalize("NFD", text)).casefold()
    return unicodedata.normalize("NFC", "".join(map(_bare, text)))


def prototypes(text: str) -> str:
    """Return a text with each confusable letter replaced by its prototype (UTS 39), in NFD."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).translate(look_alikes()))


@cache
def look_alikes() -> dict[int, str]:
    """Return {code point: the letters it looks like}. The file is read at the first call."""
    lines = Path(__file__).with_name("confusables.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {ord(letter): prototype for prototype, letters in rows for letter in letters}


def fingerprint(text: str) -> str:
    """Return a hash that is the same for copies of a text with other spaces, case, punctuation or look-alike letters.

    For a text without letters or digits, its other characters are hashed.
    """
    folded = fold(text)
    letters = letters_of(folded) or "".join(folded.split())
    return hashlib.sha256(letters.encode()).hexdigest()[:32]


def letters_of(text: str) -> str:
    """Return only the letters and digits of a text, with their combining marks."""
    # Each distinct character is looked up once.
    return text.translate(dict.fromkeys(ord(sign) for sign in set(text) if not is_of_a_word(sign)))


def is_of_a_word(character: str) -> bool:
    """Tell whether a character is a letter, a digit or a combining mark."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=4096)
def _bare(character: str) -> str:
    """Return a digit as 0 to 9; "" for accents, strokes, enclosures and Hebrew and Arabic points; others unchanged."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    # Combining classes (UAX 44, table 15): 1 is an overlay, 10 to 35 are fixed points, 200 and up above or below.
    placed = unicodedata.combining(character)
    is_mark = placed == 1 or 10 <= placed <= 35 or placed >= 200
    return "" if is_mark or unicodedata.category(character) == "Me" else character
