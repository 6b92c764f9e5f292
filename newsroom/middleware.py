"""Middleware: proxies, the Content-Security-Policy, conditional requests, sessions, compression."""

from csp.middleware import HEADER, CSPMiddleware
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware

from newsroom.lib.http import behind_proxies
from newsroom.lib.pagecache import page_of


def trust_proxies(get_response):
    """Take the reader's IP address and scheme from our own proxies' headers only."""

    def middleware(request):
        if settings.TRUSTED_PROXIES:
            behind_proxies(request.META, settings.TRUSTED_PROXIES)
        return get_response(request)

    return middleware


class ContentPolicy(CSPMiddleware):
    """Sort the directives by name. django-csp sends them in the order of a set, which differs from worker to worker."""

    def process_response(self, request, response):
        response = super().process_response(request, response)
        if HEADER in response:
            response[HEADER] = "; ".join(sorted(response[HEADER].split("; ")))
        return response


class ConditionalPages(ConditionalGetMiddleware):
    """Give every page an ETag, and answer 304 where it matches. Django's own ignores HEAD, which must have the
    headers of GET (RFC 9110, section 9.3.2). The page cache handles this for the pages that it keeps."""

    def process_response(self, request, response):
        if page_of(request).will_be_kept:
            return response
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        try:
            return super().process_response(request, response)
        finally:
            request.method = method


class DeskSessions(SessionMiddleware):
    """Sessions of the desk. A page that did not read the session gets no cookie headers: Django's own would delete an
    invalid session cookie, and so make the page differ from the cached one."""

    def process_response(self, request, response):
        if not (request.session.accessed or request.session.modified):
            return response
        return super().process_response(request, response)


class CompressedPages(GZipMiddleware):
    """Compress text. Pictures are compressed already, and the page cache compresses the pages that it keeps."""

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith("image/") or page_of(request).will_be_kept:
            return response
        return super().process_response(request, response)
