"""Make what a test needs: valid by default, the same in every run, saved."""

import io
from datetime import UTC, datetime, timedelta
from itertools import count
from unittest.mock import patch

from django.core.files.base import ContentFile
from PIL import Image

from articles.models import Article, Byline, Contributor, Picture, Section, Series, Topic
from comments import moderation, posting
from comments.models import Comment, Commenter, Thread

# A moment that has passed, so that what was published then is out.
THEN = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

_numbers = count(1)


def make_section(name="City", **overrides):
    fields = {"slug": name.lower()} | overrides
    return Section.objects.get_or_create(slug=fields.pop("slug"), defaults={"name": name} | fields)[0]


def make_topic(name="Harbour", **overrides):
    fields = {"slug": name.lower()} | overrides
    return Topic.objects.get_or_create(slug=fields.pop("slug"), defaults={"name": name} | fields)[0]


def make_series(name="Low water", **overrides):
    fields = {"slug": name.lower().replace(" ", "-")} | overrides
    return Series.objects.get_or_create(slug=fields.pop("slug"), defaults={"name": name} | fields)[0]


def make_contributor(name="Ada Quayle", **overrides):
    fields = {"slug": name.lower().replace(" ", "-")} | overrides
    return Contributor.objects.get_or_create(slug=fields.pop("slug"), defaults={"name": name} | fields)[0]


def make_picture(size=(900, 600), **overrides):
    out = io.BytesIO()
    Image.new("RGB", size, "#7a8b99").save(out, "PNG")
    fields = {"alt": "A grey quay in fog", "caption": "The quay at noon.", "credit": "Ada Quayle"} | overrides
    return Picture.objects.create(file=ContentFile(out.getvalue(), "quay.png"), **fields)


def make_article(*, byline="Ada Quayle", topics=(), **overrides):
    """Return a published article; `published_at=None` makes it a draft, `byline=None` leaves it without a name."""
    number = next(_numbers)
    fields = {
        "section": overrides.pop("section", None) or make_section(),
        "headline": f"Ferry {number} sails again",
        "slug": f"ferry-{number}-sails-again",
        "standfirst": "After a winter in dock the boat is back on the evening crossing.",
        "copy": "<p>The ferry left the quay at six, half empty and on time.</p>",
        "published_at": THEN,
        "review": Article.Review.APPROVED,
    } | overrides
    if not byline:
        article = Article.objects.create(**fields)
    else:
        contributor = make_contributor(byline) if isinstance(byline, str) else byline
        # With its byline it is indexed all the same, and most tests do not search.
        with patch("articles.search.index.index"):
            article = Article.objects.create(**fields)
        Byline.objects.create(article=article, contributor=contributor)
    if topics:
        article.topics.set(topics)
    return article


def send_comment(article=None, *, address="", proven=None, networks=(), at=None, **fields):
    """Send a comment as the form does, by a stranger's address or with the proof of a commenter, and return it."""
    comment = Comment(
        thread=Thread(article=article or make_article()),
        commenter=proven or Commenter(address=address),
        is_proven=proven is not None,
        **fields,
    )
    return posting.receive(comment, networks=networks, at=at)


def make_comment(article=None, *, state="approved", **overrides):
    """Return a comment that has come into its state by the verbs that moderators use."""
    number = next(_numbers)
    fields = {
        "name": "Brendan Oduya",
        "address": f"reader-{number}@example.org",
        "text": f"I was aboard. It was colder than you say. ({number})",
    } | overrides
    comment = send_comment(article, **fields)
    match Comment.State(state):
        case Comment.State.APPROVED:
            moderation.approve(comment, by=None)
        case Comment.State.REJECTED:
            moderation.reject(comment, by=None, reason="off topic")
        case Comment.State.SPAM:
            moderation.mark_spam(comment, by=None)
        case Comment.State.REMOVED:
            moderation.approve(comment, by=None)
            moderation.remove(comment, by=None)
    return comment
