"""Small files at well-known addresses: robots.txt, security.txt, ads.txt, trust.txt, the IndexNow key."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom.lib.http import public_page

_A_DAY = 86_400
# Paths that crawlers must not visit: forms, search and the desk.
_NOT_FOR_CRAWLERS = ("/admin/", "/comments/", "/preview/", "/search/")
# RFC 9116, section 2.5.5, advises less than a year.
_GOOD_FOR = timedelta(days=180)
# The standard's placeholder for a site without sellers (IAB Tech Lab, ads.txt 1.1, section 3.2.1).
_NO_SELLERS = "placeholder.example.com, placeholder, DIRECT, placeholder"


@require_safe
@public_page(seconds=3600)
def robots_txt(request):
    """Return robots.txt: disallowed paths and the sitemaps; everything is disallowed on a staging site."""
    if settings.STAGING or settings.DEBUG:
        return _text(["User-agent: *", "Disallow: /"])
    sitemaps = (reverse("articles:sitemap"), reverse("articles:news_sitemap"))
    return _text(
        [
            "User-agent: *",
            *(f"Disallow: {path}" for path in _NOT_FOR_CRAWLERS),
            "",
            *(f"Sitemap: {settings.SITE_URL}{path}" for path in sitemaps),
        ]
    )


@require_safe
@public_page(seconds=_A_DAY)
def security_txt(request):
    """Return the contact for reports of vulnerabilities (RFC 9116)."""
    if not settings.SECURITY_CONTACT:
        raise Http404("nobody to tell")
    lines = [f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {_expiry():%Y-%m-%dT%H:%M:%SZ}"]
    lines.append(f"Preferred-Languages: {settings.LANGUAGE_CODE}")
    if settings.SECURE:
        lines.append(f"Canonical: {settings.SITE_URL}{reverse('security_txt')}")
    return _text(lines)


@require_safe
@public_page(seconds=_A_DAY)
def ads_txt(request):
    """Return who may sell the paper's advertising: nobody, unless a setting names them."""
    return _text(settings.ADS_TXT or [_NO_SELLERS])


@require_safe
@public_page(seconds=_A_DAY)
def trust_txt(request):
    """Return who owns the paper, and what else it publishes (journallist.net)."""
    if not settings.TRUST_TXT:
        raise Http404("nothing said")
    return _text(settings.TRUST_TXT)


@require_safe
def indexnow_key(request, key):
    """Return the IndexNow key, which proves that announcements come from this site (indexnow.org)."""
    if key != settings.INDEXNOW_KEY:
        raise Http404("no such key")
    return _text([key], end="")


def _expiry() -> datetime:
    """Return the expiry, counted from the first of the month, so that the file is the same all month."""
    now = timezone.now().astimezone(UTC)
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + _GOOD_FOR


def _text(lines: list[str], end: str = "\n") -> HttpResponse:
    return HttpResponse("\n".join(lines) + end, content_type="text/plain; charset=utf-8")
