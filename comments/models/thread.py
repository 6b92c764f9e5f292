"""The thread of one article."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.policy import Terms


class ThreadQuerySet(models.QuerySet):
    def of(self, articles):
        """Keep the threads of the articles that a query finds."""
        return self.filter(article__in=articles.order_by().values("pk"))

    def most_discussed(self):
        """Keep what has approved comments, those with the most first; of equals the newer thread."""
        return self.filter(approved_count__gt=0).order_by("-approved_count", "-pk")


class Thread(Terms):
    """What holds for all comments under one article; made when it is first needed."""

    article = models.OneToOneField("articles.Article", models.CASCADE, related_name="+")
    # Kept exact by comments.moderation, in the transaction of each decision.
    approved_count = models.PositiveIntegerField(_("approved comments"), default=0, editable=False)
    # When what readers see of the thread last changed.
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")

    def __str__(self):
        return str(self.article)
