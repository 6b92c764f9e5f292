"""Cut out of an article's copy what a reader wants to see of it: where the words that were asked for stand."""

from collections.abc import Iterable

from articles.search import words
from articles.search.query import Query

# Where a match begins and ends in an excerpt: characters that no stored text holds.
START, END = "\x02", "\x03"
_BEFORE, _LENGTH = 8, 36


def excerpt(copy: str, query: Query, language: str) -> str:
    """Return some words around the best place of a plain text, matches between START and END; "" without a match."""
    places = [(match.start(), match.end()) for match in words.pattern(copy).finditer(copy)]
    both = [words.both(copy[start:end], language) for start, end in places]
    hits = _hits([folded for folded, _stem in both], [stem for _folded, stem in both], query, language)
    if not hits:
        return ""
    first = max(_best(hits) - _BEFORE, 0)
    last = min(first + _LENGTH, len(places)) - 1
    pieces, at = [], places[first][0]
    for number in range(first, last + 1):
        start, end = places[number]
        if number in hits:
            pieces += [copy[at:start], START, copy[start:end], END]
            at = end
    end = len(copy) if last == len(places) - 1 else places[last][1]
    pieces.append(copy[at:end])
    return f"{'… ' if first else ''}{''.join(pieces).replace(f'{END} {START}', ' ')}{'' if end == len(copy) else ' …'}"


def _hits(folded: list[str], stems: list[str], query: Query, language: str) -> dict[int, int]:
    """Return {number of a word: which term it belongs to}."""
    hits: dict[int, int] = {}
    for number, term in enumerate(query.terms):
        for text, way in ((folded, term.words), (stems, tuple(words.stems(term.words, language)))):
            for at in _places(text, way):
                hits |= dict.fromkeys(range(at, at + len(way)), number)
    return hits


def _places(text: list[str], way: tuple[str, ...]) -> Iterable[int]:
    for at, word in enumerate(text):
        if word == way[0] and tuple(text[at : at + len(way)]) == way:
            yield at


def _best(hits: dict[int, int]) -> int:
    """Return the hit from which on most different terms stand within an excerpt, the earliest of equals."""
    numbers = sorted(hits)

    def worth(first: int) -> int:
        return len({hits[each] for each in numbers if first <= each < first + _LENGTH - _BEFORE})

    return max(numbers[:200], key=worth)
