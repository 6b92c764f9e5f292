"""Fold a text until what reads alike is alike: case, width, accents, hidden characters, letters of other scripts."""

import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

# Characters that show nothing (Unicode, Default_Ignorable_Code_Point).
HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
_HIDDEN = re.compile(f"[{HIDDEN}]")


def open_up(text: str) -> str:
    """Return a text in NFKC without the characters that show nothing."""
    return unicodedata.normalize("NFKC", _HIDDEN.sub("", text))


def fold(text: str) -> str:
    """Return a text as it sounds to the eye: NFKC, case folded, look-alikes as one letter, accents and points off.

    The vowel signs of Indic scripts, Thai and the like are letters in all but name, and stay. Digits of any script
    become 0 to 9; a digit is never taken for a letter here.
    """
    text = open_up(text).casefold()
    if text.isascii():
        return text
    text = prototypes(unicodedata.normalize("NFD", text)).casefold()
    return unicodedata.normalize("NFC", "".join(map(_bare, text)))


def prototypes(text: str) -> str:
    """Return a text with each letter that looks like another as that other (UTS 39), in NFD."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).translate(look_alikes()))


@cache
def look_alikes() -> dict[int, str]:
    """Return {code point: the letters it looks like}. Read once, when first asked for."""
    lines = Path(__file__).with_name("confusables.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {ord(letter): prototype for prototype, letters in rows for letter in letters}


def fingerprint(text: str) -> str:
    """Return what copies of one text share, whatever was done to spaces, case, punctuation and letters' shapes.

    A text without letters or digits is told by its other signs.
    """
    folded = fold(text)
    letters = letters_of(folded) or "".join(folded.split())
    return hashlib.sha256(letters.encode()).hexdigest()[:32]


def letters_of(text: str) -> str:
    """Return a text without what is no letter, no digit and no mark on one."""
    # Each sign is asked about once, however often it stands there.
    return text.translate(dict.fromkeys(ord(sign) for sign in set(text) if not is_of_a_word(sign)))


def is_of_a_word(character: str) -> bool:
    """Tell whether a character is a letter, a digit, or a mark on one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=4096)
def _bare(character: str) -> str:
    """Return a digit as 0 to 9, and "" for accents, strokes, enclosures, and the points of Hebrew and Arabic."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    # Combining classes (UAX 44, table 15): 1 lies over, 10 to 35 are fixed points, from 200 on above and below.
    placed = unicodedata.combining(character)
    is_mark = placed == 1 or 10 <= placed <= 35 or placed >= 200
    return "" if is_mark or unicodedata.category(character) == "Me" else character
