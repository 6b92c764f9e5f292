"""The feed of an article's comments."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.caching import tag_of
from articles.models import Article
from comments import caching, feeds
from newsroom.lib.feeds import respond
from newsroom.lib.http import public_page
from newsroom.lib.pagecache import wear


@require_safe
@public_page()
def feed(request, article_id, name):
    stories = Article.objects.published().select_related("section").defer("copy")
    article = get_object_or_404(stories, pk=article_id)
    # A story that is withdrawn takes its comments with it.
    wear(request, tag_of(article))
    caching.wear_thread(request, article)
    return respond(feeds.feed_of(article, name=name), name)
