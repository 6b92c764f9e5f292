"""What search engines and feed hubs are still to be told."""

from datetime import datetime

from django.db import models
from django.utils import timezone


class AnnouncementQuerySet(models.QuerySet):
    def due(self, to: str, at: datetime | None = None):
        """Keep what may be told by a moment (now), the oldest first."""
        return self.filter(to=to, due_at__lte=at or timezone.now()).order_by("due_at", "pk")

    def given_up(self, before: datetime):
        """Keep what was to be told so long ago that nobody need hear it any more."""
        return self.filter(due_at__lt=before)


class Announcement(models.Model):
    """That an article appeared, changed or went, for one of those who asked to be told.

    Written by `articles.announcing` in the transaction of the change, told by `newsroom.announcing`. Whether the
    article may be spoken of is decided when it is told, not when this is written.
    """

    class To(models.TextChoices):
        SEARCH_ENGINES = "search engines"
        HUB = "hub"

    to = models.CharField(max_length=14, choices=To)
    # Not a foreign key: that an article was deleted is told as well. The path is what is left of it then.
    article_id = models.PositiveBigIntegerField()
    path = models.TextField()
    due_at = models.DateTimeField()

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        # Serves due().
        indexes = [models.Index(fields=["to", "due_at", "id"], name="announcements_due")]

    def __str__(self):
        return f"{self.path} to {self.to}"
