"""Related stories: chosen by an editor, or computed by `articles.relating`."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RelatedPick(models.Model):
    """A related story that an editor has chosen."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="related_picks")
    story = models.ForeignKey("articles.Article", models.CASCADE, related_name="+", verbose_name=_("story"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("related story")
        verbose_name_plural = _("related stories")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "story"],
                name="one_place_per_related_story",
                violation_error_message=_("This story stands beside the article already."),
            ),
            models.CheckConstraint(
                condition=~Q(article=F("story")),
                name="related_story_is_another",
                violation_error_message=_("A story does not stand beside itself."),
            ),
        ]

    def __str__(self):
        return str(self.story_id)


class KinQuerySet(models.QuerySet):
    def due(self, at=None):
        """Filter those to be recomputed, the last due first, since those articles are read most."""
        return self.filter(due_at__lte=at or timezone.now()).order_by("-due_at", "-pk")

    def put_off(self, articles, at=None) -> None:
        """Schedule recomputing for articles, by primary key, at `at` (default: now)."""
        at = at or timezone.now()
        self.bulk_create(
            [self.model(article_id=pk, due_at=at) for pk in articles],
            update_conflicts=True,
            update_fields=["due_at"],
            unique_fields=["article"],
        )


class Kin(models.Model):
    """The precomputed related stories of one article: primary keys, the nearest first.

    Whether they are published is checked when the page is built.
    """

    article = models.OneToOneField("articles.Article", models.CASCADE, primary_key=True, related_name="kin")
    chosen = models.JSONField(default=list)
    found = models.JSONField(default=list)
    # When `found` is due to be recomputed; None while it is current.
    due_at = models.DateTimeField(null=True)

    objects = KinQuerySet.as_manager()

    class Meta:
        # For due().
        indexes = [models.Index(fields=["due_at"], name="kin_due", condition=Q(due_at__isnull=False))]

    def __str__(self):
        return str(self.article_id)
