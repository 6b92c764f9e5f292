"""What templates ask of articles."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from articles import sources
from articles.feeds import SUBJECTS, address_of
from articles.search import highlighted
from newsroom.lib.feeds import FORMATS, media_type

register = template.Library()
register.filter("highlighted", highlighted)


@register.simple_tag(takes_context=True)
def feed_links(context):
    """Return (address, type, title) of each feed that a page is to name: the paper's, and that of what it is about."""
    subjects = [None, *(context[kind] for kind in SUBJECTS if context.get(kind))]
    return [
        (address_of(name, subject), media_type(name), f"{_title(subject)} ({label})")
        for subject in subjects
        for name, (_generator, label) in FORMATS.items()
    ]


@register.simple_tag
def feed_address(subject) -> str:
    """Return the address of the feed that follows a section, topic, contributor or series."""
    return address_of("rss.xml", subject)


@register.simple_tag
def corrections_feeds():
    """Return (address, type) of each feed of all corrections."""
    return [(reverse("articles:corrections_feed", args=[name]), media_type(name)) for name in FORMATS]


def _title(subject) -> str:
    return f"{subject} – {settings.PUBLICATION_NAME}" if subject else settings.PUBLICATION_NAME


@register.simple_tag
def day_address(day) -> str:
    """Return the address of all that was published on a day."""
    return reverse("articles:archive_day", args=[day.year, day.month, day.day])


@register.simple_tag
def month_address(day) -> str:
    """Return the address of the month of a day, or of a moment in the publication's time zone."""
    day = timezone.localtime(day) if hasattr(day, "tzinfo") else day
    return reverse("articles:archive_month", args=[day.year, day.month])


@register.filter
def kind_of_source(kind: str):
    """Return what readers are told of the kind of a source."""
    return sources.KINDS.get(kind, "")
