"""What happens to every request, before and after the views."""

from csp.middleware import HEADER, CSPMiddleware
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware

from newsroom.lib.http import behind_proxies
from newsroom.lib.pagecache import page_of


def trust_proxies(get_response):
    """Take the reader's address and scheme from our own proxies, and from no one else."""

    def middleware(request):
        if settings.TRUSTED_PROXIES:
            behind_proxies(request.META, settings.TRUSTED_PROXIES)
        return get_response(request)

    return middleware


class ContentPolicy(CSPMiddleware):
    """Send the directives in the order of their names. django-csp sends them in that of a set, which differs from worker
    to worker."""

    def process_response(self, request, response):
        response = super().process_response(request, response)
        if HEADER in response:
            response[HEADER] = "; ".join(sorted(response[HEADER].split("; ")))
        return response


class ConditionalPages(ConditionalGetMiddleware):
    """Give every page an ETag, and answer 304 to who has it. Django's own passes over HEAD, which is owed the
    headers of the page itself (RFC 9110, section 9.3.2). What the page cache keeps it also compares."""

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
    """Sessions of the desk. A page that has not asked who is there says nothing of cookies: Django's own would take
    a cookie that is none of ours away with it, and so differ from what a cache keeps for all."""

    def process_response(self, request, response):
        if not (request.session.accessed or request.session.modified):
            return response
        return super().process_response(request, response)


class CompressedPages(GZipMiddleware):
    """Compress text. Pictures are compressed already, and what the page cache keeps it compresses once."""

    def process_response(self, request, response):
        if response.get("Content-Type", "").startswith("image/") or page_of(request).will_be_kept:
            return response
        return super().process_response(request, response)
