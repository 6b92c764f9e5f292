"""What a reader who is still typing may be after: sections, topics, contributors, headlines."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import search
from articles.models import Article, Contributor, Section, Topic
from articles.search.query import LONGEST_QUERY, SHORTEST_BEGINNING
from newsroom.lib.text import tidy_line

_NAMES, _HEADLINES = 3, 5


def complete(typed: str) -> list[dict[str, str]]:
    """Return what begins as typed, each as {kind, text, address}: of published articles only. Six queries."""
    typed = tidy_line(typed[:LONGEST_QUERY])
    if len(typed) < SHORTEST_BEGINNING:
        return []
    at = timezone.now()
    begins = Q(name__istartswith=typed) | Q(name__icontains=f" {typed}")
    published = Article.objects.published(at)
    named = [
        (_("Section"), Section.objects.filter(begins)),
        (_("Topic"), Topic.objects.filter(begins, Exists(published.on_topic(OuterRef("pk"))))),
        (_("Contributor"), Contributor.objects.filter(begins, Exists(published.by(OuterRef(OuterRef("pk")))))),
    ]
    rows = [(kind, row.name, row) for kind, rows in named for row in rows[:_NAMES]]
    rows += [(_("Article"), article.headline, article) for article in _headlines(typed, at)]
    return [{"kind": kind, "text": text, "address": row.get_absolute_url()} for kind, text, row in rows]


def _headlines(typed: str, at) -> list[Article]:
    """Return the newest articles that hold all words in their headlines, the last as a beginning."""
    newest = search.beginnings(search.parse(typed), _HEADLINES, at=at)
    found = Article.objects.published(at).for_address().only("headline", "slug", "section__slug").in_bulk(newest)
    return [found[pk] for pk in newest if pk in found]
