"""What a reader may have meant who typed a word that nothing was found for."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product

from django.db import connection
from django.db.models import Q

from articles.models import SearchWord
from articles.search import words
from articles.search.query import Query, Term

# Shorter words have too many neighbours, longer ones none.
_SHORTEST, _SHORT, _LONGEST = 4, 6, 24
_MOST_ALIKE = 300
_TO_TRY = 6
_ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz",
    "".join(map(chr, range(0x3B1, 0x3CA))),
    "".join(map(chr, range(0x430, 0x450))),
    "".join(map(chr, range(0x5D0, 0x5EB))),
    "".join(map(chr, [*range(0x621, 0x63B), *range(0x641, 0x64B)])),
)
_VOWELS = re.compile("[aeiouyαειηουωаеиоуыэюяاوي]")
_TWICE = re.compile(r"(.)\1+")


def learn(texts: Iterable[str]) -> None:
    """Keep the words of texts that are not known yet. In order, so that two who learn do not wait for each other."""
    found: dict[str, str] = {}
    for text in texts:
        lower = text.lower()
        for spelt in words.pattern(lower).findall(lower):
            word = words.fold(spelt)
            if _is_usual(word):
                found.setdefault(word, spelt[:60])
    with connection.cursor() as cursor:
        # Hundreds at every save, nearly all of them known: as rows of Django's they would take most of its time.
        cursor.executemany(
            f"INSERT INTO {SearchWord._meta.db_table} (word, spelling, skeleton) VALUES (%s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            [(word, found[word], skeleton(word)) for word in sorted(found)],
        )


def others(query: Query) -> list[Query]:
    """Return queries that may have been meant, the nearest first: each unknown word as one that is spelt alike.

    Where all are known, one word at a time as its neighbour: somebody else may have mistyped it too. Words are put in
    as they are spelt, with accents. One query.
    """
    typed = [term.words[0] for term in query.terms if len(term.words) == 1 and _is_usual(term.words[0])]
    alike = _alike(typed) if typed else {}
    unknown = [word for word in typed if word not in alike[word]]
    near = {word: [spelt for other, spelt in alike[word].items() if other != word] for word in typed}
    if unknown:
        ways = product(*([(word, spelt) for spelt in near[word]] for word in unknown))
    else:
        ways = (((word, spelt),) for word in typed for spelt in near[word])
    return [_with(query, dict(way)) for way in islice(ways, _TO_TRY)]


def _with(query: Query, spelt: dict[str, str]) -> Query:
    return Query(
        tuple(Term((spelt.get(term.words[0], term.words[0]), *term.words[1:]), term.is_quoted) for term in query.terms)
    )


def _alike(typed: list[str]) -> dict[str, dict[str, str]]:
    """Return {word: {a word that is spelt alike, or the same: its spelling}}, the nearest first."""
    near = {word: {word, *_one_step_from(word)} for word in typed}
    known = SearchWord.objects.filter(
        Q(word__in=set().union(*near.values())) | Q(skeleton__in=[skeleton(word) for word in typed])
    )
    rows = dict(known.values_list("word", "spelling")[:_MOST_ALIKE])
    return {word: {other: rows[other] for _steps, other in sorted(_measured(word, rows, near[word]))} for word in typed}


def _measured(word: str, others: Iterable[str], near: set[str]) -> Iterator[tuple[int, str]]:
    most = 1 if len(word) < _SHORT else 3
    for other in others:
        if other in near or skeleton(other) == skeleton(word):
            steps = distance(word, other)
            if steps <= most:
                yield steps, other


def _is_usual(word: str) -> bool:
    return _SHORTEST <= len(word) <= _LONGEST and word.isalpha()


def skeleton(word: str) -> str:
    """Return a word without vowels after its first letter, and letters twice as once: "accommodate", "acomodate"."""
    return word[:1] + _TWICE.sub(r"\1", _VOWELS.sub("", word[1:]))


def distance(one: str, other: str) -> int:
    """Return how many letters must be put in, left out, replaced or exchanged with their neighbour.

    The optimal string alignment of Damerau 1964 (doi:10.1145/363958.363994).
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, opposite in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != opposite))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == opposite:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, last = last, line
    return last[-1]


def _one_step_from(word: str) -> Iterator[str]:
    letters = next((alphabet for alphabet in _ALPHABETS if set(word) & set(alphabet)), "")
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in letters)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
