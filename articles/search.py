"""Find published articles by their words, with the database's own full-text search."""

import re
import unicodedata
from dataclasses import dataclass

from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.utils.safestring import SafeString

from articles.models import Article, Byline, Contributor, SearchDocument
from newsroom.lib.html import marked, plain
from newsroom.lib.text import tidy_line

LONGEST_QUERY = 200
MOST_TERMS = 12
# Where a match begins and ends in an excerpt: characters that no stored text holds.
_START, _END = "\x02", "\x03"


@dataclass(frozen=True)
class Query:
    """What a reader asked for: words and "quoted phrases", each of which must be there."""

    terms: tuple[str, ...]

    def __bool__(self):
        return bool(self.terms)


def parse(typed: str) -> Query:
    """Return the words of a query of any shape; operators and punctuation mean nothing, the rest is cut off."""
    typed = tidy_line(typed[:LONGEST_QUERY])
    pieces = re.findall(r'"([^"]*)"|([^\s"]+)', typed)
    terms = (" ".join(re.findall(r"\w+", phrase or word)) for phrase, word in pieces)
    return Query(tuple(term for term in terms if term)[:MOST_TERMS])


def find(query: Query, *, at=None):
    """Return the published articles that hold every term, best first, each with an `excerpt` (see `highlighted`)."""
    if not query:
        return Article.objects.none()
    backend = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    return Article.objects.published(at).for_listing().extra(**backend(query))


def highlighted(excerpt: str) -> SafeString:
    """Return an excerpt as HTML, its matches in `<mark>`."""
    return marked(excerpt, _START, _END)


# In both, the last word also stands for its beginning, but in headlines and names only: both databases stem what
# they then complete, and "police" would find every "policy".


def _on_sqlite(query: Query) -> dict:
    *before, last = (f'"{term}"' for term in query.terms)
    return {
        "tables": ["articles_search"],
        "where": ["articles_search MATCH %s", "articles_search.rowid = articles_article.id"],
        "params": [" AND ".join([*before, f"({last} OR {{headline names}}: {last}*)"])],
        "select": {
            # The headline weighs ten times the copy, standfirst and names four times.
            "rank": "bm25(articles_search, 10, 4, 4, 1)",
            "excerpt": "snippet(articles_search, 3, char(2), char(3), '…', 32)",
        },
        "order_by": ["rank", "-published_at"],
    }


def _on_postgresql(query: Query) -> dict:
    *before, last = ("<->".join(f"'{_folded(word)}'" for word in term.split()) for term in query.terms)
    asked = "to_tsquery('english', %s)"
    # A and B are the weights of headline, standfirst and names.
    typed = " & ".join([*before, f"({last} | {last}:*AB)"])
    return {
        "tables": ["articles_searchdocument"],
        "where": [
            f"articles_searchdocument.words @@ {asked}",
            "articles_searchdocument.article_id = articles_article.id",
        ],
        "params": [typed],
        "select": {
            "rank": f"-ts_rank(articles_searchdocument.words, {asked})",
            "excerpt": f"ts_headline('english', articles_searchdocument.copy, {asked}, "
            "'StartSel=' || chr(2) || ', StopSel=' || chr(3) || ', MinWords=16, MaxWords=32, MaxFragments=1')",
        },
        "select_params": [typed, typed],
        "order_by": ["rank", "-published_at"],
    }


def _folded(word: str) -> str:
    """Return a word without its diacritics, as the index of PostgreSQL holds it (migration 0002)."""
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", word))


def index(article: Article) -> None:
    """Write the words of one article where `find` looks."""
    SearchDocument.objects.update_or_create(
        article=article,
        defaults={
            "headline": f"{article.kicker} {article.headline}".strip(),
            "standfirst": article.standfirst,
            "names": _names(article.pk),
            "copy": plain(article.copy),
        },
    )


def _names(article_id: int) -> str:
    return ", ".join(Byline.objects.filter(article=article_id).values_list("contributor__name", flat=True))


def _index_names(article_id: int) -> None:
    SearchDocument.objects.filter(article=article_id).update(names=_names(article_id))


def keep_current() -> None:
    """Index an article whenever it, one of its bylines or a name in them is saved, whoever saves it."""

    def article_saved(instance, raw, **kwargs):
        if not raw:
            index(instance)

    def byline_changed(instance, raw=False, **kwargs):
        # A byline that goes with its article finds no document any more, and must not bring it back.
        if not raw:
            _index_names(instance.article_id)

    def contributor_saved(instance, raw, created, **kwargs):
        if not raw and not created:
            documents = SearchDocument.objects.filter(article__in=Article.objects.by(instance).values("pk"))
            for article_id in documents.exclude(names__contains=instance.name).values_list("pk", flat=True):
                _index_names(article_id)

    post_save.connect(article_saved, sender=Article, weak=False, dispatch_uid="search.article")
    post_save.connect(byline_changed, sender=Byline, weak=False, dispatch_uid="search.byline")
    post_delete.connect(byline_changed, sender=Byline, weak=False, dispatch_uid="search.byline_gone")
    post_save.connect(contributor_saved, sender=Contributor, weak=False, dispatch_uid="search.contributor")
