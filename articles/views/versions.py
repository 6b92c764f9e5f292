"""The published versions of an article, with the diffs between them."""

from itertools import pairwise

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import caching
from articles.models import Article
from articles.versions import compare
from newsroom.lib.http import public_page
from newsroom.lib.languages import speaking
from newsroom.lib.pagecache import wear


@require_safe
@public_page()
def versions(request, section, slug):
    """Show the diff of each version, the newest first. Raises Http404 for fewer than two, or an unpublished article."""
    story = Article.objects.published().select_related("section").filter(slug=slug).first()
    if story is None or story.versions < 2:
        raise Http404("no versions to compare")
    if story.section.slug != section:
        return redirect(reverse("articles:versions", args=[story.section.slug, slug]), permanent=True)
    wear(request, caching.tag_of(story))
    kept = list(story.revisions.order_by("number"))
    pairs = [(kept[0], None), *((after, _changes(before, after)) for before, after in pairwise(kept))]
    shown = [(version, changes) for version, changes in pairs if not version.is_withheld]
    context = {"article": story, "section": story.section, "versions": shown[::-1]}
    with speaking(story.language):
        return render(request, "articles/article_versions.html", context)


def _changes(before, after):
    """Return the diff of two versions; None where one of them is withheld, since the diff would reveal it."""
    return None if before.is_withheld or after.is_withheld else compare(before, after)
