"""A diff of two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

_WORDS = re.compile(r"\s+|[^\s]+")
# A diff takes quadratic time: beyond so many changed words, the old and the new text are shown one after the other.
_MOST = 400


class Fate(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """A run of words that was kept, deleted or inserted."""

    fate: Fate
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Return the diff of two texts as runs of words, in reading order."""
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
    """Return the length in words of the common prefix."""
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
