"""Term matching that resists disguise: spacing, look-alikes, hidden characters, digits for letters.

A text is read in up to three ways: as it is; with the digits and signs inside words as letters, 1 as i; and by
shape, with 1 as l. Each is matched twice: word by word, and with spelled-out or broken words joined. A term matches
whole words only. Scripts without spaces between words are matched character by character. Time grows with the text
and the words of the longest term, not with the number of terms.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain

from newsroom.lib.confusables import DIGITS, by_shape
from newsroom.lib.folding import fold, open_up

# Thai to Lao, Myanmar, Khmer, kana and ideographs, written without spaces.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_PARTED = re.compile(f"[^{_UNSPACED}]")
# A gap that always separates words. An apostrophe does: "who're" is not joined to another word.
_GAP = re.compile(r".*\s|['’]\Z", re.DOTALL)
_DISGUISE = re.compile(r"[\d$@!|]")
_RUN = re.compile(r"(?:[^\W_]|[$@!|])+")
_BARE_CAPITALS = re.compile(r"(?<=[^\W\d_A-Z])I+")
# At least three spaced letters are a word: "I a" is not. Within a longer run, which may begin with an article or be a
# whole sentence, only terms of at least four letters match: no "ass" in "c l a s s".
_SPELLED_OUT, _FOUND_WITHIN = 3, 4


@dataclass(slots=True)
class _Node:
    """A node of the trie of words. `ends` and `begins` hold indexes into the list of terms."""

    following: dict[str, "_Node"] = field(default_factory=dict)
    ends: set[int] = field(default_factory=set)
    begins: dict[str, set[int]] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)


class TermMatcher:
    """Finds terms: words, phrases, and beginnings of words (`word*`)."""

    def __init__(self, terms: Iterable[str]):
        self.terms = list(dict.fromkeys(terms))
        self._root = _Node()
        self._run_together: dict[str, set[int]] = {}
        for place, term in enumerate(self.terms):
            for words in _both_ways(list(_groups(fold(term)))):
                self._add(words, place, is_beginning=term.rstrip().endswith("*"))
        self._lengths = {len(letters) for letters in self._run_together if len(letters) >= _FOUND_WITHIN}

    def matches(self, text: str) -> list[str]:
        """Return the terms found in a text, each once, in the order in which they were given."""
        found: set[int] = set()
        for reading in dict.fromkeys(_readings(text)):
            groups = list(_groups(reading))
            for words in _both_ways(groups):
                self._look_through(words, found)
            for group in groups:
                if len(group) >= _SPELLED_OUT and _is_spelled(group):
                    self._look_within("".join(group), found)
        return [self.terms[place] for place in sorted(found)]

    def _add(self, words: tuple[str, ...], place: int, *, is_beginning: bool) -> None:
        node = self._root
        for word in words[:-1] if is_beginning else words:
            node = node.following.setdefault(word, _Node())
        if is_beginning:
            node.begins.setdefault(words[-1], set()).add(place)
            node.lengths.add(len(words[-1]))
        else:
            node.ends.add(place)
        self._run_together.setdefault("".join(words), set()).add(place)

    def _look_through(self, words: tuple[str, ...], found: set[int]) -> None:
        for start in range(len(words)):
            node = self._root
            for place in range(start, len(words)):
                word = words[place]
                for length in node.lengths:
                    found |= node.begins.get(word[:length], set())
                if word not in node.following:
                    break
                node = node.following[word]
                found |= node.ends

    def _look_within(self, run: str, found: set[int]) -> None:
        for length in self._lengths:
            for start in range(len(run) - length + 1):
                found |= self._run_together.get(run[start : start + length], set())


def is_term(text: str) -> bool:
    """Tell whether a text can be a term: it has at least one letter or digit."""
    return any(_groups(fold(text)))


def _readings(text: str) -> Iterator[str]:
    text = open_up(text)
    yield fold(text)
    yield fold(_unmask(text, {ord(sign): "i" for sign in "1!|"}))
    shape = _BARE_CAPITALS.sub(lambda capitals: "l" * len(capitals[0]), by_shape(text))
    yield fold(_unmask(shape, {ord(sign): "l" for sign in "1!|"}))


def _unmask(text: str, strokes: dict[int, str]) -> str:
    """Return a text with digits and signs as letters, within words that have letters too."""
    if not _DISGUISE.search(text):
        return text
    letters = DIGITS | strokes
    return _RUN.sub(lambda run: _as_word(run[0], letters), text)


def _as_word(run: str, letters: dict[int, str]) -> str:
    """Return a run as letters if it has at least two letters, $ or @, and no more digits: b00b, a$$, not 3D."""
    word = run.strip("!|")
    digits = sum(c.isdigit() for c in word)
    others = sum(c not in "!|" for c in word) - digits
    if word.isalpha() or others < max(2, digits) or not any(c.isalpha() for c in word):
        return run
    start = run.index(word)
    return run[:start] + word.translate(letters) + run[start + len(word) :]


def _both_ways(groups: list[list[str]]) -> list[tuple[str, ...]]:
    """Return the words, and the same with each group joined if that differs; [] without words."""
    words = tuple(chain.from_iterable(groups))
    whole = tuple(chain.from_iterable(map(_closed_up, groups)))
    return [way for way in dict.fromkeys((words, whole)) if way]


def _closed_up(group: list[str]) -> list[str]:
    is_apart = len(group) < _SPELLED_OUT and _is_spelled(group)
    return group if is_apart else ["".join(group)]


def _is_spelled(group: list[str]) -> bool:
    return all(len(word) == 1 for word in group)


def _groups(folded: str) -> Iterator[list[str]]:
    """Return the words of a folded text, grouping words split by signs ("vi.ag-ra") and single letters ("v i a")."""
    group, is_spelled, end = [], True, 0
    for match in _word(folded.isascii()).finditer(folded):
        word = match[0]
        is_near = not _GAP.match(folded[end : match.start()]) or (is_spelled and len(word) == 1)
        if group and not (is_near and _PARTED.match(word) and _PARTED.match(group[-1])):
            yield group
            group, is_spelled = [], True
        group.append(word)
        is_spelled = is_spelled and len(word) == 1
        end = match.end()
    if group:
        yield group


@cache
def _word(is_ascii: bool) -> re.Pattern[str]:
    """Return the pattern of a word. Combining marks belong to their letter, but `\\w` does not match them."""
    if is_ascii:
        return re.compile(r"[^\W_]+")
    marks = "".join(c for c in map(chr, range(0x300, 0x1F000)) if unicodedata.category(c)[0] == "M")
    return re.compile(rf"[{_UNSPACED}][{marks}]*|(?:[^\W_{_UNSPACED}]|[{marks}])+")
