"""Pictures and their renditions."""

import re
import secrets
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import pictures

_PER_CENT = [MinValueValidator(0), MaxValueValidator(100)]


def original_name(picture, filename):
    """Return a name that cannot be guessed, since the original may contain the location."""
    return f"originals/{secrets.token_hex(16)}{PurePath(filename).suffix.lower()}"


class Picture(models.Model):
    """A picture with its alt text, credit and rights. Its renditions are made once, by `articles.pictures`."""

    file = models.ImageField(_("file"), upload_to=original_name, width_field="width", height_field="height")
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("alt text"), max_length=300, help_text=_("What is seen, for people who cannot see it. One sentence.")
    )
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=200, help_text=_("Who made it, and for whom."))
    warning = models.CharField(
        _("warning"),
        max_length=200,
        blank=True,
        help_text=_(
            "What readers are told before they see it, such as “A person is shown injured.” It is covered until then."
        ),
    )
    license = models.CharField(
        _("licence"),
        max_length=300,
        blank=True,
        help_text=_("Its address, such as https://creativecommons.org/licenses/by/4.0/, or in words."),
    )
    copyright_notice = models.CharField(
        _("copyright notice"), max_length=200, blank=True, help_text=_("Such as “© 2026 Ada Quayle”.")
    )
    focus_x = models.PositiveSmallIntegerField(
        _("focus from the left, %"), default=50, validators=_PER_CENT, help_text=_("What must survive a crop.")
    )
    focus_y = models.PositiveSmallIntegerField(_("focus from the top, %"), default=50, validators=_PER_CENT)
    renditions = models.JSONField(default=dict, editable=False)
    digest = models.CharField(max_length=16, default="", editable=False, db_index=True)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self):
        return self.caption or self.alt

    def save(self, *args, **kwargs):
        """Make the renditions first, if file, focus or edition are new: a picture without them could not be shown."""
        if self._is_new_file or not self.is_rendered:
            shapes = pictures.make_renditions(self.file.open(), (self.focus_x, self.focus_y))
            self.renditions = {**shapes, "made_of": self._made_of}
            self.digest = pictures.digest_of(self.full.address)
        super().save(*args, **kwargs)

    def clean(self):
        if self._is_new_file:
            try:
                pictures.read(self.file.open())
            except pictures.Unreadable:
                raise ValidationError({"file": _("This file is not a picture, or not a whole one.")}) from None

    @property
    def is_rendered(self) -> bool:
        """Whether its renditions are of the present edition and focus."""
        return self.renditions.get("made_of") == self._made_of

    @property
    def is_sensitive(self) -> bool:
        """Whether it has a content warning: covered on the article's page, and shown nowhere else."""
        return bool(self.warning)

    @property
    def full(self) -> pictures.Shape:
        """The uncropped picture."""
        return pictures.Shape(**self.renditions["full"])

    @property
    def card(self) -> pictures.Shape:
        """The picture cropped to three by two around its focus."""
        return pictures.Shape(**self.renditions["card"])

    @property
    def thumbnail(self) -> str:
        """The address of the narrowest card, for the desk."""
        _width, _height, address = self.card.sizes[0]
        return address

    @property
    def crops(self) -> list[tuple[int, int, str]]:
        """The crops for search engines and social networks, as (width, height, address)."""
        return [pictures.at_present(self.renditions[shape]) for shape in pictures.CROPS if shape in self.renditions]

    @property
    def license_address(self) -> str:
        """The licence if it is an address, else ""."""
        return self.license if re.fullmatch(r"https?://\S+", self.license) else ""

    @property
    def _made_of(self) -> list[int]:
        return [self.focus_x, self.focus_y, pictures.EDITION]

    @property
    def _is_new_file(self) -> bool:
        return bool(self.file) and not self.file._committed
