"""Readers' reports of comments, and flags by staff."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(outcome="")

    def settled(self):
        return self.exclude(outcome="")

    def upheld(self):
        return self.filter(outcome=Report.Outcome.UPHELD)

    def by_readers(self):
        """Leave out flags by staff."""
        return self.filter(staff=None)

    def with_network_from_before(self, moment):
        """Keep what was made before a moment and still has its network's hash."""
        return self.exclude(network="").filter(made_at__lt=moment)

    def by_staff(self, user):
        return self.filter(staff=user)

    def made_from(self, networks):
        """Keep what came from a network, by its hashes."""
        return self.filter(network__in=[each for each in networks if each])


class Report(models.Model):
    """One reader's report of a comment. The reporter is shown to nobody; a network counts once per comment."""

    class Reason(models.TextChoices):
        ATTACK = "attack", _("It attacks a person or a group")
        PRIVATE = "private", _("It gives away something private")
        FALSE = "false", _("It is false and does harm")
        SPAM = "spam", _("It is advertising or spam")
        ILLEGAL = "illegal", _("It is illegal")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("upheld")
        DISMISSED = "dismissed", _("dismissed")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.TextField(_("note"), blank=True)
    network = models.CharField(max_length=64, blank=True, editable=False)
    # A member of staff who flags a comment but may not decide on it.
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Between 0 and 1, by how often this reporter was right before.
    weight = models.FloatField(_("weight"), default=0.5)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "network"], name="one_report_a_network", condition=~Q(network="")
            ),
            models.UniqueConstraint(
                fields=["comment", "staff"], name="one_flag_a_member_of_staff", condition=~Q(staff=None)
            ),
        ]
        indexes = [
            # Serves the past accuracy of a reporter.
            models.Index(fields=["network", "outcome"], name="reports_of_network", condition=~Q(network="")),
        ]

    def __str__(self):
        return self.get_reason_display()
