"""Questions about a request, and promises about a response, that Django leaves to the site."""

import ipaddress
from collections.abc import MutableMapping
from functools import wraps
from urllib.parse import urlsplit

from django.utils.cache import patch_cache_control


def behind_proxies(meta: MutableMapping, count: int) -> None:
    """Rewrite a WSGI environment as the outermost of our own `count` proxies saw the request.

    Each proxy appends the address it was called from to X-Forwarded-For, so that the reader stands
    `count` places from the end; whatever is further left was sent by the reader and is not believed.
    """
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if len(hops) >= count:
        meta["REMOTE_ADDR"] = hops[-count]
    if meta.get("HTTP_X_FORWARDED_PROTO", "").split(",")[-1].strip() == "https":
        meta["wsgi.url_scheme"] = "https"


def network_of(address: str) -> str:
    """Return the network that limits count against: an IPv4 address, or the /64 of an IPv6 one.

    One IPv6 subscriber holds at least a /64 (RFC 6177), so single addresses would limit no one.
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
    three is refused: every browser since 2011 sends at least one with a POST. So is an address that is none.
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


def public_page(*parameters: str):
    """Let shared caches keep a view's pages for half a minute, and browsers ask each time.

    `parameters` are those of the query string that the page answers to. With any other the page may be meant
    for one person (it may carry a secret), so that it is kept by nobody and listed nowhere.
    """

    def decorate(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            response = view(request, *args, **kwargs)
            if not request.GET.keys() <= set(parameters):
                return private_page(response)
            if not response.has_header("Cache-Control"):
                patch_cache_control(response, public=True, max_age=0, s_maxage=30)
            return response

        return wrapper

    return decorate


def private_page(response):
    """Mark a response as meant for one person: kept by no cache, listed by no search engine."""
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
