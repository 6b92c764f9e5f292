"""Contributors."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib.addresses import path_to


class Contributor(models.Model):
    """A person or organisation with bylines. Needs no account at the desk."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("Such as “City editor”."))
    bio = models.TextField(_("about"), blank=True)
    is_organisation = models.BooleanField(_("an organisation, not a person"), default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="contributor",
        verbose_name=_("account"),
        help_text=_("The account of this contributor at the desk, if there is one."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("articles:contributor", self.slug)
