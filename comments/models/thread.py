"""The thread of one article."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Thread(models.Model):
    """What holds for all comments under one article; made when it is first needed."""

    class Policy(models.TextChoices):
        HELD = "held", _("every comment waits for a moderator")
        CLOSED = "closed", _("closed")

    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="+")
    policy = models.CharField(_("policy"), max_length=10, choices=Policy, default=Policy.HELD)
    # Kept exact by comments.moderation, in the transaction of each decision.
    approved_count = models.PositiveIntegerField(_("approved comments"), default=0, editable=False)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")

    def __str__(self):
        return str(self.article)

    @property
    def is_open(self) -> bool:
        return self.policy != self.Policy.CLOSED
