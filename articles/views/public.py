"""The front page and the article."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import caching
from articles.front_page import front_page as compose_front_page
from articles.models import Article
from newsroom.lib.http import private_page, public_page
from newsroom.lib.pagecache import wear
from newsroom.lib.sessions import signed_in_staff

MORE_FROM_SECTION = 4


@require_safe
@public_page()
def front_page(request):
    page = compose_front_page()
    wear(request, caching.FRONT)
    caching.wear_cards(request, page.articles)
    return render(request, "articles/front_page.html", {"page": page, "is_front": True})


@require_safe
@public_page("sort", "after", "branch", "comment")
def article(request, section, slug):
    """Show a published story. Its former addresses lead to the present one; a withdrawn one says that it is gone."""
    story = (
        Article.objects.published().for_reading().filter(slug=slug).first()
        or Article.objects.published().select_related("section").filter(former_slugs__slug=slug).first()
    )
    if story is None:
        return _gone_or_never_there(request, slug)
    if (story.section.slug, story.slug) != (section, slug):
        query = request.META.get("QUERY_STRING")
        return redirect(story.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    # Whoever is signed in at the desk writes under their own name; that page is theirs alone.
    staff = signed_in_staff(request)
    response = render_article(request, story, staff=staff)
    return private_page(response) if staff else response


def render_article(request, story, *, status=200, **context):
    """Show a story with its thread; a refused reply comes back here with its form."""
    more = Article.objects.published().in_section(story.section).exclude(pk=story.pk).newest_first()
    more = more.select_related("section", "picture").defer("copy")[:MORE_FROM_SECTION]
    caching.wear_article(request, story)
    wear(request, *map(caching.tag_of, more))
    context |= {"article": story, "more": more, "section": story.section}
    return render(request, "articles/article_detail.html", context, status=status)


def _gone_or_never_there(request, slug):
    withdrawn = Article.objects.withdrawn(timezone.now())
    story = withdrawn.filter(slug=slug).first() or withdrawn.filter(former_slugs__slug=slug).first()
    if story is None:
        raise Http404("no such article")
    return private_page(render(request, "410.html", {"reason": story.withdrawal_reason}, status=410))
