"""Filings: a denormalised index of articles by topic and contributor."""

from django.db import models
from django.db.models import Q


class FilingQuerySet(models.QuerySet):
    def of(self, articles):
        return self.filter(article__in=articles)

    def keys(self) -> set[tuple]:
        """Return {(article, topic, contributor)}; either topic or contributor is None."""
        return set(self.values_list("article", "topic", "contributor"))


class Filing(models.Model):
    """An article under one of its topics or contributors, with a copy of its time of publication.

    So the newest of a topic are read from one index, instead of sorting all its articles. Updated by
    `articles.filing`.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="filings", db_index=False)
    topic = models.ForeignKey("articles.Topic", models.CASCADE, null=True, related_name="+", db_index=False)
    contributor = models.ForeignKey("articles.Contributor", models.CASCADE, null=True, related_name="+", db_index=False)
    published_at = models.DateTimeField(null=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        indexes = [
            # For the page and the feed of a topic: the newest of it.
            models.Index(
                fields=["topic", "-published_at", "-article"],
                name="articles_newest_on_topic",
                condition=Q(topic__isnull=False),
            ),
            # For the page and the feed of a contributor.
            models.Index(
                fields=["contributor", "-published_at", "-article"],
                name="articles_newest_by",
                condition=Q(contributor__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["article", "topic"], name="filed_once_on_a_topic"),
            models.UniqueConstraint(fields=["article", "contributor"], name="filed_once_by_a_contributor"),
            models.CheckConstraint(
                condition=Q(topic=None, contributor__isnull=False) | Q(topic__isnull=False, contributor=None),
                name="filed_under_one_subject",
            ),
        ]

    def __str__(self):
        return f"{self.article_id}"
