"""Screening rules, which hold, reject or mark comments before a moderator has looked."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RuleQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(is_active=True)


class Rule(models.Model):
    """One rule. Its kind says what `terms` and `number` mean; `comments.screening.rules` applies it."""

    class Kind(models.TextChoices):
        TERMS = "terms", _("has one of these terms")
        LINKS = "links", _("has at least so many links")
        REPEATED = "repeated", _("repeats a text sent so many times within a day")
        RATE = "rate", _("at least so many comments by one commenter or network within an hour")
        CAPITALS = "capitals", _("at least so many percent capitals")
        NEWCOMER = "newcomer", _("by someone with fewer than so many approved comments")
        BURST = "burst", _("at least so many comments on the article within ten minutes")
        DOMAIN = "domain", _("address at one of these domains")

    class Action(models.TextChoices):
        HOLD = "hold", _("hold it for a moderator")
        REJECT = "reject", _("reject it")
        MARK = "mark", _("mark it")

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("a comment that"), max_length=10, choices=Kind)
    terms = models.TextField(_("terms or domains"), blank=True, help_text=_("One a line."))
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    action = models.CharField(_("then"), max_length=10, choices=Action, default=Action.HOLD)
    is_active = models.BooleanField(_("in force"), default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")

    def __str__(self):
        return self.name
