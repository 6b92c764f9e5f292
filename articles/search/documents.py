"""What the index holds of an article, made from plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from articles.search import words
from articles.search.query import SHORTEST_BEGINNING

# More words than the longest report has; PostgreSQL keeps no more of one text.
_MOST_WORDS = 15_000
# What the words of headlines are marked with, and those of topics and names: by these a beginning is found.
OF_HEADLINE, OF_NAME = "^", "~"
# Where in a place the second ends and the article's id begins.
_BITS_OF_ID = 28


@dataclass(frozen=True)
class Piece:
    """What an article is found by. `topics` and `contributors` are (id, name); `gone_at` None means never."""

    article: int
    out_at: datetime
    gone_at: datetime | None
    language: str
    section: int
    kind: str
    headline: str
    standfirst: str
    topics: Sequence[tuple[int, str]]
    contributors: Sequence[tuple[int, str]]


def columns(piece: Piece, copy: str) -> dict:
    """Return the fields of a piece's SearchDocument; `copy` is what `stemmed` makes of its copy and captions."""
    names = " ".join(name for _id, name in piece.contributors)
    topics = " ".join(name for _id, name in piece.topics)
    return {
        "place": place(piece.out_at, piece.article),
        "article_id": piece.article,
        "gone_at": piece.gone_at,
        "marks": " ".join(_marks(piece, {OF_HEADLINE: piece.headline, OF_NAME: f"{topics} {names}"})),
        "headline": stemmed(piece.headline, piece.language),
        "standfirst": stemmed(piece.standfirst, piece.language),
        "topics": stemmed(topics, piece.language),
        "names": " ".join(words.words(names)),
        "copy": copy,
    }


def stemmed(text: str, language: str) -> str:
    return " ".join(words.stems(words.words(text)[:_MOST_WORDS], language))


def place(at: datetime, article: int = 0) -> int:
    """Return where something that comes out at a moment stands among all: later is greater, -1 is the last of all."""
    return (int(at.timestamp() // 1) << _BITS_OF_ID) | (article & ((1 << _BITS_OF_ID) - 1))


def moment(place: int) -> int:
    """Return the second since 1970 at which the article of a place comes out."""
    return place >> _BITS_OF_ID


def months(at: datetime, number: int) -> list[str]:
    """Return the marks of the month of a moment and of those before it, so many together."""
    at = at.astimezone(UTC)
    last = at.year * 12 + at.month - 1
    return [f"month:{each // 12}{each % 12 + 1:02}" for each in range(last, last - number, -1)]


def years(at: datetime, number: int) -> list[str]:
    last = at.astimezone(UTC).year
    return [f"year:{each}" for each in range(last, last - number, -1)]


def _marks(piece: Piece, spelt: dict[str, str]) -> Iterable[str]:
    yield f"section:{piece.section}"
    yield f"kind:{piece.kind}"
    yield from (f"topic:{pk}" for pk, _name in piece.topics)
    yield from (f"contributor:{pk}" for pk, _name in piece.contributors)
    yield months(piece.out_at, 1)[0]
    yield years(piece.out_at, 1)[0]
    for mark, text in spelt.items():
        yield from dict.fromkeys(f"{mark}{word}" for word in words.words(text) if len(word) >= SHORTEST_BEGINNING)
