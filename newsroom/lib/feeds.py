"""Feeds in three formats: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.

Django's generators write the first two. This module adds the full text, several authors, pictures with their credit
and the WebSub hub. Django's feed view is not used: it takes the host from the request, which anybody may choose, and
sets no cache tags.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from django.conf import settings
from django.http import HttpResponse
from django.urls import register_converter
from django.utils.encoding import iri_to_uri
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.http import http_date

# Characters that XML 1.0 (section 2.2) cannot hold.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MEDIA = "http://search.yahoo.com/mrss/"


def legal(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


@dataclass(frozen=True)
class Image:
    """A JPEG that illustrates an entry, with its absolute address."""

    address: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True)
class Entry:
    """One story or comment. `guid` is a URI that never changes; `summary` is plain text; `content` is HTML that is
    safe on any site; addresses are absolute."""

    guid: str
    title: str
    address: str
    summary: str
    content: str
    published: datetime
    updated: datetime | None = None
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    language: str = ""
    image: Image | None = None


@dataclass(frozen=True)
class Feed:
    """A feed's description and its entries, newest first. `page` is the address of the page that it follows,
    `address` its own; `changed_at` is when any of it last changed."""

    title: str
    description: str
    page: str
    address: str
    entries: list[Entry]
    changed_at: datetime | None

    @cached_property
    def changed(self) -> datetime:
        # Atom requires a date; a feed without entries gets today's.
        return self.changed_at or datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


class _Generator(SyndicationFeed):
    """The base of the three generators: passes a feed and its entries to Django's."""

    def __init__(self, feed: Feed):
        super().__init__(
            title=legal(feed.title),
            link=feed.page,
            description=legal(feed.description),
            language=settings.LANGUAGE_CODE,
            author_name=legal(settings.PUBLICATION_NAME),
            feed_url=feed.address,
            feed_guid=iri_to_uri(feed.address),
        )
        self._changed = feed.changed
        for entry in feed.entries:
            self.add_item(
                title=legal(entry.title),
                link=entry.address,
                # Feed readers treat a summary as HTML in every format.
                description=_as_html(legal(entry.summary)),
                pubdate=entry.published,
                updateddate=entry.updated or entry.published,
                unique_id=entry.guid,
                unique_id_is_permalink=False,
                categories=[legal(name) for name in entry.categories],
                authors=[legal(name) for name in entry.authors],
                content=legal(entry.content),
                summary=legal(entry.summary),
                language=entry.language,
                image=entry.image,
            )

    def latest_post_date(self):
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=self._changed)


class Rss(_Generator, Rss201rev2Feed):
    """RSS 2.0, by the RSS Advisory Board's profile."""

    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": _MEDIA,
        }

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": settings.WEBSUB_HUB})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        if item["language"]:
            handler.addQuickElement("dc:language", item["language"])
        handler.addQuickElement("content:encoded", item["content"])
        _add_media(handler, item["image"])


class Atom(_Generator, Atom1Feed):
    def root_attributes(self):
        return super().root_attributes() | {"xmlns:media": _MEDIA}

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["description"]:
            handler.addQuickElement("subtitle", self.feed["description"])
        if settings.WEBSUB_HUB:
            handler.addQuickElement("link", "", {"rel": "hub", "href": settings.WEBSUB_HUB})

    def item_attributes(self, item):
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})
        _add_media(handler, item["image"])


class Json(_Generator):
    """JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        hub = settings.WEBSUB_HUB
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "authors": [{"name": self.feed["author_name"]}],
            "language": self.feed["language"],
            "hubs": [{"type": "WebSub", "url": hub}] if hub else [],
        }
        items = [_without_nothing(self._item(item)) for item in self.items]
        json.dump(_without_nothing(feed) | {"items": items}, outfile, ensure_ascii=False)

    @staticmethod
    def _item(item: dict) -> dict:
        updated = item["updateddate"] != item["pubdate"]
        return {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["summary"],
            "content_html": item["content"],
            "image": item["image"] and item["image"].address,
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]) if updated else "",
            "authors": [{"name": name} for name in item["authors"]],
            "tags": item["categories"],
            "language": item["language"],
        }


# {the last part of a feed's address: (its generator, the label of its format in links)}.
FORMATS = {"rss.xml": (Rss, "RSS"), "atom.xml": (Atom, "Atom"), "feed.json": (Json, "JSON Feed")}


class NameInPath:
    """The last part of a feed's address, for `path()`: `<feed_name:name>`."""

    regex = "|".join(map(re.escape, FORMATS))

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(NameInPath, "feed_name")


def media_type(name: str) -> str:
    """Return the media type of a feed, for links to it."""
    return FORMATS[name][0].content_type.partition(";")[0]


def respond(feed: Feed, name: str) -> HttpResponse:
    """Return a feed in the format `name`, one of FORMATS, with Last-Modified and the link to the WebSub hub."""
    generator, _format = FORMATS[name]
    written = generator(feed)
    response = HttpResponse(written.writeString("utf-8"), content_type=written.content_type)
    response["Last-Modified"] = http_date(feed.changed.timestamp())
    if settings.WEBSUB_HUB:
        # WebSub, section 4: exactly one of these with rel="self".
        response["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{iri_to_uri(feed.address)}>; rel="self"'
    return response


def _as_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _add_media(handler, image: Image | None) -> None:
    """Add a picture as Media RSS 1.5.1."""
    if not image:
        return
    size = {"width": str(image.width), "height": str(image.height)}
    handler.startElement(
        "media:content", {"url": iri_to_uri(image.address), "type": "image/jpeg", "medium": "image"} | size
    )
    handler.addQuickElement("media:description", legal(image.alt), {"type": "plain"})
    handler.addQuickElement("media:credit", legal(image.credit))
    handler.endElement("media:content")


def _without_nothing(values: dict) -> dict:
    return {name: value for name, value in values.items() if value}


def newest_of(moments: Iterable[datetime | None]) -> datetime | None:
    """Return the latest of several datetimes, ignoring None; None if there is none."""
    return max(filter(None, moments), default=None)
