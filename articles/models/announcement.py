"""The queue of announcements to search engines and feed hubs."""

from datetime import datetime

from django.db import models
from django.utils import timezone


class AnnouncementQuerySet(models.QuerySet):
    def due(self, to: str, at: datetime | None = None):
        """Filter the announcements due at `at` (default: now), the oldest first."""
        return self.filter(to=to, due_at__lte=at or timezone.now()).order_by("due_at", "pk")

    def given_up(self, before: datetime):
        """Filter the announcements that were due before `before`."""
        return self.filter(due_at__lt=before)


class Announcement(models.Model):
    """The publication, change or withdrawal of an article, to be announced to one recipient.

    Written by `articles.announcing` in the transaction of the change, sent by `newsroom.announcing`. Whether the
    article may be announced is decided when it is sent, not when this is written.
    """

    class To(models.TextChoices):
        SEARCH_ENGINES = "search engines"
        HUB = "hub"

    to = models.CharField(max_length=14, choices=To)
    # Not a foreign key, since deletions are announced as well. The path is kept for them.
    article_id = models.PositiveBigIntegerField()
    path = models.TextField()
    due_at = models.DateTimeField()

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        # For due().
        indexes = [models.Index(fields=["to", "due_at", "id"], name="announcements_due")]

    def __str__(self):
        return f"{self.path} to {self.to}"
