"""The record of what moderators decided."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Decision(models.Model):
    """One change of a comment's state: who, what, when and why. Rows are added, never changed."""

    class Reason(models.TextChoices):
        PERSONAL_ATTACK = "personal attack", _("personal attack")
        OFF_TOPIC = "off topic", _("off topic")
        SPAM = "spam", _("spam")
        ILLEGAL = "illegal", _("illegal")
        UNVERIFIABLE = "unverifiable claim", _("unverifiable claim")
        DUPLICATE = "duplicate", _("duplicate")
        OTHER = "other", _("other")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="decisions")
    from_state = models.CharField(_("from"), max_length=10, choices=Comment.State)
    to_state = models.CharField(_("to"), max_length=10, choices=Comment.State)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)

    class Meta:
        ordering = ["decided_at", "pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self):
        return f"{self.from_state} → {self.to_state}"
