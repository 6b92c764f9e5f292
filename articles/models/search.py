"""What search finds articles by. Written and read by `articles.search` alone."""

from django.db import models
from django.db.models import Q


class SearchDocumentQuerySet(models.QuerySet):
    def present(self, at):
        """Leave out what was withdrawn at a moment. What is not out yet has a place after it."""
        return self.filter(Q(gone_at=None) | Q(gone_at__gt=at))


class SearchDocument(models.Model):
    """The words of one article that is out, will be or was: folded, reduced to their stems, with spaces between.

    The databases' own indexes hang on this table (migration search_by_stems): an FTS5 table kept by triggers on
    SQLite, a generated column on PostgreSQL. Drafts have no row here.
    """

    # The second in which the article comes out, and its id: rows lie in the order of time, and the newest matches of
    # a common word are found without a look at the others.
    place = models.BigAutoField(primary_key=True)
    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="+")
    gone_at = models.DateTimeField(null=True)
    # The beginnings of words are found here, and what the filters ask for: "section:3 topic:5 month:202611 ^ferry ~quayle".
    marks = models.TextField()
    headline = models.TextField()
    standfirst = models.TextField()
    topics = models.TextField()
    # As they are spelt: a name has no stem.
    names = models.TextField()
    copy = models.TextField()

    objects = SearchDocumentQuerySet.as_manager()

    def __str__(self):
        return self.headline


class SearchWord(models.Model):
    """A word that stands, or once stood, in an article that came out: what a mistyped one may have meant."""

    word = models.CharField(max_length=60, primary_key=True)
    spelling = models.CharField(max_length=60)
    # What a word is told by whatever its vowels (`articles.search.spelling`).
    skeleton = models.CharField(max_length=60)

    class Meta:
        indexes = [
            # Serves what may have been meant by a mistyped word.
            models.Index(fields=["skeleton"], name="articles_search_skeletons")
        ]

    def __str__(self):
        return self.spelling


class SearchLanguage(models.Model):
    """A language in which something was published: queries are reduced to stems in each."""

    code = models.CharField(max_length=10, primary_key=True)

    def __str__(self):
        return self.code


class Reindexing(models.Model):
    """Articles that must be indexed anew, more than a request can wait for: how far it has come, newest first."""

    # "all", "topic:5", "contributor:7" or "picture:9".
    subject = models.CharField(max_length=30, primary_key=True)
    before = models.BigIntegerField(null=True)

    def __str__(self):
        return self.subject
