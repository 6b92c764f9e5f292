"""Small words that every template uses."""

from datetime import datetime, timedelta
from urllib.parse import quote, urljoin

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

register = template.Library()

# Plain links that carry a title and an address; nothing of these networks is loaded until one is followed.
_NETWORKS = (
    ("Bluesky", "https://bsky.app/intent/compose?text={title}%20{url}"),
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    ("Reddit", "https://www.reddit.com/submit?url={url}&title={title}"),
    ("Telegram", "https://t.me/share/url?url={url}&text={title}"),
    ("WhatsApp", "https://api.whatsapp.com/send?text={title}%20{url}"),
    ("X", "https://x.com/intent/post?text={title}&url={url}"),
)


@register.simple_tag
def moment(at: datetime):
    """Print a moment to the minute, with its zone: the publication's, never the reader's."""
    at = timezone.localtime(at)
    return format_html(
        '<time datetime="{}">{}</time>',
        at.isoformat(timespec="seconds"),
        date_format(at, pgettext("moment, in Django's date format", "j F Y, H:i T")),
    )


@register.simple_tag
def age(at: datetime):
    """Print the time of something of today, and the day of anything before."""
    at = timezone.localtime(at)
    if at.date() == timezone.localdate():
        text = date_format(at, pgettext("time of day", "H:i"))
    elif at.year == timezone.localdate().year:
        text = date_format(at, pgettext("day of this year", "j F"))
    else:
        text = date_format(at, pgettext("day of another year", "j F Y"))
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), text)


@register.simple_tag
def duration(seconds: int | None) -> str:
    """Print a length of time in its two largest units, and a dash for none."""
    if seconds is None:
        return "–"
    if seconds < 60:
        return ngettext("%d second", "%d seconds", seconds) % seconds
    end = timezone.now()
    return timesince(end - timedelta(seconds=seconds), end)


@register.simple_tag(takes_context=True)
def page_address(context, number: int) -> str:
    """Return the address of another page of this list; the first has no number."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = number
    return context["request"].path + (f"?{query.urlencode()}" if query else "")


@register.filter
def absolute(address: str) -> str:
    """Return an address with the site's name in front, and one that names a site already as it is."""
    return urljoin(settings.SITE_URL, address)


@register.simple_tag
def share_links(title: str, url: str):
    """Return (name, address) for each way to pass an article on by a plain link, e-mail first."""
    words = {"title": quote(title, safe=""), "url": quote(url, safe="")}
    mail = "mailto:?subject={title}&body={url}".format(**words)
    return [(_("Email"), mail), *((name, pattern.format(**words)) for name, pattern in _NETWORKS)]
