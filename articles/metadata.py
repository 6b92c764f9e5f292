"""Structured data of a page: one JSON-LD graph in the vocabulary of schema.org, equal to what a reader sees.

It is built from rows that the page has fetched already, without queries. The requirements J1 to J10 are in the tests.
https://schema.org
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from articles.models import Article, Byline, Contributor, Correction, Picture
from newsroom.lib.dates import for_programs
from newsroom.lib.text import language_tag

_Kind = Article.Kind
# The schema.org type of each kind. Advertisers' pieces and satire are articles, and never news.
_TYPES = {
    _Kind.ANALYSIS: "AnalysisNewsArticle",
    _Kind.EXPLAINER: "BackgroundNewsArticle",
    _Kind.FEATURE: "ReportageNewsArticle",
    _Kind.OPINION: "OpinionNewsArticle",
    _Kind.EDITORIAL: "OpinionNewsArticle",
    _Kind.REVIEW: "ReviewNewsArticle",
    _Kind.SATIRE: "SatiricalArticle",
    _Kind.ADVERTISER: "AdvertiserContentArticle",
}
# The kinds that count as corrections: an update is new information, and corrects nothing.
_PUT_RIGHT = (Correction.Kind.CORRECTION, Correction.Kind.CLARIFICATION)


@dataclass(frozen=True)
class Publisher:
    """The paper. `policies` is {schema.org property, such as `ethicsPolicy`: address}."""

    name: str
    url: str
    logo: str
    language: str
    policies: dict[str, str] = field(default_factory=dict)

    def absolute(self, address: str) -> str:
        return urljoin(self.url, address)


def of_article(article: Article, publisher: Publisher, *, comments: int) -> dict:
    """Describe an article that was fetched `for_reading`, with so many approved comments under it."""
    kind = _TYPES.get(article.kind, "NewsArticle")
    section = (article.section.name, publisher.absolute(article.section.get_absolute_url()))
    url = article.canonical
    story = {
        "@type": kind,
        "@id": f"{url}#article",
        "headline": article.headline,
        "description": article.standfirst,
        "url": url,
        "mainEntityOfPage": url,
        "author": [_author(byline, publisher) for byline in article.bylines.all()],
        "datePublished": for_programs(article.published_at),
        "dateModified": for_programs(article.updated_at or article.published_at),
        "image": _images(article.card_picture, publisher),
        "articleSection": article.section.name,
        "keywords": [topic.name for topic in article.topics.all()],
        "inLanguage": language_tag(article.language),
        "wordCount": article.words,
        "timeRequired": f"PT{article.minutes_to_read}M",
        "isAccessibleForFree": True,
        "commentCount": comments,
        # In schema.org only NewsArticle and its subtypes have one.
        "dateline": article.dateline if kind.endswith("NewsArticle") else "",
        "correction": [_correction(each) for each in article.corrections.all() if each.kind in _PUT_RIGHT],
        "publisher": {"@id": _id(publisher)},
    }
    return _graph(publisher, story, _trail(publisher, section, (article.headline, url)))


def of_front_page(publisher: Publisher, *, search: str) -> dict:
    """Describe the paper itself; `search` is the address of its search page."""
    site = {
        "@type": "WebSite",
        "@id": f"{publisher.url}/#website",
        "name": publisher.name,
        "url": f"{publisher.url}/",
        "inLanguage": language_tag(publisher.language),
        "publisher": {"@id": _id(publisher)},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{publisher.absolute(search)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return _graph(publisher, site)


def of_list(publisher: Publisher, articles: Iterable[Article], *, url: str, name: str, description: str = "") -> dict:
    """Describe a page of a section, a topic or the like, and the stories on it in their order."""
    page = {
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": name,
        "description": description,
        "isPartOf": {"@id": f"{publisher.url}/#website"},
        "mainEntity": _stories(articles, publisher),
    }
    return _graph(publisher, page, _trail(publisher, (name, url)))


def of_contributor(publisher: Publisher, contributor: Contributor, articles: Iterable[Article], *, url: str) -> dict:
    """Describe the page of a contributor, and the stories on it."""
    person = _named(contributor, publisher) | {
        "description": contributor.bio,
        "jobTitle": "" if contributor.is_organisation else contributor.role,
    }
    page = {
        "@type": "ProfilePage",
        "@id": url,
        "url": url,
        "name": contributor.name,
        "mainEntity": _filled(person),
        "hasPart": _stories(articles, publisher),
    }
    return _graph(publisher, page, _trail(publisher, (contributor.name, url)))


def of_page(publisher: Publisher, *, url: str, name: str, kind: str = "WebPage") -> dict:
    """Describe a standing page, such as the masthead; `kind` is its schema.org type."""
    page = {"@type": kind, "@id": url, "url": url, "name": name, "publisher": {"@id": _id(publisher)}}
    return _graph(publisher, page, _trail(publisher, (name, url)))


def _graph(publisher: Publisher, *nodes: dict) -> dict:
    return {"@context": "https://schema.org", "@graph": [*map(_filled, nodes), _organisation(publisher)]}


def _organisation(publisher: Publisher) -> dict:
    logo = {"@type": "ImageObject", "url": publisher.absolute(publisher.logo), "width": 512, "height": 512}
    return {
        "@type": "NewsMediaOrganization",
        "@id": _id(publisher),
        "name": publisher.name,
        "url": f"{publisher.url}/",
        "logo": logo,
        **{name: publisher.absolute(address) for name, address in publisher.policies.items()},
    }


def _id(publisher: Publisher) -> str:
    return f"{publisher.url}/#publisher"


def _author(byline: Byline, publisher: Publisher) -> dict:
    return _named(byline.contributor, publisher)


def _named(contributor: Contributor, publisher: Publisher) -> dict:
    kind = "Organization" if contributor.is_organisation else "Person"
    return {"@type": kind, "name": contributor.name, "url": publisher.absolute(contributor.get_absolute_url())}


def _images(picture: Picture | None, publisher: Publisher) -> list[dict]:
    """Return a picture in the crops that search engines show, with its rights."""
    if picture is None:
        return []
    rights = {
        "caption": picture.caption or picture.alt,
        "creditText": picture.credit,
        "copyrightNotice": picture.copyright_notice,
        "license": picture.license_address or _named_licence(picture.license),
    }
    return [
        _filled({"@type": "ImageObject", "url": publisher.absolute(url), "width": width, "height": height, **rights})
        for width, height, url in picture.crops
    ]


def _named_licence(words: str) -> dict | str:
    return {"@type": "CreativeWork", "name": words} if words else ""


def _correction(correction: Correction) -> dict:
    made = {"text": correction.text, "datePublished": for_programs(correction.made_at)}
    return {"@type": "CorrectionComment", **made}


def _stories(articles: Iterable[Article], publisher: Publisher) -> dict:
    places = [
        {"@type": "ListItem", "position": place, "url": publisher.absolute(article.get_absolute_url())}
        for place, article in enumerate(articles, 1)
    ]
    return {"@type": "ItemList", "itemListElement": places} if places else {}


def _trail(publisher: Publisher, *steps: tuple[str, str]) -> dict:
    """Return the breadcrumbs from the front page; `steps` are (name, address)."""
    steps = ((publisher.name, f"{publisher.url}/"), *steps)
    places = [
        {"@type": "ListItem", "position": place, "name": name, "item": url}
        for place, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": places}


def _filled(node: dict) -> dict:
    """Return a node without its empty properties, which the page does not show either."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}
