"""What happens to every request, before and after the views."""

from django.conf import settings
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware

from newsroom.lib.http import behind_proxies


def trust_proxies(get_response):
    """Take the reader's address and scheme from our own proxies, and from no one else."""

    def middleware(request):
        if settings.TRUSTED_PROXIES:
            behind_proxies(request.META, settings.TRUSTED_PROXIES)
        return get_response(request)

    return middleware


class ConditionalPages(ConditionalGetMiddleware):
    """Give every page an ETag, and answer 304 to who has it. Django's own passes over HEAD, which is owed the
    headers of the page itself (RFC 9110, section 9.3.2)."""

    def process_response(self, request, response):
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        try:
            return super().process_response(request, response)
        finally:
            request.method = method


class CompressedPages(GZipMiddleware):
    """Compress text. Pictures are compressed already."""

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith("image/"):
            return response
        return super().process_response(request, response)
