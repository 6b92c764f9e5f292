"""Comment policies of the paper, a section or an article: who may comment, and what waits for a moderator."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Policy(models.TextChoices):
    """From closed to open."""

    CLOSED = "closed", _("closed")
    HELD = "held", _("every comment waits for a moderator")
    NEWCOMERS = "newcomers", _("first comments wait, confirmed readers with one approved comment go straight in")
    TRUSTED = "trusted", _("all wait but trusted readers: confirmed, with a record of approved comments")
    OPEN = "open", _("open: comments go straight in unless something speaks against one")


class Terms(models.Model):
    """The settings of one level. An empty field inherits from the level above."""

    policy = models.CharField(_("policy"), max_length=10, choices=Policy, blank=True)
    closes_after_days = models.PositiveIntegerField(
        _("closes after"),
        null=True,
        blank=True,
        help_text=_("Days after publication at which comments close; 0 means never."),
    )
    shift_days = models.CharField(
        _("days on shift"),
        max_length=7,
        blank=True,
        help_text=_("Days on which someone moderates, as digits: 1 is Monday, 7 is Sunday. 12345 is Monday to Friday."),
    )
    shift_from = models.TimeField(_("shift begins"), null=True, blank=True)
    shift_until = models.TimeField(
        _("shift ends"),
        null=True,
        blank=True,
        help_text=_("Outside the shift every comment waits. A shift may pass midnight."),
    )

    class Meta:
        abstract = True

    def clean(self):
        if set(self.shift_days) - set("1234567"):
            raise ValidationError({"shift_days": _("Write the days as digits from 1 (Monday) to 7 (Sunday).")})
        if (self.shift_from is None) != (self.shift_until is None):
            missing = "shift_from" if self.shift_from is None else "shift_until"
            raise ValidationError({missing: _("A shift has a beginning and an end.")})

    @property
    def sets_shift(self) -> bool:
        return bool(self.shift_days or self.shift_from)


class HousePolicy(Terms):
    """The policy of a section, or, without one, of the whole paper."""

    section = models.OneToOneField(
        "articles.Section", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("section")
    )

    class Meta:
        verbose_name = _("comment policy")
        verbose_name_plural = _("comment policies")
        constraints = [
            # A unique column allows any number of nulls; this allows one.
            models.UniqueConstraint(
                models.ExpressionWrapper(Q(section=None), output_field=models.BooleanField()),
                condition=Q(section=None),
                name="one_policy_of_the_paper",
                violation_error_message=_("The whole paper has its policy already."),
            )
        ]

    def __str__(self):
        return str(self.section or _("The whole paper"))
