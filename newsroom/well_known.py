"""Small files at known addresses, for programs: crawlers, buyers of advertising, and who finds a hole in the paper."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom.lib.http import public_page

_A_DAY = 86_400
# What is there for people who write to the paper, look for something in it or make it; not to be listed.
_NOT_FOR_CRAWLERS = ("/admin/", "/comments/", "/preview/", "/search/")
# RFC 9116, section 2.5.5, advises less than a year.
_GOOD_FOR = timedelta(days=180)
# What the standard has for a paper without sellers (IAB Tech Lab, ads.txt 1.1, section 3.2.1).
_NO_SELLERS = "placeholder.example.com, placeholder, DIRECT, placeholder"


@require_safe
@public_page(seconds=3600)
def robots_txt(request):
    """Say to crawlers what is not for them, and where the sitemaps are; turn all away from a copy for trying out."""
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
    """Say whom to tell of a hole (RFC 9116)."""
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
    """Say who may sell the paper's advertising: nobody, unless a setting names them."""
    return _text(settings.ADS_TXT or [_NO_SELLERS])


@require_safe
@public_page(seconds=_A_DAY)
def trust_txt(request):
    """Say whom the paper belongs to, and what is its own (journallist.net)."""
    if not settings.TRUST_TXT:
        raise Http404("nothing said")
    return _text(settings.TRUST_TXT)


@require_safe
def indexnow_key(request, key):
    """Prove to search engines that what is announced to them comes from here (indexnow.org)."""
    if key != settings.INDEXNOW_KEY:
        raise Http404("no such key")
    return _text([key], end="")


def _expiry() -> datetime:
    """Return the end of a validity that begins with the month, so that the file is the same all day."""
    now = timezone.now().astimezone(UTC)
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) + _GOOD_FOR


def _text(lines: list[str], end: str = "\n") -> HttpResponse:
    return HttpResponse("\n".join(lines) + end, content_type="text/plain; charset=utf-8")
