"""The search index. Written and read by `articles.search` only."""

from django.db import models
from django.db.models import Q


class SearchDocumentQuerySet(models.QuerySet):
    def present(self, at):
        """Leave out what is withdrawn at `at`. Scheduled articles have a later `place`, and are not filtered here."""
        return self.filter(Q(gone_at=None) | Q(gone_at__gt=at))


class SearchDocument(models.Model):
    """The words of one scheduled, published or withdrawn article: folded and stemmed, separated by spaces.

    The databases' full-text indexes are built from this table (migration search_by_stems): an FTS5 table with triggers
    on SQLite, a generated column on PostgreSQL. Drafts have no row here.
    """

    # The second of publication combined with the article's primary key: rows are in order of time, so that the newest
    # matches of a common word are found without reading the others.
    place = models.BigAutoField(primary_key=True)
    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="+")
    gone_at = models.DateTimeField(null=True)
    # Prefixes of words and the marks of filters: "section:3 topic:5 month:202611 ^ferry ~quayle".
    marks = models.TextField()
    headline = models.TextField()
    standfirst = models.TextField()
    topics = models.TextField()
    # Not stemmed: names have no stem.
    names = models.TextField()
    copy = models.TextField()

    objects = SearchDocumentQuerySet.as_manager()

    def __str__(self):
        return self.headline


class SearchWord(models.Model):
    """A word of a present or former article: the dictionary for spelling suggestions."""

    word = models.CharField(max_length=60, primary_key=True)
    spelling = models.CharField(max_length=60)
    # A key that does not depend on vowels (`articles.search.spelling`).
    skeleton = models.CharField(max_length=60)

    class Meta:
        indexes = [
            # For spelling suggestions.
            models.Index(fields=["skeleton"], name="articles_search_skeletons")
        ]

    def __str__(self):
        return self.spelling


class SearchLanguage(models.Model):
    """A language in which something was published: queries are stemmed in each."""

    code = models.CharField(max_length=10, primary_key=True)

    def __str__(self):
        return self.code


class Reindexing(models.Model):
    """The progress of reindexing many articles in the background, newest first."""

    # "all", "topic:5", "contributor:7" or "picture:9".
    subject = models.CharField(max_length=30, primary_key=True)
    before = models.BigIntegerField(null=True)

    def __str__(self):
        return self.subject
