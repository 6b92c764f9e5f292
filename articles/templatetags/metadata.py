"""What the head of a page says to programs."""

from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.text import capfirst
from django.utils.translation import get_language_info, to_locale

from articles import metadata
from articles.cards import address_of, address_of_paper
from articles.models import StandingPage
from newsroom.lib.addresses import path_to
from newsroom.lib.html import linked_data
from newsroom.lib.text import language_tag

register = template.Library()
register.filter("card_address", address_of)
register.simple_tag(address_of_paper, name="paper_card_address")
register.filter("language_tag", language_tag)

_PAGES = {StandingPage.Kind.ABOUT: "AboutPage", StandingPage.Kind.CONTACT: "ContactPage"}
# Where the usual rule, the country that is called as its language is, does not lead to one.
_COUNTRIES = {
    "en": "US", "cs": "CZ", "da": "DK", "el": "GR", "et": "EE", "fa": "IR", "he": "IL", "hi": "IN", "ja": "JP",
    "ko": "KR", "nb": "NO", "sl": "SI", "sq": "AL", "sv": "SE", "uk": "UA", "vi": "VN", "zh": "CN", "zh_Hant": "TW",
}  # fmt: skip


@register.simple_tag(takes_context=True)
def article_data(context, article, comments: int):
    """Print the graph of an article's page; `comments` are the approved ones."""
    return linked_data(metadata.of_article(article, _publisher(context), comments=comments))


@register.simple_tag(takes_context=True)
def front_page_data(context):
    """Print the graph of the paper itself."""
    return linked_data(metadata.of_front_page(_publisher(context), search=path_to("articles:search")))


@register.simple_tag(takes_context=True)
def list_data(context, name: str, description: str = "", articles=()):
    """Print the graph of a page of stories that share something, such as their section."""
    url = _address(context)
    return linked_data(metadata.of_list(_publisher(context), articles, url=url, name=name, description=description))


@register.simple_tag(takes_context=True)
def contributor_data(context, contributor, articles):
    """Print the graph of a contributor's page."""
    return linked_data(metadata.of_contributor(_publisher(context), contributor, articles, url=_address(context)))


@register.simple_tag(takes_context=True)
def page_data(context, page):
    """Print the graph of a page about the paper."""
    kind = _PAGES.get(page.kind, "WebPage")
    return linked_data(metadata.of_page(_publisher(context), url=_address(context), name=page.title, kind=kind))


@register.simple_tag
def oembed_address(article, form: str = "json") -> str:
    """Return where other sites are told how to show an article in theirs."""
    asked = urlencode({"url": settings.SITE_URL + article.get_absolute_url(), "format": form})
    return f"{settings.SITE_URL}{path_to('articles:oembed')}?{asked}"


@register.filter
def own_name(code: str) -> str:
    """Return what a language is called by those who speak it, as it begins a line."""
    return capfirst(get_language_info(code)["name_local"])


@register.filter
def locale(code: str) -> str:
    """Return a language as the Open Graph names it, with a country: "en-gb" is en_GB, and "es" es_ES."""
    language, _, rest = to_locale(code).partition("_")
    if len(rest) == 2:
        return f"{language}_{rest}"
    return f"{language}_{_COUNTRIES.get(to_locale(code)) or _COUNTRIES.get(language) or language.upper()}"


def _publisher(context) -> metadata.Publisher:
    """Return the paper, with those of its policies that stand around every page."""
    return metadata.Publisher(
        name=settings.PUBLICATION_NAME,
        url=settings.SITE_URL,
        logo=static("newsroom/img/icon-512.png"),
        language=settings.LANGUAGE_CODE,
        policies=context["policies"],
    )


def _address(context) -> str:
    """Return the canonical address of a list, or of a further page of it."""
    number = getattr(context.get("page"), "number", 1)
    return context["canonical_url"] + (f"?page={number}" if number > 1 else "")
