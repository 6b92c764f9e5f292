"""What an edit changed, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

_WORDS = re.compile(r"\s+|[^\s]+")
# Comparing takes the product of two lengths: texts that differ in more words than this are shown one after the other.
_MOST = 400


class Fate(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A run of words, and what became of it."""

    fate: Fate
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Return what stayed, what is gone and what is new, in the order in which it is read."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    begin = _alike(old, new)
    end = _alike(old[begin:][::-1], new[begin:][::-1])
    changed_old, changed_new = old[begin : len(old) - end], new[begin : len(new) - end]
    pieces = [(Fate.SAME, word) for word in old[:begin]]
    pieces += _compared(changed_old, changed_new)
    pieces += [(Fate.SAME, word) for word in old[len(old) - end :]]
    return [
        Piece(fate, "".join(word for _fate, word in run)) for fate, run in groupby(pieces, key=lambda each: each[0])
    ]


def _alike(old: list[str], new: list[str]) -> int:
    """Count the words that two texts begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))


def _compared(old: list[str], new: list[str]) -> list[tuple[Fate, str]]:
    blocks = [("replace", 0, len(old), 0, len(new))]
    if len(old) <= _MOST and len(new) <= _MOST:
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    pieces = []
    for kind, a, b, c, d in blocks:
        if kind == "equal":
            pieces += [(Fate.SAME, word) for word in old[a:b]]
        else:
            pieces += [(Fate.GONE, word) for word in old[a:b]] + [(Fate.NEW, word) for word in new[c:d]]
    return pieces
