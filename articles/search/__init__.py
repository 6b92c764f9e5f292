"""Find published articles by their words, with the database's own full-text search.

| module | what it tells |
|---|---|
| `words`, `query` | what a text and a query are taken apart into (pure) |
| `documents`, `index` | what the index holds, and how it is kept current |
| `backends` | where the newest matches are: all SQL |
| `ranking`, `excerpts` | which fits best, and what is shown of it (pure) |
| `spelling`, `completing` | what was meant, and what is being typed |

A word may be in every article. So the newest matches are taken, `MOST` at the most, and ranked among themselves.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.db.models import Value
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.models import Article, SearchLanguage
from articles.search import excerpts, ranking, spelling
from articles.search.backends import Bounds, newest
from articles.search.documents import OF_HEADLINE, OF_NAME, moment, place
from articles.search.query import SHORTEST_BEGINNING, Query, parse, spellings
from newsroom.lib.html import marked, plain

__all__ = [
    "MOST",
    "Filters",
    "Found",
    "Query",
    "Sort",
    "alternative",
    "beginnings",
    "fetch",
    "find",
    "highlighted",
    "parse",
]

# So many of the newest matches are ranked, and can be paged through.
MOST = 400
_FIELDS = ["headline", "standfirst", "topics", "names", "copy", "marks"]
# So few results that another spelling may have been meant, and how many times as many it must find.
_FEW, _TIMES, _ENOUGH = 3, 10, 40


class Sort(models.TextChoices):
    RELEVANCE = "relevance", _("Best match first")
    NEWEST = "newest", _("Newest first")


@dataclass(frozen=True)
class Filters:
    """What else an article must have: marks such as `section:3`, and to have come out from and before two moments."""

    marks: tuple[str, ...] = ()
    since: datetime | None = None
    before: datetime | None = None

    def __bool__(self):
        return bool(self.marks or self.since or self.before)


@dataclass(frozen=True)
class Found:
    """The ids of articles, best first; `has_more` tells that only the newest `MOST` of them are here.

    `marks` are those of the articles, `languages` those in which the query was understood.
    """

    articles: list[int] = field(default_factory=list)
    has_more: bool = False
    marks: list[str] = field(default_factory=list)
    languages: tuple[str, ...] = ()


def find(query: Query, filters: Filters | None = None, *, sort: Sort = Sort.RELEVANCE, at=None) -> Found:
    """Find what is published at a moment (now) and holds every term. Two queries, whatever is in the archive."""
    filters = filters or Filters()
    if not (query or filters):
        return Found()
    at = at or timezone.now()
    languages = _languages()
    sought, bounds = _sought(query, languages), _bounds(filters, at)
    is_ranked = bool(query) and sort == Sort.RELEVANCE
    columns = ["place", "article_id", *(_FIELDS if is_ranked else ["marks"])]
    rows = list(newest(sought, bounds, MOST + 1).present(at).order_by("-place").values(*columns))
    has_more, rows = len(rows) > MOST, rows[:MOST]
    if is_ranked:
        rows.sort(key=lambda row: -ranking.score(sought, row, age=at.timestamp() - moment(row["place"])))
    return Found([row["article_id"] for row in rows], has_more, [row["marks"] for row in rows], languages)


def beginnings(query: Query, limit: int, *, at=None) -> list[int]:
    """Return the newest articles that hold all words in their headline, the last as a beginning."""
    words = [word for term in query.terms for word in term.words if len(word) >= SHORTEST_BEGINNING]
    if not words:
        return []
    at = at or timezone.now()
    *before, last = words
    bounds = _bounds(Filters(marks=tuple(f"{OF_HEADLINE}{word}" for word in before)), at)
    rows = newest(ranking.Sought([], [f"{OF_HEADLINE}{last}"]), bounds, limit).present(at).order_by("-place")
    return list(rows.values_list("article_id", flat=True))


def fetch(articles: Sequence[int], query: Query, *, at=None) -> list[Article]:
    """Return published articles in the order of their ids, each with its `excerpt` (see `highlighted`)."""
    found = Article.objects.published(at).for_listing().defer(None).in_bulk(articles)
    rows = [found[pk] for pk in articles if pk in found]
    for article in rows:
        article.excerpt = excerpts.excerpt(plain(article.copy), query, article.language)
    return rows


def alternative(query: Query, filters: Filters, found: Found, *, at=None) -> Query | None:
    """Return the query that may have been meant where almost nothing was found; None where there is no better one.

    Two queries: which words are spelt alike, and how much of each is published.
    """
    if not query or len(found.articles) >= _FEW:
        return None
    others = spelling.others(query)
    at = at or timezone.now()
    bounds = _bounds(filters, at)
    finding = [
        newest(_sought(parse(str(other)), found.languages), bounds, _ENOUGH).present(at).annotate(number=Value(number))
        for number, other in enumerate(others)
    ]
    if not finding:
        return None
    numbers = finding[0].values_list("number").union(*(each.values_list("number") for each in finding[1:]), all=True)
    counts = Counter(number for (number,) in numbers)
    best = max(counts, key=lambda number: (counts[number] >= _TIMES, -number), default=None)
    return others[best] if best is not None and counts[best] > _TIMES * len(found.articles) else None


def highlighted(excerpt: str) -> SafeString:
    """Return an excerpt as HTML, its matches in `<mark>`."""
    return marked(excerpt, excerpts.START, excerpts.END)


def _languages() -> tuple[str, ...]:
    return tuple(dict.fromkeys([get_language() or "en", *SearchLanguage.objects.values_list("code", flat=True)]))


def _sought(query: Query, languages: Sequence[str]) -> ranking.Sought:
    beginnings = [f"{mark}{query.beginning}" for mark in (OF_HEADLINE, OF_NAME)] if query.beginning else []
    return ranking.Sought([spellings(term, languages) for term in query.terms], beginnings)


def _bounds(filters: Filters, at: datetime) -> Bounds:
    is_over = filters.before is not None and filters.before <= at
    return Bounds(
        first=place(filters.since) if filters.since else -(1 << 62),
        last=place(filters.before) - 1 if is_over else place(at, article=-1),
        until=filters.before if is_over else at,
        marks=filters.marks,
    )
