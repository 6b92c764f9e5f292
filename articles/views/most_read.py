"""The most read articles of the last day and of the last week."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import caching
from articles.models import Article, MostRead
from newsroom.lib.http import public_page
from newsroom.lib.pagecache import wear

LISTED = 20


@require_safe
@public_page()
def most_read(request, span=MostRead.Span.DAY):
    articles = list(Article.objects.published().most_read(span).for_listing()[:LISTED])
    wear(request, caching.MOST_READ)
    caching.wear_cards(request, articles)
    context = {"articles": articles, "span": MostRead.Span(span), "spans": MostRead.Span}
    return render(request, "articles/most_read.html", context)
