"""Former addresses of stories, sections and the like, which redirect to the present ones for ever."""

from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# Prefixes of tracking parameters, which are no part of a page's address.
_TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_is_address = URLValidator(schemes=["https"])


def is_lasting_address(value: str) -> None:
    """Raise ValidationError for anything but an https address without a fragment and tracking parameters."""
    _is_address(value)
    parts = urlsplit(value)
    if parts.fragment or any(name.startswith(_TRACKING) for name, _value in parse_qsl(parts.query)):
        raise ValidationError(_("Give the address of the page alone, without what was added to follow a visit."))


class FormerSlug(models.Model):
    """A former slug of a story; its address redirects to the present one."""

    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="former_slugs")
    replaced_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.slug


class FormerAddressQuerySet(models.QuerySet):
    def present(self, model, slug: str):
        """Return the row of a model that formerly had a slug, or None. One query."""
        former = self.filter(of=model._meta.model_name, slug=slug).values("row")
        return model._default_manager.filter(pk__in=former[:1]).first()


class FormerAddress(models.Model):
    """A former slug of a row of another model than the article; its address redirects to the present one.

    The row is referenced by its primary key, without a foreign key: if it is deleted, the address is a 404.
    """

    class Of(models.TextChoices):
        """The model whose slug it was, by its `model_name`."""

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
    """An address of a story on the paper's former site, such as "/2019/03/04/quay" or "/?p=81".

    The path is decoded, without a trailing slash; of a query string only WordPress's post id counts.
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
    """Return a decoded path in the normal form in which it is stored and looked up."""
    return "/" + path.replace("\x00", "").strip("/")
