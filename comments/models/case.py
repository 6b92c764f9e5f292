"""Notices of illegal content, numbered and decided with reasons."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class CaseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(outcome="")

    def decided(self):
        return self.exclude(outcome="")

    def for_deciding(self):
        """Fetch a case with its comment, without any address."""
        joined = self.select_related("comment__thread__article", "decided_by", "comment__commenter")
        return joined.defer("comment__thread__article__copy", "comment__commenter__address")

    def opened_in(self, year: int):
        """Keep the cases numbered in a year."""
        return self.filter(number__startswith=f"{year}-")

    def about(self, comment):
        return self.filter(comment=comment)

    def decided_with(self, decision):
        """Keep the cases that were decided together with a decision on their comment."""
        return self.decided().filter(comment=decision.comment, decided_at=decision.decided_at)

    def explained_by(self, explanation: str):
        """Keep the cases that were opened, or joined, with this explanation."""
        return self.filter(pk__in=CaseEntry.objects.filter(what=explanation).values("case"))


class Case(models.Model):
    """A notice of illegal content: numbered, decided with reasons, and kept with its history."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("the comment was taken down")
        DISMISSED = "dismissed", _("the comment stands")

    number = models.CharField(_("case number"), max_length=20, unique=True)
    # The comment and its article may be deleted; the case keeps what it was about.
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="cases")
    comment_number = models.PositiveBigIntegerField()
    article_address = models.CharField(_("article"), max_length=500)
    text = models.TextField(_("text reported"))
    explanation = models.TextField(_("why it is said to be illegal"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    key_version = models.PositiveIntegerField(default=1, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("case of illegal content")
        verbose_name_plural = _("cases of illegal content")
        constraints = [
            models.UniqueConstraint(fields=["comment"], name="one_open_case_a_comment", condition=Q(outcome="")),
        ]
        indexes = [
            # Serves the count of what is to be decided, and the list of it.
            models.Index(fields=["opened_at", "id"], name="open_cases", condition=Q(outcome="")),
        ]

    def __str__(self):
        return self.number

    @property
    def is_decided(self) -> bool:
        return bool(self.outcome)

    def reopen(self, *, who: str, undone, at) -> None:
        """Open the case again, unless a later one is open: the decision on its comment was undone."""
        said = [_("Taken back: entry %(number)d in the record of decisions.") % {"number": undone.number}]
        if not Case.objects.about(self.comment).open().exists():
            self.outcome, self.reasons, self.decided_by, self.decided_at = "", "", None, None
            self.save(update_fields=["outcome", "reasons", "decided_by", "decided_at"])
            said.append(str(_("The case is open again.")))
        self.entries.create(at=at, who=who, what=" ".join(said))


class CaseEntry(models.Model):
    """One line in the history of a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="entries")
    at = models.DateTimeField(_("when"), default=timezone.now)
    who = models.CharField(_("who"), max_length=150)
    what = models.TextField(_("what"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("entry of a case")
        verbose_name_plural = _("entries of a case")

    def __str__(self):
        return self.what[:60]
