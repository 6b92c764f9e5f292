"""The HTML sanitiser, which everything that a person typed goes through before it is on a page."""

import html
import json
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
# Characters that could end a script element or begin a comment in it, as JSON escapes.
_IN_SCRIPT = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029"]
# Pictures without a source, and paragraphs that hold nothing else.
_BARE_PICTURE = r'<img(?: (?!src=)\w+="[^"]*")*>'
_EMPTY = re.compile(rf"<p>(?:\s|&nbsp;|<br>|{_BARE_PICTURE})*</p>|{_BARE_PICTURE}")


def _own_addresses_only(tag: str, attribute: str, value: str) -> str | None:
    """Drop pictures that are not ours, scheme-relative links ("//elsewhere.example"), and embeds that are not https."""
    if attribute == "src":
        return value if value.startswith(settings.MEDIA_URL) and ".." not in value else None
    if attribute == "data-embed":
        return value if re.fullmatch(r"https://[^\s\"<>\\]+", value) else None
    # Browsers skip control characters, and treat a backslash as a slash (WHATWG URL, basic URL parser).
    if attribute == "href" and re.match(r"[\\/]{2}", re.sub(r"[\x00-\x20]", "", value)):
        return None
    return value


_PLAIN_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
_copy = nh3.Cleaner(
    tags=_INLINE | _BLOCKS | _FIGURES | _TABLES,
    clean_content_tags={"script", "style", "title", "textarea", "template", "noscript"},
    attributes=_PLAIN_ATTRIBUTES | {"figure": {"data-embed", "data-gallery"}, "sup": {"data-footnote"}},
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


# Elements that are removed with their content on other sites: they need our style sheets, scripts or forms.
_AT_HOME = {"details", "form", "button", "script", "style", "template", "noscript"}


def clean_copy(value: str) -> str:
    """Return an article's copy with only the elements that the paper allows. Idempotent."""
    return _EMPTY.sub("", _copy.clean(value)).strip()


def clean_comment(value: str) -> str:
    """Return a rendered comment with only the elements that `newsroom.lib.markup` makes; its links get rel="ugc"."""
    return _comment.clean(value).strip()


def abroad(value: str, address: str) -> str:
    """Return sanitised HTML for other sites: links and pictures are absolute, resolved against `address`, and nothing
    is left that needs our style sheets or scripts."""
    return nh3.clean(
        value,
        tags=_INLINE | _BLOCKS | _FIGURES | _TABLES | {"div"},
        clean_content_tags=_AT_HOME,
        attributes=_PLAIN_ATTRIBUTES | {"div": {"lang", "dir"}},
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", address),
        link_rel=None,
    ).strip()


def plain(value: str) -> str:
    """Return sanitised HTML as plain text, with a space where a block ends."""
    return " ".join(html.unescape(nh3.clean(_BREAKS.sub(" ", value), tags=set())).split())


def marked(text: str, start: str, end: str) -> SafeString:
    """Return plain text as HTML, with what is between each `start` and `end` in `<mark>`."""
    return mark_safe(escape(text).replace(start, "<mark>").replace(end, "</mark>"))  # noqa: S308 - escaped here


def linked_data(graph: dict) -> SafeString:
    """Return JSON-LD as a script element, escaped so that no text in it can end the element (HTML, 4.12.1.3)."""
    data = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _IN_SCRIPT:
        data = data.replace(sign, escaped)
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308 - escaped here


def script(text: str) -> SafeString:
    """Return an inline script element. Only for scripts read from our own files."""
    return mark_safe(f"<script>{text}</script>")  # noqa: S308 - nobody else writes it


def sanitised(value: str) -> SafeString:
    """Mark stored HTML as safe. Only for what `clean_copy` or `clean_comment` returned."""
    return mark_safe(value)  # noqa: S308 - cleaned before it was stored


def printed_before(value: str) -> SafeString:
    """Mark a cached part of a page as safe. Only for what a template of ours rendered."""
    return mark_safe(value)  # noqa: S308 - the template escaped it
