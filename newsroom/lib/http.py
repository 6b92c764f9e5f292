"""HTTP helpers for requests behind proxies, form checks, and the caching of responses."""

import ipaddress
import re
from collections.abc import MutableMapping
from contextlib import nullcontext
from functools import wraps
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.utils.cache import patch_cache_control

from newsroom.lib.pagecache import page_of
from newsroom.lib.replica import reading_from_replica


def behind_proxies(meta: MutableMapping, count: int) -> None:
    """Rewrite a WSGI environment as the outermost of our own `count` proxies saw the request.

    Each proxy appends the address it was called from to X-Forwarded-For, so that the reader's is
    `count` places from the end; whatever is further left was sent by the reader and is not trusted.
    """
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if len(hops) >= count:
        meta["REMOTE_ADDR"] = hops[-count]
    meta["wsgi.url_scheme"] = scheme_of(meta, count)


def scheme_of(meta: MutableMapping, count: int) -> str:
    """Return the scheme of a request, "http" or "https", as the outermost of our own `count` proxies saw it."""
    if count and meta.get("HTTP_X_FORWARDED_PROTO", "").split(",")[-1].strip() == "https":
        return "https"
    return meta.get("wsgi.url_scheme", "http")


_A_YEAR = 31_536_000
_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def in_utf_8(application):
    """Wrap a WSGI application, so that every request is read as UTF-8, which is what our pages send.

    Django trusts a request's charset, and fails on an unknown one before any middleware runs.
    """

    def reading(environ, start_response):
        if declared := environ.get("CONTENT_TYPE"):
            environ["CONTENT_TYPE"] = _CHARSET.sub("", declared)
        return application(environ, start_response)

    return reading


def network_of(address: str) -> str:
    """Return the network that rate limits apply to: an IPv4 address, or the /64 of an IPv6 one.

    One IPv6 subscriber has at least a /64 (RFC 6177), so that limits on single addresses would have no effect.
    """
    try:
        ip = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return "unknown"
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False))


def is_from_own_page(request) -> bool:
    """Tell whether a form was sent from a page of this site, without a cookie or a token.

    Browsers say so in Sec-Fetch-Site (a script cannot set it); older ones in Origin, and the oldest
    in Referer. "none" is a form that the reader reloaded or opened by hand. A request that carries none of the
    three is refused: every browser since 2011 sends at least one with a POST. So is a malformed address.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    source = request.headers.get("Origin")
    if source in (None, "null"):
        source = request.headers.get("Referer", "")
    try:
        parts = urlsplit(source)
    except ValueError:
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def public_page(*parameters: str, seconds: int = 30, is_kept: bool = True):
    """Let shared caches keep a view's pages for `seconds`, and browsers revalidate each time; our page cache keeps
    them until they are invalidated.

    `parameters` are the known parameters of the query string. With any other the page may be meant
    for one person (it may carry a secret), so that it is neither cached nor indexed. `is_kept` is False for
    pages that no cache tag can invalidate, such as search results.
    """

    def decorate(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            if not request.GET.keys() <= set(parameters):
                return private_page(view(request, *args, **kwargs))
            with _reading_for(request):
                response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.has_header("Cache-Control"):
                _share(request, response, seconds, is_kept)
            return response

        return wrapper

    return decorate


def _reading_for(request):
    """Read-your-writes: a request with a session reads from the primary database, others from the replica."""
    return nullcontext() if settings.SESSION_COOKIE_NAME in request.COOKIES else reading_from_replica()


def lasting_file(request, response):
    """Let all caches keep a file for a year, since its address changes with its content; an edge cache can purge it."""
    patch_cache_control(response, public=True, max_age=_A_YEAR, immutable=True)
    _tell_edge(request, response)
    return response


def _share(request, response, seconds: int, is_kept: bool) -> None:
    patch_cache_control(response, public=True, max_age=0, s_maxage=seconds)
    page_of(request).is_shared = is_kept
    _tell_edge(request, response)


def _tell_edge(request, response) -> None:
    if name := settings.EDGE_TAG_HEADER:
        response[name] = settings.EDGE_TAG_SEPARATORS[name].join(sorted(page_of(request).tags))


def letting_in(frames: list[str]):
    """Let a view's page show frames from these origins (Content-Security-Policy); no other page may."""
    return csp_update({"frame-src": frames}) if frames else (lambda view: view)


def private_page(response):
    """Mark a response as meant for one person: not cached, not indexed by search engines."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
