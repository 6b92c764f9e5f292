"""Pictures, and the renditions of them that pages show."""

import secrets
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import pictures

_PER_CENT = [MinValueValidator(0), MaxValueValidator(100)]


def original_name(picture, filename):
    """Give an original a name that cannot be guessed: it may hold the place where it was taken."""
    return f"originals/{secrets.token_hex(16)}{PurePath(filename).suffix.lower()}"


class Picture(models.Model):
    """A picture with what must be printed beside it. Its renditions are made once, by `articles.pictures`."""

    file = models.ImageField(_("file"), upload_to=original_name, width_field="width", height_field="height")
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("alt text"), max_length=300, help_text=_("What is seen, for people who cannot see it. One sentence.")
    )
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=200, help_text=_("Who made it, and for whom."))
    focus_x = models.PositiveSmallIntegerField(
        _("focus from the left, %"), default=50, validators=_PER_CENT, help_text=_("What must survive a crop.")
    )
    focus_y = models.PositiveSmallIntegerField(_("focus from the top, %"), default=50, validators=_PER_CENT)
    renditions = models.JSONField(default=dict, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self):
        return self.caption or self.alt

    def save(self, *args, **kwargs):
        """Make the renditions first, where file or focus are new: a picture without them could not be shown."""
        made_of = [self.focus_x, self.focus_y]
        if self._is_new_file or self.renditions.get("made_of") != made_of:
            shapes = pictures.make_renditions(self.file.open(), (self.focus_x, self.focus_y))
            self.renditions = {**shapes, "made_of": made_of}
        super().save(*args, **kwargs)

    def clean(self):
        if self._is_new_file:
            try:
                pictures.read(self.file.open())
            except pictures.Unreadable:
                raise ValidationError({"file": _("This file is not a picture, or not a whole one.")}) from None

    @property
    def full(self) -> pictures.Shape:
        """The picture as it was taken."""
        return pictures.Shape(**self.renditions["full"])

    @property
    def card(self) -> pictures.Shape:
        """The picture cropped to three by two around its focus."""
        return pictures.Shape(**self.renditions["card"])

    @property
    def _is_new_file(self) -> bool:
        return bool(self.file) and not self.file._committed
