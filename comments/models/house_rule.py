"""House rules: the texts that tell a reader why a comment was turned down."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.decision import Decision


class HouseRule(models.Model):
    """The text that a reader is told when a comment was turned down for one reason."""

    reason = models.CharField(_("reason"), max_length=20, choices=Decision.Reason, unique=True)
    text = models.TextField(_("what the reader is told"))

    class Meta:
        ordering = ["reason"]
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")

    def __str__(self):
        return self.get_reason_display()
