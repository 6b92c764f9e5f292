"""Public views of threads outside the article pages: counts, feeds and the most discussed articles."""

from datetime import datetime, time, timedelta

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles.caching import FRONT, tag_of, wear_cards
from articles.models import Article
from comments import caching
from comments.models import Thread
from comments.threads import feeds
from newsroom.lib.feeds import respond
from newsroom.lib.http import public_page
from newsroom.lib.pagecache import wear
from newsroom.lib.text import is_pk

# Period of the most discussed articles in days, including today.
DAYS = 7
_LENGTH = 20


@require_safe
@public_page("seen", seconds=15)
def count(request, article_id):
    """Return an article's number of comments, and in words how many are new to a page that shows `?seen=` of them."""
    article = get_object_or_404(Article.objects.published().only("pk"), pk=article_id)
    # The cached response is dropped with the article.
    wear(request, tag_of(article))
    caching.wear_numbers(request, [article])
    approved = Thread.objects.filter(article=article).values_list("approved_count", flat=True).first() or 0
    seen = request.GET.get("seen", "")
    new = approved - int(seen) if is_pk(seen) else 0
    return JsonResponse({"approved": approved, "new": _in_words(new) if new > 0 else ""})


def _in_words(number: int) -> str:
    return ngettext("%(number)d new comment", "%(number)d new comments", number) % {"number": number}


@require_safe
@public_page()
def feed(request, article_id, name):
    stories = Article.objects.published().select_related("section").defer("copy")
    article = get_object_or_404(stories, pk=article_id)
    # The cached response is dropped with the article.
    wear(request, tag_of(article))
    caching.wear_thread(request, article)
    return respond(feeds.feed_of(article, name=name), name)


@require_safe
@public_page()
def most_discussed(request):
    """Show the articles of the last days, most approved comments first."""
    first_day = timezone.localdate() - timedelta(days=DAYS - 1)
    since = timezone.make_aware(datetime.combine(first_day, time.min))
    articles = Article.objects.published().published_since(since).for_listing()
    threads = Thread.objects.of(articles).most_discussed()[:_LENGTH]
    counts = {thread.article_id: thread.approved_count for thread in threads}
    found = articles.in_bulk(counts)
    page = [found[pk] for pk in counts if pk in found]
    wear(request, FRONT, caching.DISCUSSED)
    wear_cards(request, page)
    return render(request, "comments/threads/most_discussed.html", {"page": page, "counts": counts, "days": DAYS})
