"""Revisions: the published versions of an article."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.correction import Correction

# The most versions of one article: the first and the newest ones.
KEPT = 20


class RevisionQuerySet(models.QuerySet):
    def shown(self):
        """Filter the versions that readers may compare, in order."""
        return self.filter(is_withheld=False).order_by("number")

    def keep_first(self, article) -> None:
        """Store the published content of an article as its first version, unless it has one."""
        out = type(article)._base_manager.filter(pk=article.pk).first()
        if out and out.is_published and not self.filter(article=out).exists():
            self._keep(
                out, 1, kind=Revision.Kind.FIRST, made_at=max(out.published_at, out.embargo_until or out.published_at)
            )

    def keep(self, article, *, kind: str, note: str, made_at) -> int:
        """Store an article's content in the database as a new version; return how many versions readers can compare."""
        self.keep_first(article)
        number = self.filter(article=article).latest("number").number + 1
        self._keep(type(article)._base_manager.get(pk=article.pk), number, kind=kind, note=note, made_at=made_at)
        self.filter(article=article, number__gt=1, number__lte=number - KEPT + 1).delete()
        return self.filter(article=article).shown().count()

    def _keep(self, article, number: int, **fields) -> None:
        words = {name: getattr(article, name) for name in ("headline", "standfirst", "copy")}
        self.create(article=article, number=number, **words, **fields)


class Revision(models.Model):
    """A published version. Written by `articles.workflow`; its text never changes.

    A version that may no longer be public, such as one with a name that a court has protected, is withheld: readers
    see neither that version nor the diffs with it.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("First published")
        CORRECTION = Correction.Kind.CORRECTION.value, Correction.Kind.CORRECTION.label
        CLARIFICATION = Correction.Kind.CLARIFICATION.value, Correction.Kind.CLARIFICATION.label
        UPDATE = Correction.Kind.UPDATE.value, Correction.Kind.UPDATE.label

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("version"), editable=False)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, editable=False)
    note = models.TextField(_("what readers were told"), blank=True, editable=False)
    headline = models.CharField(max_length=200, editable=False)
    standfirst = models.CharField(max_length=400, blank=True, editable=False)
    copy = models.TextField(blank=True, editable=False)
    made_at = models.DateTimeField(_("in public from"), editable=False)
    is_withheld = models.BooleanField(
        _("withheld from readers"), default=False, help_text=_("Such as a version that a court has forbidden.")
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        # Also the index for the versions of one article.
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_revision_per_number")]

    def __str__(self):
        return f"{self.number}: {self.get_kind_display()}"
