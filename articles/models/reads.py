"""Anonymous counts of reads per story and hour, and the ranking of the most read."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

# The most rows, of three values each, in one statement.
_AT_ONCE = 300


class ReadCountQuerySet(models.QuerySet):
    def add(self, counts: Mapping[tuple[int, datetime], int]) -> None:
        """Add {(article, hour): reads} atomically, without a race between processes."""
        rows = [(article, hour, count) for (article, hour), count in sorted(counts.items())]
        for first in range(0, len(rows), _AT_ONCE):
            self._add(rows[first : first + _AT_ONCE])

    def _add(self, rows: list[tuple[int, datetime, int]]) -> None:
        table = self.model._meta.db_table
        values = ", ".join(["(%s, %s, %s)"] * len(rows))
        adapt = connection.ops.adapt_datetimefield_value
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (article_id, hour, count) VALUES {values} "
                f"ON CONFLICT (article_id, hour) DO UPDATE SET count = {table}.count + excluded.count",
                [each for article, hour, count in rows for each in (article, adapt(hour), count)],
            )

    def between(self, since: datetime, until: datetime):
        """Filter the hours that began after `since`, up to `until`."""
        return self.filter(hour__gt=since, hour__lte=until)

    def of(self, article):
        return self.filter(article=article)


class ReadCount(models.Model):
    """The reads of one story in one hour; `hour` is its beginning."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="+", db_index=False, verbose_name=_("article")
    )
    hour = models.DateTimeField(_("hour"))
    count = models.PositiveIntegerField(_("reads"))

    objects = ReadCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("hour of reads")
        verbose_name_plural = _("reads")
        constraints = [models.UniqueConstraint(fields=["article", "hour"], name="one_count_an_hour")]
        # A covering index for rankings, the chart of the paper and deleting old rows.
        indexes = [models.Index(fields=["hour", "article", "count"], name="reads_by_hour")]

    def __str__(self):
        return f"{self.article_id}, {self.hour:%Y-%m-%d %H:%M}: {self.count}"


class MostRead(models.Model):
    """The rank of one story among the most read; written by `articles.reads` only."""

    class Span(models.TextChoices):
        DAY = "day", _("Last 24 hours")
        WEEK = "week", _("Last 7 days")

        @property
        def length(self) -> timedelta:
            return timedelta(days=1 if self is MostRead.Span.DAY else 7)

    span = models.CharField(max_length=4, choices=Span)
    position = models.PositiveSmallIntegerField()
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="most_read")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["span", "position"], name="one_story_per_place")]

    def __str__(self):
        return f"{self.span} {self.position}"
