"""The list of what is read most, for a page that shows other things besides."""

from functools import cache

from django import template
from django.utils import timezone

from articles import caching
from articles.models import Article, MostRead
from newsroom.lib.pagecache import wear
from newsroom.lib.prepared import Prepared

# A list of one or two says nothing of what is read.
_FEWEST = 3

register = template.Library()


@register.simple_tag(takes_context=True)
def most_read(context, number: int):
    """Return so many stories that were read most in the last day, for a list of headlines; too few are none. One query."""
    articles = _most_read(number)(timezone.now())
    wear(context["request"], caching.MOST_READ, *map(caching.tag_of, articles))
    return articles if len(articles) >= _FEWEST else []


@cache
def _most_read(number: int) -> Prepared:
    def headlines(at):
        articles = Article.objects.published(at).most_read(MostRead.Span.DAY)
        return articles.select_related("section").defer("copy")[:number]

    return Prepared(headlines)
