"""Readers' reports of mistakes in articles."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ErrorReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=ErrorReport.State.OPEN)

    def with_network_from_before(self, moment):
        """Keep what was made before a moment and still has its network's hash."""
        return self.exclude(network="").filter(made_at__lt=moment)

    def settled_before(self, moment):
        """Keep what was settled before a moment."""
        return self.exclude(state=ErrorReport.State.OPEN).filter(settled_at__lt=moment)

    def by(self, commenter):
        return self.filter(commenter=commenter)

    def for_listing(self):
        """Fetch what the editors' list shows, without any address."""
        joined = self.select_related("article", "commenter", "settled_by", "correction")
        return joined.defer("article__copy", "commenter__address")


class ErrorReport(models.Model):
    """A reader's report of a mistake in an article. It never appears in the thread."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CORRECTED = "corrected", _("corrected")
        DISMISSED = "dismissed", _("nothing to correct")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    commenter = models.ForeignKey("comments.Commenter", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    text = models.TextField(_("what is wrong"))
    digest = models.CharField(max_length=64, editable=False)
    network = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField(_("sent"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)
    correction = models.ForeignKey(
        "articles.Correction", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("report of a mistake")
        verbose_name_plural = _("reports of mistakes")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "commenter", "digest"], name="same_report_of_a_mistake_is_kept_once"
            )
        ]
        indexes = [
            # Serves the editors' list of what is open.
            models.Index(fields=["made_at"], name="open_reports_of_mistakes", condition=Q(state="open")),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
