"""Models: staff accounts, rate limits, page cache invalidations and the state of background tasks."""

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
    """Hits of one key in one time window of a rate limit; written by `newsroom.lib.ratelimit` only."""

    key = models.CharField(max_length=100)
    window_start = models.BigIntegerField()
    hits = models.IntegerField()

    class Meta:
        db_table = ratelimit.TABLE
        constraints = [models.UniqueConstraint(fields=["key", "window_start"], name="one_count_per_window")]
        # For ratelimit.forget(): windows that are over.
        indexes = [models.Index(fields=["window_start"], name="rate_windows_by_age")]

    def __str__(self):
        return f"{self.key}: {self.hits}"


class PageDropQuerySet(models.QuerySet):
    def to_be_purged(self):
        """Filter what the cache in front has not been told yet, oldest first."""
        return self.filter(is_to_be_purged=True).order_by("pk")


class PageDrop(models.Model):
    """An invalidated cache tag; written, and read by each worker, through `newsroom.lib.droplog`."""

    tag = models.CharField(max_length=200)
    removes = models.BooleanField()
    # Seconds since 1970.
    dropped_at = models.FloatField()
    # The id of the transaction that wrote it, on PostgreSQL; 0 on SQLite, which has one writer at a time.
    xact = models.BigIntegerField()
    # Whether the cache in front still has to be told (see newsroom.purging).
    is_to_be_purged = models.BooleanField(default=False)

    objects = PageDropQuerySet.as_manager()

    class Meta:
        db_table = droplog.TABLE
        # For droplog.Reader, which stays fast also before the log has been trimmed.
        indexes = [
            models.Index(fields=["xact"], name="page_drops_by_transaction"),
            # For to_be_purged().
            models.Index(fields=["id"], name="page_drops_to_be_purged", condition=Q(is_to_be_purged=True)),
        ]

    def __str__(self):
        return self.tag


class TaskStateQuerySet(models.QuerySet):
    def due(self, at=None):
        """Filter the tasks that are due and not leased, those due longest first."""
        at = at or timezone.now()
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=at), due_at__lte=at).order_by("due_at", "name")

    def claim(self, name: str, *, lease: timedelta, at=None) -> "TaskState | None":
        """Lease a due task to the caller and return it; None if it is not due or leased to another process."""
        at = at or timezone.now()
        claimed = self.due(at).filter(name=name).update(started_at=at, leased_until=at + lease)
        return self.get(name=name) if claimed else None

    def prepare(self, intervals: dict[str, timedelta], at=None) -> None:
        """Insert a row for each new task, due at once; a task due later than its interval is rescheduled."""
        at = at or timezone.now()
        self.bulk_create([self.model(name=name, due_at=at) for name in intervals], ignore_conflicts=True)
        for name, interval in intervals.items():
            self.filter(name=name, due_at__gt=at + interval).update(due_at=at + interval)


class TaskState(models.Model):
    """The schedule, lease and last result of a task of `newsroom.lib.tasks`; updated by `newsroom.scheduler`."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField(default=timezone.now)
    # Set while a process runs the task. If that is killed, the lease ends at this time.
    leased_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # The exception class that ended the last run, and how many runs in a row have failed.
    failure = models.CharField(max_length=100, blank=True)
    failures = models.PositiveIntegerField(default=0)

    objects = TaskStateQuerySet.as_manager()

    def __str__(self):
        return self.name

    def end(self, *, due_at: datetime, failure: str = "") -> None:
        """Save the result of a claimed task, unless its lease ran out and another process has claimed it."""
        self.failure, self.failures = failure, self.failures + 1 if failure else 0
        TaskState.objects.filter(name=self.name, leased_until=self.leased_until).update(
            due_at=due_at, leased_until=None, ended_at=timezone.now(), failure=failure, failures=self.failures
        )
