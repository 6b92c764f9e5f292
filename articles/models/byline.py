"""Bylines of stories."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Byline(models.Model):
    """One contributor of one story, in one role."""

    class Role(models.TextChoices):
        WRITER = "writer", _("writer")
        REPORTER = "reporter", _("additional reporting")
        EDITOR = "editor", _("editor")
        TRANSLATOR = "translator", _("translator")
        PHOTOGRAPHER = "photographer", _("photographs")
        ILLUSTRATOR = "illustrator", _("illustration")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    contributor = models.ForeignKey(
        "articles.Contributor", models.PROTECT, related_name="bylines", verbose_name=_("contributor")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.WRITER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "contributor", "role"],
                name="one_byline_per_role",
                violation_error_message=_("This name stands over the story in this role already."),
            )
        ]

    def __str__(self):
        return f"{self.contributor} ({self.get_role_display()})"
