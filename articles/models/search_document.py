"""The words that an article is found by."""

from django.db import models


class SearchDocument(models.Model):
    """The plain text of one article, written and read by `articles.search` alone.

    The databases' own indexes hang on this table (migration 0002): an FTS5 table kept by triggers on SQLite, a
    generated column on PostgreSQL. Who may see the article is not kept here: the query asks `published()`.
    """

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="+")
    headline = models.TextField()
    standfirst = models.TextField()
    names = models.TextField()
    copy = models.TextField()

    def __str__(self):
        return self.headline
