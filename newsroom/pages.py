"""Pages that belong to no story: errors, and the files that readers fetch."""

import re

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template import loader
from django.views.decorators.http import require_safe
from django.views.static import serve

from newsroom.lib.http import private_page

_A_YEAR = 31_536_000
_RENDITION = re.compile(r"pictures/[\w-]+\.\w+")


def bad_request(request, exception):
    return private_page(render(request, "400.html", status=400))


def forbidden(request, exception):
    return private_page(render(request, "403.html", status=403))


def csrf_failure(request, reason=""):
    """Say in the paper's look that a form of the desk has expired."""
    return private_page(render(request, "403.html", {"form_expired": True}, status=403))


def not_found(request, exception):
    return private_page(render(request, "404.html", status=404))


def server_error(request):
    """Answer without context, database or session: any of them may be what failed."""
    return private_page(HttpResponse(loader.get_template("500.html").render(), status=500))


@require_safe
def picture_file(request, path):
    """Serve an uploaded picture. Names carry a hash of the content, so that a browser may keep it for a year.

    Where pictures are elsewhere, this leads there: a copy, and what was taken from it, names them by this address.
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
