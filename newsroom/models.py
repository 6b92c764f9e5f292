"""The people who make the paper, and the counters that protect it."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from newsroom.lib.ratelimit import TABLE


class User(AbstractUser):
    """Someone who signs in at the desk. Readers and commenters have no account."""

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"


class RateWindow(models.Model):
    """Hits counted against one key in one window of time; written by `newsroom.lib.ratelimit` alone."""

    key = models.CharField(max_length=100)
    window_start = models.BigIntegerField()
    hits = models.IntegerField()

    class Meta:
        db_table = TABLE
        constraints = [models.UniqueConstraint(fields=["key", "window_start"], name="one_count_per_window")]
        # Serves ratelimit.forget(): windows that are over.
        indexes = [models.Index(fields=["window_start"], name="rate_windows_by_age")]

    def __str__(self):
        return f"{self.key}: {self.hits}"
