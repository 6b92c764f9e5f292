"""Public corrections, shown with the story permanently."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CorrectionQuerySet(models.QuerySet):
    def of_published(self, at=None):
        """Filter the corrections of articles that readers can see at `at` (default: now)."""
        from articles.models.article import Article

        return self.filter(Exists(Article.objects.published(at).filter(pk=OuterRef("article"))))

    def with_stories(self):
        """Fetch each correction's story and section, without the copy."""
        return self.select_related("article__section").defer("article__copy")

    def last_first(self):
        return self.order_by("-made_at", "-pk")


class Correction(models.Model):
    """A note on a published story. Written by `articles.workflow.correct`; never changed or deleted."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correction")  # we were wrong
        CLARIFICATION = "clarification", _("Clarification")  # we were unclear
        UPDATE = "update", _("Update")  # the news moved

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="corrections")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.CORRECTION)
    text = models.TextField(_("text"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = [
            # For the page and the feed of all corrections.
            models.Index(fields=["-made_at", "-id"], name="corrections_last"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text[:60]}"
