"""Standing pages about the paper, written by editors."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.models.galley import set_now
from newsroom.lib import html
from newsroom.lib.addresses import path_to


class StandingPageQuerySet(models.QuerySet):
    def published(self):
        return self.filter(is_published=True)


class StandingPage(models.Model):
    """A page about the paper itself. Five kinds have a fixed address; the others are below /about/."""

    class Kind(models.TextChoices):
        """The kind of page; the value of all but the last is its slug."""

        ABOUT = "about", _("About the paper")
        ETHICS = "ethics", _("Ethics")
        MASTHEAD = "masthead", _("Masthead")
        CONTACT = "contact", _("Contact")
        HOUSE_RULES = "house-rules", _("House rules for comments")
        OTHER = "other", _("Another page")

    class Policy(models.TextChoices):
        """Policies of a publication, by the properties of schema.org's NewsMediaOrganization."""

        ETHICS = "ethicsPolicy", _("ethics")
        CORRECTIONS = "correctionsPolicy", _("corrections")
        MASTHEAD = "masthead", _("masthead")
        OWNERSHIP = "ownershipFundingInfo", _("ownership and funding")
        VERIFICATION = "verificationFactCheckingPolicy", _("verification and fact checking")
        UNNAMED_SOURCES = "unnamedSourcesPolicy", _("unnamed sources")
        NO_BYLINES = "noBylinesPolicy", _("stories without a byline")
        FEEDBACK = "actionableFeedbackPolicy", _("feedback from readers")
        DIVERSITY = "diversityPolicy", _("diversity")
        DIVERSITY_STAFFING = "diversityStaffingReport", _("diversity of the staff")
        MISSION = "missionCoveragePrioritiesPolicy", _("mission and priorities of coverage")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        blank=True,
        allow_unicode=True,
        help_text=_("The last part of the address. Only “Another page” needs one."),
    )
    copy = ProseEditorField(
        _("text"), blank=True, config={"extensions": settings.COPY_EXTENSIONS}, sanitize=html.clean_copy
    )
    # Values of Policy, separated by spaces.
    policies = models.CharField(_("policies"), max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Lower comes first."))
    is_in_footer = models.BooleanField(_("in the footer of every page"), default=True)
    is_published = models.BooleanField(_("published"), default=True, help_text=_("Readers see it."))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = StandingPageQuerySet.as_manager()

    class Meta:
        ordering = ["position", "title"]
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Sanitise the text, and set the slug of a page of a fixed kind."""
        self.copy = html.clean_copy(self.copy)
        if self.kind != self.Kind.OTHER:
            self.slug = self.kind
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        if self.kind == self.Kind.OTHER:
            return path_to("articles:about_page", self.slug)
        return path_to("articles:standing_page", self.kind)

    def clean(self):
        fixed = set(self.Kind.values) - {self.Kind.OTHER}
        if self.kind == self.Kind.OTHER and not self.slug:
            raise ValidationError({"slug": _("This page needs an address.")})
        if self.kind == self.Kind.OTHER and self.slug in fixed:
            raise ValidationError({"slug": _("This is the address of a page of another kind. Choose another.")})
        if self.kind != self.Kind.OTHER and self._others().filter(kind=self.kind).exists():
            raise ValidationError({"kind": _("There is a page of this kind already.")})

    @property
    def absolute_url(self) -> str:
        return settings.SITE_URL + self.get_absolute_url()

    @cached_property
    def setting(self):
        """The typeset text, made on the fly, since there are few such pages."""
        return set_now(self.copy, language=settings.LANGUAGE_CODE)[0]

    @property
    def safe_copy(self):
        """The typeset text, marked safe. One query where there are pictures in it."""
        return html.sanitised(self.setting.html)

    def _others(self):
        return type(self)._default_manager.exclude(pk=self.pk)
