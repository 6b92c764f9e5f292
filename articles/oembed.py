"""oEmbed 1.0 (https://oembed.com): descriptions of articles for sites that embed a preview."""

from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html

from articles import cards
from articles.models import Article

_WIDTH, _HEIGHT = 600, 230
_CACHE_AGE = 3600


class Private(Exception):
    """Raised for an address that is never public: of the desk, or of one reader."""


@dataclass(frozen=True)
class Bounds:
    """The largest size in pixels that the other site allows; None for no limit."""

    width: int | None = None
    height: int | None = None

    def have_room_for(self, width: int, height: int) -> bool:
        return width <= (self.width or width) and height <= (self.height or height)


def article_at(address: str) -> Article | None:
    """Return the published article at an address of ours, or None. Raises Private.

    An unpublished article gives None, as if it did not exist. Private depends on the path only, whatever is there.
    """
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    if parts.netloc != urlsplit(settings.SITE_URL).netloc or parts.scheme not in ("http", "https"):
        return None
    if {"admin", "comments"} & set(match.namespaces):
        raise Private
    if match.view_name != "articles:article":
        return None
    published, slug = Article.objects.published().for_listing(), match.kwargs["slug"]
    return published.filter(slug=slug).first() or published.filter(former_slugs__slug=slug).first()


def describe(article: Article, bounds: Bounds) -> dict:
    """Return the oEmbed response for an article that was fetched `for_listing`."""
    width, height = min(_WIDTH, bounds.width or _WIDTH), min(_HEIGHT, bounds.height or _HEIGHT)
    frame = format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" frameborder="0"></iframe>',
        _absolute(reverse("articles:embed", args=[article.pk])),
        width,
        height,
        article.headline,
    )
    writers = article.writers
    said = {
        "version": "1.0",
        "type": "rich",
        "title": article.headline,
        "author_name": ", ".join(writer.name for writer in writers),
        "author_url": _absolute(writers[0].get_absolute_url()) if len(writers) == 1 else "",
        "provider_name": settings.PUBLICATION_NAME,
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": _CACHE_AGE,
        "html": str(frame),
        "width": width,
        "height": height,
        **_thumbnail(article, bounds),
    }
    return {name: value for name, value in said.items() if value != ""}


def as_xml(said: dict) -> bytes:
    root = ElementTree.Element("oembed")
    for name, value in said.items():
        ElementTree.SubElement(root, name).text = str(value)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _thumbnail(article: Article, bounds: Bounds) -> dict:
    """Return the largest thumbnail within the bounds: the article's card, or else a rendition of its picture."""
    there_are = [(*cards.SIZE, cards.address_of(article))]
    if picture := article.card_picture:
        there_are += reversed(picture.card.sizes)
    for width, height, address in there_are:
        if bounds.have_room_for(width, height):
            return {
                "thumbnail_url": _absolute(address),
                "thumbnail_width": width,
                "thumbnail_height": height,
            }
    return {}


def _absolute(address: str) -> str:
    return urljoin(settings.SITE_URL, address)
