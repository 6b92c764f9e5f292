"""The thread of one article."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.policy import Terms


class Thread(Terms):
    """What holds for all comments under one article; made when it is first needed."""

    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="+")
    # Kept exact by comments.moderation, in the transaction of each decision.
    approved_count = models.PositiveIntegerField(_("approved comments"), default=0, editable=False)
    # When what readers see of the thread last changed.
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")

    def __str__(self):
        return str(self.article)
