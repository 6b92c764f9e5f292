"""The page of all corrections."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles import caching
from articles.models import Correction
from articles.views.archive import LAST_PAGE, PAGE_SIZE, first_page_again
from newsroom.lib.http import public_page
from newsroom.lib.pagecache import wear
from newsroom.lib.pagination import page_number, paginate


@require_safe
@public_page("page")
def corrections(request):
    """Show every correction of published articles, the newest first."""
    if elsewhere := first_page_again(request):
        return elsewhere
    made = Correction.objects.of_published().with_stories().last_first()
    page = paginate(made, page_number(request), size=PAGE_SIZE, last=LAST_PAGE)
    wear(request, caching.CORRECTIONS, caching.FRONT, *(f"article:{each.article_id}" for each in page))
    return render(request, "articles/corrections.html", {"page": page})
