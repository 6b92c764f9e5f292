"""Subscriptions to replies, and the queue of outgoing mail."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 5


class FollowingQuerySet(models.QuerySet):
    def in_force(self):
        """Keep those that are confirmed and not stopped."""
        return self.exclude(confirmed_at=None).filter(stopped_at=None)

    def pending(self):
        """Keep those that wait for confirmation."""
        return self.filter(confirmed_at=None, stopped_at=None)


class Following(models.Model):
    """A commenter's subscription to decisions on a comment of theirs and to replies to it."""

    class Pace(models.TextChoices):
        EACH = "each", _("a mail for each reply")
        DAILY = "daily", _("one mail a day")

    commenter = models.ForeignKey("comments.Commenter", models.CASCADE, related_name="followings")
    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="followings")
    pace = models.CharField(_("pace"), max_length=10, choices=Pace, default=Pace.EACH)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    key_version = models.PositiveIntegerField(default=1, editable=False)

    objects = FollowingQuerySet.as_manager()

    class Meta:
        verbose_name = _("following")
        verbose_name_plural = _("followings")
        constraints = [
            models.UniqueConstraint(fields=["commenter", "comment"], name="one_following_a_comment"),
        ]

    def __str__(self):
        return f"{self.commenter}: {self.pace}"

    @property
    def is_in_force(self) -> bool:
        return self.confirmed_at is not None and self.stopped_at is None

    @property
    def is_pending(self) -> bool:
        return self.confirmed_at is None and self.stopped_at is None


class NoticeQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(sent_at=None)

    def due(self, at=None):
        """Keep what is due, unless sending it has failed too often."""
        tried = self.unsent().filter(attempts__lt=MOST_ATTEMPTS)
        return tried.filter(due_at__lte=at or timezone.now()).order_by("due_at", "pk")

    def due_before(self, moment):
        """Keep what was due before a moment, sent or not."""
        return self.filter(due_at__lt=moment)

    def claim(self, pk: int, at=None) -> "Notice | None":
        """Claim a notice and return it; None if it is no longer due, as when another process claimed it.

        It is marked as sent before it is (at most once): a crash may lose a mail, and never sends one twice.
        """
        at = at or timezone.now()
        mine = self.due(at).filter(pk=pk).update(sent_at=at, attempts=models.F("attempts") + 1)
        return self.filter(pk=pk).first() if mine else None

    def asking(self, commenter):
        """Keep the mails that ask a commenter to confirm an address or a subscription."""
        return self.filter(commenter=commenter, kind__in=[Notice.Kind.CONFIRM, Notice.Kind.FOLLOW])


class Notice(models.Model):
    """One mail to one commenter, sent when due. Undoing the decision that it tells of cancels it before."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("confirmation of an address")
        FOLLOW = "follow", _("confirmation of a wish to follow")
        DECIDED = "decided", _("what was decided")
        PICKED = "picked", _("a pick")
        REPLY = "reply", _("a reply")
        DIGEST = "digest", _("replies of a day")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    commenter = models.ForeignKey("comments.Commenter", models.CASCADE, related_name="notices")
    # Its subject: the commenter's own comment, and the reply or the decision.
    comment = models.ForeignKey("comments.Comment", models.CASCADE, null=True, blank=True, related_name="+")
    reply = models.ForeignKey("comments.Comment", models.CASCADE, null=True, blank=True, related_name="+")
    decision = models.ForeignKey("comments.Decision", models.CASCADE, null=True, blank=True, related_name="notices")
    # The deduplication key: one mail for each.
    key = models.CharField(max_length=100, unique=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            # Serves the sending of what is due.
            models.Index(fields=["due_at"], name="notices_due", condition=Q(sent_at=None)),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    def give_back(self, due_at, *, attempts: int) -> None:
        """Queue a retry after it was claimed and not sent. Does nothing if it was deleted meanwhile."""
        Notice.objects.filter(pk=self.pk).update(sent_at=None, due_at=due_at, attempts=attempts)
