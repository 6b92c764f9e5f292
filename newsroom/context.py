"""What every page needs to know of the paper."""

from django.conf import settings
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

from articles.caching import SECTIONS
from articles.models import Section
from newsroom.lib.pagecache import wear


def publication(request):
    """Give templates the paper's name and address, and its sections (one query, only where they are shown)."""
    return {
        "publication_name": settings.PUBLICATION_NAME,
        "publication_tagline": settings.PUBLICATION_TAGLINE,
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + escape_uri_path(request.path),
        "sections": SimpleLazyObject(lambda: _sections(request)),
    }


def _sections(request):
    wear(request, SECTIONS)
    return list(Section.objects.all())
