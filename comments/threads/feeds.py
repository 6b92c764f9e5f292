"""The feed of an article's comments: the newest approved ones, with their commenters' names."""

from urllib.parse import urljoin

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.feeds import LENGTH, guid
from articles.models import Article
from comments.models import Comment, Thread
from newsroom.lib import html
from newsroom.lib.addresses import path_to
from newsroom.lib.feeds import Entry, Feed

_WORDS_OF_SUMMARY = 40


def address_of(article: Article, name: str) -> str:
    """Return the path of the feed of an article's comments, in the format `name`."""
    return path_to("comments:feed", article.pk, name)


def feed_of(article: Article, *, name: str) -> Feed:
    """Return the feed of an article's comments. Two queries."""
    comments = list(Comment.objects.newest_under(article)[:LENGTH])
    title = _("Comments on “%(headline)s”") % {"headline": article.headline}
    return Feed(
        title=f"{title} – {settings.PUBLICATION_NAME}",
        description=article.standfirst or title,
        page=_absolute(f"{article.get_absolute_url()}#comments"),
        address=_absolute(address_of(article, name)),
        entries=[_entry_of(comment, article) for comment in comments],
        # Not the newest entry's: a removed comment changes the feed too.
        changed_at=Thread.objects.filter(article=article).values_list("changed_at", flat=True).first(),
    )


def _entry_of(comment: Comment, article: Article) -> Entry:
    comment.thread.article = article
    address = _absolute(comment.get_absolute_url())
    return Entry(
        guid=guid(comment, comment.created_at),
        title=_("%(name)s on “%(headline)s”") % {"name": comment.name, "headline": article.headline},
        address=address,
        summary=Truncator(html.plain(comment.html)).words(_WORDS_OF_SUMMARY),
        content=html.abroad(comment.safe_html, address),
        published=comment.created_at,
        updated=comment.edited_at if comment.was_edited else None,
        authors=[comment.name],
    )


def _absolute(path: str) -> str:
    return urljoin(settings.SITE_URL, path)
