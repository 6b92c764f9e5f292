"""Addresses that stories, sections and the like have or once had. A public address never dies."""

from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# What senders of links add to see who follows them; it names no page.
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_is_address = URLValidator(schemes=["https"])


def is_lasting_address(value: str) -> None:
    """Refuse what is no address, and what is one of a visit rather than of a page."""
    _is_address(value)
    parts = urlsplit(value)
    if parts.fragment or any(name.startswith(_TRACKING) for name, _value in parse_qsl(parts.query)):
        raise ValidationError(_("Give the address of the page alone, without what was added to follow a visit."))


class FormerSlug(models.Model):
    """A slug under which a story was published before; its address leads to the present one."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="former_slugs")
    replaced_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.slug


class FormerAddressQuerySet(models.QuerySet):
    def present(self, model, slug: str):
        """Return the row of a model that had a slug before, or None. One query."""
        former = self.filter(of=model._meta.model_name, slug=slug).values("row")
        return model._default_manager.filter(pk__in=former[:1]).first()


class FormerAddress(models.Model):
    """A slug that a row of another model than the article had before; its address leads to the present one.

    The row is named by its key alone: where it is gone, so is its former address.
    """

    class Of(models.TextChoices):
        """The model whose slug it was, by the name that Django gives it."""

        SECTION = "section", _("section")
        TOPIC = "topic", _("topic")
        CONTRIBUTOR = "contributor", _("contributor")
        SERIES = "series", _("series")
        STANDING_PAGE = "standingpage", _("standing page")

    of = models.CharField(max_length=12, choices=Of)
    slug = models.SlugField(max_length=120, allow_unicode=True)
    row = models.PositiveBigIntegerField()
    replaced_at = models.DateTimeField(auto_now_add=True)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "slug"], name="one_row_per_former_address")]

    def __str__(self):
        return f"{self.of}: {self.slug}"


class FormerPath(models.Model):
    """An address that a story had on the site that the paper was before, such as "/2019/03/04/quay" or "/?p=81".

    The path is decoded and ends in no slash; of a query only WordPress's number of the post counts.
    """

    path = models.CharField(
        _("former address"),
        max_length=500,
        unique=True,
        help_text=_("From the first slash on, such as “/2019/03/quay”."),
    )
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="former_paths", verbose_name=_("article")
    )

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")

    def __str__(self):
        return self.path

    def save(self, *args, **kwargs):
        self.path = plain_path(self.path)
        super().save(*args, **kwargs)


def plain_path(path: str) -> str:
    """Return a decoded path in the one form in which it is kept and looked up."""
    return "/" + path.replace("\x00", "").strip("/")
