"""Series of stories."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.lib.addresses import path_to


class Series(models.Model):
    """A series of stories; each article has its part number."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return path_to("articles:series", self.slug)
