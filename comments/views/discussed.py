"""What readers talk about."""

from datetime import datetime, time, timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.caching import FRONT, wear_cards
from articles.models import Article
from comments import caching
from comments.models import Thread
from newsroom.lib.http import public_page
from newsroom.lib.pagecache import wear

# Today and the days before it.
DAYS = 7
_LENGTH = 20


@require_safe
@public_page()
def most_discussed(request):
    """Show the stories of the last days by their approved comments, the most first."""
    first_day = timezone.localdate() - timedelta(days=DAYS - 1)
    since = timezone.make_aware(datetime.combine(first_day, time.min))
    articles = Article.objects.published().published_since(since).for_listing()
    threads = Thread.objects.of(articles).most_discussed()[:_LENGTH]
    counts = {thread.article_id: thread.approved_count for thread in threads}
    found = articles.in_bulk(counts)
    page = [found[pk] for pk in counts if pk in found]
    wear(request, FRONT, caching.DISCUSSED)
    wear_cards(request, page)
    return render(request, "comments/most_discussed.html", {"page": page, "counts": counts, "days": DAYS})
