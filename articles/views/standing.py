"""The pages about the paper that editors write."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import caching
from articles.models import FormerAddress, StandingPage
from newsroom.lib.http import letting_in, public_page
from newsroom.lib.pagecache import wear

_HOUSE_RULES = StandingPage.Kind.HOUSE_RULES


@require_safe
@public_page()
def standing_page(request, slug):
    """Show a page about the paper. The house rules always exist: every comment form links to them."""
    page = StandingPage.objects.published().filter(slug=slug).first()
    if page is None and slug == _HOUSE_RULES:
        page = StandingPage(kind=_HOUSE_RULES, slug=slug, title=_("House rules for comments"))
    if page is None:
        return _former(slug)
    if request.path != page.get_absolute_url():
        return redirect(page, permanent=True)
    # A page that is not saved yet has no tag of its own, but the tag of the furniture, like every page.
    wear(request, *([caching.tag_of(page)] if page.pk else []))
    return letting_in(page.setting.frames)(render)(request, "articles/standingpage_detail.html", {"page": page})


def _former(slug: str):
    page = FormerAddress.objects.present(StandingPage, slug)
    if page is None or not page.is_published:
        raise Http404("no such page")
    return redirect(page, permanent=True)
