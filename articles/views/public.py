"""The front page and the article."""

from datetime import datetime

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import caching, relating
from articles.front_page import front_page as compose_front_page
from articles.models import Article
from articles.series import place_of
from articles.views.former import by_number, gone_or_never_there
from newsroom.lib.http import letting_in, private_page, public_page
from newsroom.lib.languages import speaking
from newsroom.lib.prepared import Prepared
from newsroom.lib.sessions import signed_in_staff
from newsroom.lib.text import is_pk


@require_safe
@public_page()
def front_page(request):
    """Show the front page, or redirect from a WordPress address, "/?p=81", to its story."""
    if is_pk(number := request.GET.get("p", "")):
        return by_number(request, number)
    page = compose_front_page()
    caching.wear_front(request, page.breaking)
    caching.wear_cards(request, page.articles)
    return render(request, "articles/front_page.html", {"page": page, "breaking": page.breaking, "is_front": True})


@require_safe
@public_page("sort", "after", "branch", "comment")
def article(request, section, slug):
    """Show a published story. Former addresses redirect to the present one; a withdrawn one answers 410 or 451."""
    story = (
        _published.first(slug, timezone.now())
        or Article.objects.published().select_related("section").filter(former_slugs__slug=slug).first()
    )
    if story is None:
        return gone_or_never_there(request, slug)
    if (story.section.slug, story.slug) != (section, slug):
        query = request.META.get("QUERY_STRING")
        return redirect(story.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    # For signed-in staff the page shows their own name in the reply form, so that it is private.
    staff = signed_in_staff(request)
    response = render_article(request, story, staff=staff)
    return private_page(response) if staff else response


@Prepared
def _published(slug: str, at: datetime):
    return Article.objects.published(at).for_reading().filter(slug=slug)


def render_article(request, story, *, status=200, **context):
    """Render a story with its thread, in the story's language; `context` may hold the form of a refused reply."""
    place = place_of(story)
    beside = relating.beside(story, shown=place.shown if place else ())
    caching.wear_article(request, story)
    caching.wear_beside(request, beside)
    context |= {
        "article": story,
        "beside": beside,
        "translations": beside.versions,
        "section": story.section,
        "place": place,
    }
    with speaking(story.language):
        return letting_in(story.setting.frames)(render)(request, "articles/article_detail.html", context, status=status)
