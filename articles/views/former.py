"""Redirects from former addresses, and withdrawn articles; used only where there is no page now."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render

from articles.models import Article, FormerPath
from articles.models.address import plain_path
from newsroom.lib.http import private_page

# Status codes: 451 is from RFC 7725.
_BLOCKED_BY_LAW, _GONE = 451, 410


def gone_or_never_there(request, slug: str):
    """Answer 410 or 451 for a withdrawn story. Raises Http404 for others. One query, by two indexes."""
    withdrawn = Article.objects.withdrawn()
    (story, *_others) = [*withdrawn.filter(slug=slug).union(withdrawn.filter(former_slugs__slug=slug), all=True)] or [
        None
    ]
    if story is None:
        raise Http404("no such article")
    return _gone(request, story)


def at_former_address(request):
    """Redirect from a story's former address to the present one; return None where there is none.

    The query string is kept. A former slug without the trailing slash is redirected in one step, too.
    """
    # PostgreSQL refuses text with this character, and no address ever had it.
    if "\x00" in request.path:
        return None
    former = FormerPath.objects.filter(path=plain_path(request.path)).select_related("article__section").first()
    if former:
        return _led_on(request, former.article, request.META.get("QUERY_STRING"))
    _, *words = request.path.split("/")
    if len(words) == 2 and all(words):
        story = Article.objects.published().select_related("section").filter(former_slugs__slug=words[1]).first()
        return _led_on(request, story, request.META.get("QUERY_STRING")) if story else None
    return None


def by_number(request, number: str):
    """Redirect from WordPress's "/?p=81" to the story, keeping the rest of the query string. Raises Http404."""
    former = FormerPath.objects.filter(path=f"/?p={int(number)}").select_related("article__section").first()
    rest = request.GET.copy()
    del rest["p"]
    answer = _led_on(request, former.article, rest.urlencode()) if former else None
    if answer is None:
        raise Http404("no such post")
    return answer


def _led_on(request, story: Article, query: str | None):
    if story.is_published:
        return redirect(story.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)
    return _gone(request, story) if Article.objects.withdrawn().filter(pk=story.pk).exists() else None


def _gone(request, story: Article):
    """Answer 410, or 451 if blocked by law, with the reason of a withdrawal, and nothing of the story itself."""
    status = _BLOCKED_BY_LAW if story.is_blocked_by_law else _GONE
    response = render(request, f"{status}.html", {"reason": story.withdrawal_reason}, status=status)
    if story.is_blocked_by_law:
        response["Link"] = f'<{settings.SITE_URL}/>; rel="blocked-by"'
    return private_page(response)
