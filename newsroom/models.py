"""The people who make the paper, the counters that protect it, and the work that comes round again."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from newsroom.lib import droplog, ratelimit


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
        db_table = ratelimit.TABLE
        constraints = [models.UniqueConstraint(fields=["key", "window_start"], name="one_count_per_window")]
        # Serves ratelimit.forget(): windows that are over.
        indexes = [models.Index(fields=["window_start"], name="rate_windows_by_age")]

    def __str__(self):
        return f"{self.key}: {self.hits}"


class PageDropQuerySet(models.QuerySet):
    def to_be_purged(self):
        """Keep what caches in front have not been told, the oldest first."""
        return self.filter(is_to_be_purged=True).order_by("pk")


class PageDrop(models.Model):
    """A tag whose pages are built anew; written, and read by each worker, through `newsroom.lib.droplog`."""

    tag = models.CharField(max_length=200)
    removes = models.BooleanField()
    # Seconds since 1970.
    dropped_at = models.FloatField()
    # The transaction that wrote it, on PostgreSQL; 0 on SQLite, where there is one at a time.
    xact = models.BigIntegerField()
    # Whether caches in front still have to be told (see newsroom.purging).
    is_to_be_purged = models.BooleanField(default=False)

    objects = PageDropQuerySet.as_manager()

    class Meta:
        db_table = droplog.TABLE
        # Serves droplog.Reader: what came since, also before the log has been trimmed.
        indexes = [
            models.Index(fields=["xact"], name="page_drops_by_transaction"),
            # Serves to_be_purged().
            models.Index(fields=["id"], name="page_drops_to_be_purged", condition=Q(is_to_be_purged=True)),
        ]

    def __str__(self):
        return self.tag


class TaskStateQuerySet(models.QuerySet):
    def due(self, at=None):
        """Keep what is to be done and nobody is at, what has waited longest first."""
        at = at or timezone.now()
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=at), due_at__lte=at).order_by("due_at", "name")

    def claim(self, name: str, *, lease: timedelta, at=None) -> "TaskState | None":
        """Return a due task, which is then the caller's until `lease` is over; None if someone else has it."""
        at = at or timezone.now()
        claimed = self.due(at).filter(name=name).update(started_at=at, leased_until=at + lease)
        return self.get(name=name) if claimed else None

    def prepare(self, intervals: dict[str, timedelta], at=None) -> None:
        """Have a row for each task. A new one is due at once; one that waits longer than its interval is cut short."""
        at = at or timezone.now()
        self.bulk_create([self.model(name=name, due_at=at) for name in intervals], ignore_conflicts=True)
        for name, interval in intervals.items():
            self.filter(name=name, due_at__gt=at + interval).update(due_at=at + interval)


class TaskState(models.Model):
    """When a task of `newsroom.lib.tasks` is due, who is at it and how it went; kept by `newsroom.scheduler`."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField(default=timezone.now)
    # Set while a process is at it. One that was killed holds it until then and no longer.
    leased_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # The kind of exception that ended the last run, and how many runs in a row have ended by one.
    failure = models.CharField(max_length=100, blank=True)
    failures = models.PositiveIntegerField(default=0)

    objects = TaskStateQuerySet.as_manager()

    def __str__(self):
        return self.name

    def end(self, *, due_at: datetime, failure: str = "") -> None:
        """Write down how a claimed task ended, unless its lease ran out and it is someone else's now."""
        self.failure, self.failures = failure, self.failures + 1 if failure else 0
        TaskState.objects.filter(name=self.name, leased_until=self.leased_until).update(
            due_at=due_at, leased_until=None, ended_at=timezone.now(), failure=failure, failures=self.failures
        )
