"""Small words that every template uses."""

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from urllib.parse import quote, urljoin

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from newsroom import early
from newsroom.lib.addresses import path_to
from newsroom.lib.dates import for_programs
from newsroom.lib.html import script
from newsroom.lib.printing import printed

register = template.Library()
register.filter("for_programs", for_programs)
register.simple_tag(path_to)
register.simple_tag(printed)

# In Django's date format, in the language of the page.
_FORMS = {
    "moment": lambda: pgettext("moment, in Django's date format", "j F Y, H:i T"),
    "time of day": lambda: pgettext("time of day", "H:i"),
    "day of this year": lambda: pgettext("day of this year", "j F"),
    "day of another year": lambda: pgettext("day of another year", "j F Y"),
}

# Plain links that carry a title and an address; nothing of these networks is loaded until one is followed.
_NETWORKS = (
    ("Bluesky", "https://bsky.app/intent/compose?text={title}%20{url}"),
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"),
    ("Reddit", "https://www.reddit.com/submit?url={url}&title={title}"),
    ("Telegram", "https://t.me/share/url?url={url}&text={title}"),
    ("Threads", "https://www.threads.net/intent/post?text={title}%20{url}"),
    ("WhatsApp", "https://api.whatsapp.com/send?text={title}%20{url}"),
    ("X", "https://x.com/intent/post?text={title}&url={url}"),
)


@register.simple_tag
def early_script():
    return script(early.SCRIPT)


@register.simple_tag
def moment(at: datetime):
    """Print a moment to the minute, with its zone: the publication's, never the reader's."""
    return _time(at, get_language(), timezone.get_current_timezone(), "moment")


@register.simple_tag
def age(at: datetime):
    """Print the time of something of today, and the day of anything before."""
    zone, today = timezone.get_current_timezone(), timezone.localdate()
    day = timezone.localtime(at, zone).date()
    if day == today:
        return _time(at, get_language(), zone, "time of day")
    return _time(at, get_language(), zone, "day of this year" if day.year == today.year else "day of another year")


@lru_cache(maxsize=4096)
def _time(at: datetime, language: str, zone: tzinfo, form: str):
    """Print a moment in one of the forms. Remembered: a page names the same few again and again."""
    at = timezone.localtime(at, zone)
    return format_html('<time datetime="{}">{}</time>', for_programs(at), date_format(at, _FORMS[form]()))


@register.filter
def long_day(day: date) -> str:
    """Print a day with its weekday."""
    return f"{date_format(day, 'l')} {date_format(day)}"


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
