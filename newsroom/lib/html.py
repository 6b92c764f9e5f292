"""The one sanitiser: everything that a person typed reaches a page through here."""

import html
import re

import nh3
from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_INLINE = {"a", "em", "strong", "sub", "sup", "small", "br"}
_BLOCKS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "hr"}
_FIGURES = {"figure", "figcaption", "img"}
_TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
_BREAKS = re.compile(r"</(?:p|h2|h3|li|blockquote|figcaption|th|td|tr)>|<(?:br|hr)[^>]*>")
# Pictures that lost their address, and paragraphs of nothing else.
_BARE_PICTURE = r'<img(?: (?!src=)\w+="[^"]*")*>'
_EMPTY = re.compile(rf"<p>(?:\s|&nbsp;|<br>|{_BARE_PICTURE})*</p>|{_BARE_PICTURE}")


def _own_addresses_only(tag: str, attribute: str, value: str) -> str | None:
    """Drop pictures that are not ours, and links that hide their scheme ("//elsewhere.example")."""
    if attribute == "src":
        return value if value.startswith(settings.MEDIA_URL) and ".." not in value else None
    # Browsers pass over control characters, and take a backslash for a slash (WHATWG URL, basic URL parser).
    if attribute == "href" and re.match(r"[\\/]{2}", re.sub(r"[\x00-\x20]", "", value)):
        return None
    return value


_copy = nh3.Cleaner(
    tags=_INLINE | _BLOCKS | _FIGURES | _TABLES,
    clean_content_tags={"script", "style", "title", "textarea", "template", "noscript"},
    attributes={
        "a": {"href", "title"},
        "img": {"src", "alt", "width", "height"},
        "ol": {"start", "type"},
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    },
    allowed_classes={"blockquote": {"pullquote"}},
    attribute_filter=_own_addresses_only,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_comment = nh3.Cleaner(
    tags={"p", "br", "a", "em", "strong", "blockquote"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https"},
    link_rel="ugc nofollow noopener noreferrer",
)


def clean_copy(value: str) -> str:
    """Return an article's copy with only the elements that the paper prints. Doing it twice changes nothing."""
    return _EMPTY.sub("", _copy.clean(value)).strip()


def clean_comment(value: str) -> str:
    """Return a rendered comment with what `newsroom.lib.markup` can make of it, its links unendorsed, and nothing else."""
    return _comment.clean(value).strip()


def plain(value: str) -> str:
    """Return the words of sanitised HTML, a space where a block ends."""
    return " ".join(html.unescape(nh3.clean(_BREAKS.sub(" ", value), tags=set())).split())


def marked(text: str, start: str, end: str) -> SafeString:
    """Return plain text as HTML, with what stands between each `start` and `end` in `<mark>`."""
    return mark_safe(escape(text).replace(start, "<mark>").replace(end, "</mark>"))  # noqa: S308 - escaped here


def sanitised(value: str) -> SafeString:
    """Mark a text as fit for a page. Only for what `clean_copy` or `clean_comment` returned and we stored."""
    return mark_safe(value)  # noqa: S308 - cleaned before it was stored
