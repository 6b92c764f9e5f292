"""The template context processor of every page."""

from django.conf import settings
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

from articles.caching import FURNITURE
from articles.furniture import furniture
from newsroom.lib.pagecache import wear


def publication(request):
    """Return the paper's name and address, and the sections and links around each page (one query, only if shown)."""
    around = SimpleLazyObject(lambda: _furniture(request))
    return {
        "publication_name": settings.PUBLICATION_NAME,
        "publication_tagline": settings.PUBLICATION_TAGLINE,
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + escape_uri_path(request.path),
        "sections": SimpleLazyObject(lambda: around.sections),
        "standing_pages": SimpleLazyObject(lambda: around.pages),
        "policies": SimpleLazyObject(lambda: around.policies),
    }


def _furniture(request):
    wear(request, FURNITURE)
    return furniture()
