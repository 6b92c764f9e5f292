"""Error pages, the web app manifest, and picture files."""

import re

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.static import serve

from articles.views.former import at_former_address
from newsroom.lib.http import private_page, public_page
from newsroom.lib.text import language_tag

# The light background colour of palette.css; pages also declare the dark one.
_PAPER = "#fdfdfc"
_A_YEAR = 31_536_000
_RENDITION = re.compile(r"pictures/[\w-]+\.\w+")


def bad_request(request, exception):
    return private_page(render(request, "400.html", status=400))


def forbidden(request, exception):
    return private_page(render(request, "403.html", status=403))


def csrf_failure(request, reason=""):
    """Answer a failed CSRF check with the paper's own page: a form of the desk has expired."""
    return private_page(render(request, "403.html", {"form_expired": True}, status=403))


def not_found(request, exception):
    """Redirect or answer for a former address, else 404."""
    if request.method in ("GET", "HEAD") and (answer := at_former_address(request)):
        return answer
    return private_page(render(request, "404.html", status=404))


def server_error(request):
    """Answer 500 without context processors, database or session: any of them may have failed."""
    return private_page(HttpResponse(loader.get_template("500.html").render(), status=500))


@require_safe
@public_page()
def manifest(request):
    """Return the paper's name, colours and icons as an installed app (W3C, Web Application Manifest)."""
    icons = [("icon-192", 192, "any"), ("icon-512", 512, "any"), ("icon-maskable", 512, "maskable")]
    described = {
        "name": settings.PUBLICATION_NAME,
        "short_name": settings.PUBLICATION_NAME,
        "description": settings.PUBLICATION_TAGLINE or settings.PUBLICATION_NAME,
        "lang": language_tag(settings.LANGUAGE_CODE),
        "id": "/",
        "start_url": reverse("articles:front_page"),
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [
            {
                "src": static(f"newsroom/img/{name}.png"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, size, purpose in icons
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")


@require_safe
def picture_file(request, path):
    """Serve an uploaded picture. Names contain a hash of the content, so that a browser may cache it for a year.

    Where pictures are stored elsewhere, redirect there: an article's copy always has this address.
    """
    if settings.MEDIA_FRONT:
        return _led_to_front(path)
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    return response


def _led_to_front(path: str):
    if not _RENDITION.fullmatch(path):
        raise Http404("no rendition")
    response = redirect(default_storage.url(path))
    response["Cache-Control"] = "public, max-age=3600"
    return response
