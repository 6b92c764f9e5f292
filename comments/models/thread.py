"""The thread of one article."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.policy import Terms


class ThreadQuerySet(models.QuerySet):
    def of(self, articles):
        """Keep the threads of the articles in a queryset."""
        return self.filter(article__in=articles.order_by().values("pk"))

    def most_discussed(self):
        """Keep threads with approved comments, those with most first, then the newer."""
        return self.filter(approved_count__gt=0).order_by("-approved_count", "-pk")


class Thread(Terms):
    """The policy and the counter of one article's comments; created when first needed."""

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
