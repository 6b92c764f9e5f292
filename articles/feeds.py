"""The paper's feeds: its newest stories in full, by section, topic, contributor and series; its corrections."""

from datetime import UTC
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import Article, Contributor, Correction, Section, Series, Topic
from newsroom.lib import html
from newsroom.lib.addresses import path_to
from newsroom.lib.feeds import FORMATS, Entry, Feed, Image, newest_of
from newsroom.lib.languages import speaking

# Entries per feed. Feed readers poll a few times a day; a large paper publishes this much in between.
LENGTH = 30
_WORDS_OF_SUMMARY = 40
# {kind of subject, as in a feed's address: (the model, a function that returns its stories, newest first)}.
SUBJECTS = {
    "section": (Section, lambda section: Article.objects.in_section(section).newest_first()),
    "topic": (Topic, Article.objects.newest_on_topic),
    "contributor": (Contributor, Article.objects.newest_by),
    "series": (Series, lambda series: Article.objects.in_series(series).newest_first()),
}


def guid(row, at) -> str:
    """Return the permanent URI of a row (RFC 4151), which does not change with its text or address."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{at.astimezone(UTC):%Y-%m-%d}:{row._meta.model_name}:{row.pk}"


def address_of(name: str, subject=None) -> str:
    """Return the path of the paper's feed, or of the one that follows a section, topic, contributor or series."""
    if subject is None:
        return path_to("articles:feed", name)
    return path_to("articles:feed_of", subject._meta.model_name, subject.slug, name)


def addresses_with(article: Article) -> list[str]:
    """Return the paths of all feeds that an article is in once it is published. Two queries unless prefetched."""
    contributors = (byline.contributor for byline in article.bylines.all())
    subjects = [article.section, article.series, *article.topics.all(), *contributors]
    return [address_of(name, each) for each in (None, *filter(None, subjects)) for name in FORMATS]


def feed_of(articles, *, name: str, subject=None) -> Feed:
    """Return the feed of a subject, or of the whole paper, in the format `name`. Some five queries."""
    title = settings.PUBLICATION_NAME if subject is None else f"{subject} – {settings.PUBLICATION_NAME}"
    page = reverse("articles:front_page") if subject is None else subject.get_absolute_url()
    return Feed(
        title=title,
        description=getattr(subject, "description", "") or settings.PUBLICATION_TAGLINE or title,
        page=_absolute(page),
        address=_absolute(address_of(name, subject)),
        entries=[entry_of(article) for article in articles],
        changed_at=_changed_at(articles),
    )


def feed_of_corrections(corrections, *, name: str) -> Feed:
    """Return the feed of corrections, fetched `with_stories`."""
    title = f"{_('Corrections')} – {settings.PUBLICATION_NAME}"
    return Feed(
        title=title,
        description=title,
        page=_absolute(reverse("articles:corrections")),
        address=_absolute(reverse("articles:corrections_feed", args=[name])),
        entries=[_entry_of_correction(correction) for correction in corrections],
        changed_at=newest_of([_last_withdrawal(), *(correction.made_at for correction in corrections)]),
    )


def entry_of(article: Article) -> Entry:
    """Return a story, fetched `for_reading`, in full, without pictures that have a content warning."""
    address = _absolute(article.get_absolute_url())
    is_labelled = article.kind == Article.Kind.ADVERTISER
    return Entry(
        guid=guid(article, article.published_at),
        # Feed readers show a list of titles, where only the title can mark an advertisement.
        title=f"{article.get_kind_display()}: {article.headline}" if is_labelled else article.headline,
        address=address,
        summary=article.standfirst or Truncator(html.plain(article.copy)).words(_WORDS_OF_SUMMARY),
        content=_content_of(article, address),
        published=article.published_at,
        updated=article.updated_at,
        authors=list(dict.fromkeys(byline.contributor.name for byline in article.bylines.all())),
        categories=[article.section.name, *(topic.name for topic in article.topics.all())],
        language="" if article.language == settings.LANGUAGE_CODE else article.language,
        image=_image_of(article),
    )


def _entry_of_correction(correction: Correction) -> Entry:
    article = correction.article
    return Entry(
        guid=guid(correction, correction.made_at),
        title=f"{correction.get_kind_display()}: {article.headline}",
        address=_absolute(article.get_absolute_url()),
        summary=correction.text,
        content=linebreaks(correction.text, autoescape=True),
        published=correction.made_at,
        categories=[correction.get_kind_display()],
        language="" if article.language == settings.LANGUAGE_CODE else article.language,
    )


def _content_of(article: Article, address: str) -> str:
    with speaking(article.language):
        return html.abroad(render_to_string("articles/feed_content.html", {"article": article}), address)


def _image_of(article: Article) -> Image | None:
    picture = article.card_picture
    if not picture:
        return None
    shape = picture.full
    return Image(_absolute(shape.src), shape.width, shape.height, picture.alt, picture.credit)


def _changed_at(articles):
    """Return when the list or content of the newest stories last changed, also by a withdrawal."""
    moments = ((story.changed_at, story.appears_at) for story in articles)
    return newest_of([_last_withdrawal(), *(moment for each in moments for moment in each)])


def _last_withdrawal():
    return Article.objects.withdrawn().order_by("-withdrawn_at").values_list("withdrawn_at", flat=True).first()


def _absolute(address: str) -> str:
    return urljoin(settings.SITE_URL, address)
