"""What a page that is open asks now and then."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles.caching import tag_of
from articles.models import Article
from comments import caching
from comments.models import Thread
from newsroom.lib.http import public_page
from newsroom.lib.pagecache import wear
from newsroom.lib.text import is_key


@require_safe
@public_page("seen", seconds=15)
def count(request, article_id):
    """Return how many comments an article has, and in words how many more than a page shows that has `?seen=` of them."""
    article = get_object_or_404(Article.objects.published().only("pk"), pk=article_id)
    # A story that is withdrawn takes its number with it.
    wear(request, tag_of(article))
    caching.wear_numbers(request, [article])
    approved = Thread.objects.filter(article=article).values_list("approved_count", flat=True).first() or 0
    seen = request.GET.get("seen", "")
    new = approved - int(seen) if is_key(seen) else 0
    return JsonResponse({"approved": approved, "new": _in_words(new) if new > 0 else ""})


def _in_words(number: int) -> str:
    return ngettext("%(number)d new comment", "%(number)d new comments", number) % {"number": number}
