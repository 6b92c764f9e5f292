"""Moderators' settings and watch-lists."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ModeratorSettings(models.Model):
    """One moderator's settings for the queue."""

    class Order(models.TextChoices):
        RISK = "risk", _("risk, then age")
        OLDEST = "oldest", _("oldest first")
        NEWEST = "newest", _("newest first")

    moderator = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    order = models.CharField(_("order"), max_length=10, choices=Order, default=Order.RISK)
    blurs = models.BooleanField(_("blur texts of high risk until they are looked at"), default=False)

    # Speech input can trigger single-key shortcuts by accident (WCAG 2.2, 2.1.4).
    uses_keys = models.BooleanField(_("one key decides"), default=True)

    class Meta:
        verbose_name = _("settings of a moderator")
        verbose_name_plural = _("settings of moderators")

    def __str__(self):
        return str(self.moderator)


class Watch(models.Model):
    """An article on a moderator's watch-list."""

    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    thread = models.ForeignKey("comments.Thread", models.CASCADE, related_name="watches")

    class Meta:
        verbose_name = _("watched article")
        verbose_name_plural = _("watched articles")
        constraints = [models.UniqueConstraint(fields=["moderator", "thread"], name="watched_once")]

    def __str__(self):
        return f"{self.moderator}: {self.thread}"
