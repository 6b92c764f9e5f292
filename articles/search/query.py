"""What a reader typed, as words and phrases to look for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from articles.search import words
from newsroom.lib.text import tidy_line

LONGEST_QUERY = 200
MOST_TERMS = 12
# A beginning of one letter would find half of the paper.
SHORTEST_BEGINNING = 2


@dataclass(frozen=True)
class Term:
    """Words that must stand together: mostly one, several in "quotation marks" or in "co-op"."""

    words: tuple[str, ...]
    is_quoted: bool = False

    def __str__(self):
        text = " ".join(self.words)
        return f'"{text}"' if self.is_quoted else text

    @property
    def is_empty(self) -> bool:
        return not self.is_quoted and all(map(words.is_empty, self.words))


@dataclass(frozen=True)
class Query:
    """What a reader asked for: terms, each of which must be there."""

    terms: tuple[Term, ...] = ()

    def __bool__(self):
        return bool(self.terms)

    def __str__(self):
        return " ".join(map(str, self.terms))

    @property
    def beginning(self) -> str:
        """The last word, which may still be being typed; "" where it is too short, or cannot be one."""
        if not self.terms or self.terms[-1].is_quoted:
            return ""
        *before, last = self.terms[-1].words
        return last if not before and len(last) >= SHORTEST_BEGINNING else ""


def parse(typed: str) -> Query:
    """Return the terms of a query of any shape; operators and punctuation mean nothing, the rest is cut off."""
    typed = tidy_line(typed[:LONGEST_QUERY])
    pieces = re.findall(r'"([^"]*)"|([^\s"]+)', typed)
    terms = [Term(tuple(words.words(quoted or bare)), bool(quoted)) for quoted, bare in pieces]
    terms = [term for term in terms if term.words]
    telling = [term for term in terms if not term.is_empty]
    return Query(tuple(dict.fromkeys(telling or terms))[:MOST_TERMS])


def spellings(term: Term, languages: Iterable[str]) -> list[tuple[str, ...]]:
    """Return what a term may stand as in the index: as it is, and by its stems in each of the languages."""
    return list(dict.fromkeys([term.words, *(tuple(words.stems(term.words, each)) for each in languages)]))
