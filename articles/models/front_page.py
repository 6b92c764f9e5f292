"""Editors' slots on the front page and at the head of a section."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SlotQuerySet(models.QuerySet):
    def for_pages(self):
        """Fetch all slots with what their state and their cards need. There are a few dozen at most."""
        return self.select_related("article__section", "article__picture").defer("article__copy")

    def around(self, section):
        """Filter the slots of a section's front: the breaking bar, and the section's lead."""
        return self.filter(Q(place=Slot.Place.BREAKING) | Q(section=section))

    def of_place(self, slot: "Slot"):
        """Filter the slots in the same place as a slot."""
        return self.filter(place=slot.place, section=slot.section_id)

    def over(self, at):
        """Filter the slots that have ended."""
        return self.filter(ends_at__lte=at)


class Slot(models.Model):
    """An article, or a text, that an editor has put in a place from `starts_at` on.

    A place may have several slots, current and scheduled ones. Which of them is shown is decided by
    `articles.front_page.holders`.
    """

    class Place(models.TextChoices):
        BREAKING = "breaking", _("Breaking bar")
        LEAD = "lead", _("Lead")
        SECOND_1 = "second-1", _("Second 1")
        SECOND_2 = "second-2", _("Second 2")
        SECOND_3 = "second-3", _("Second 3")
        SECOND_4 = "second-4", _("Second 4")
        SECTION = "section", _("Lead of a section")

    place = models.CharField(_("place"), max_length=10, choices=Place)
    section = models.ForeignKey(
        "articles.Section", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("section")
    )
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("article")
    )
    text = models.CharField(
        _("text"), max_length=160, blank=True, help_text=_("Without any, the bar bears the headline of the article.")
    )
    is_pinned = models.BooleanField(
        _("pinned"),
        default=False,
        help_text=_("It stays until it ends or is taken out, whatever its age and whatever else is put here."),
    )
    may_repeat = models.BooleanField(
        _("may show again"), default=False, help_text=_("The story may stand in a second place on the same page.")
    )
    starts_at = models.DateTimeField(_("starts"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("ends"), null=True, blank=True, help_text=_("From then on the place fills itself again.")
    )
    age_limit = models.PositiveSmallIntegerField(
        _("age limit"),
        null=True,
        blank=True,
        help_text=_("Hours after its publication at which the story leaves this place, unless it is pinned."),
    )
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    filled_at = models.DateTimeField(_("filled"), auto_now=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["place", "section", "starts_at", "pk"]
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        constraints = [
            models.CheckConstraint(
                condition=Q(place="section", section__isnull=False) | (~Q(place="section") & Q(section=None)),
                name="slot_of_a_section_names_it",
                violation_error_message=_("The lead of a section needs its section, and no other place has one."),
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False) | (Q(place="breaking") & ~Q(text="")),
                name="slot_is_filled",
                violation_error_message=_("Choose an article."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="slot_ends_after_it_starts",
                violation_error_message=_("It cannot end before it starts."),
            ),
        ]

    def __str__(self):
        return f"{self.place_name}: {self.text or self.article}"

    @property
    def place_name(self) -> str:
        """The name of the place, or of the section for a section's lead."""
        return str(self.section) if self.section_id else self.get_place_display()

    def holds_at(self, at: datetime) -> bool:
        """Tell whether the slot can be shown at a moment: started, not ended, its story published and not too old."""
        if at < self.starts_at or (self.ends_at and self.ends_at <= at):
            return False
        if self.article is None:
            return True
        too_old = self.ages_at is not None and self.ages_at <= at
        return self.article.publication_at(at) is self.article.Publication.PUBLISHED and not too_old

    @property
    def ages_at(self) -> datetime | None:
        """When its story reaches the age limit; None without one, or if pinned."""
        out_at = self.article and self.article.appears_at
        if self.is_pinned or self.age_limit is None or out_at is None:
            return None
        return out_at + timedelta(hours=self.age_limit)

    @property
    def turns(self) -> list[datetime]:
        """The times at which it starts, ends or reaches its age limit."""
        return [moment for moment in (self.starts_at, self.ends_at, self.ages_at) if moment]
