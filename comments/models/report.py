"""What readers tell the newsroom: that a comment should not stand, or that the article is wrong."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(outcome="")

    def settled(self):
        return self.exclude(outcome="")

    def upheld(self):
        return self.filter(outcome=Report.Outcome.UPHELD)

    def by_readers(self):
        """Leave out what members of staff flagged."""
        return self.filter(staff=None)

    def with_network_from_before(self, moment):
        """Keep what was made before a moment, and still tells from which network."""
        return self.exclude(network="").filter(made_at__lt=moment)

    def by_staff(self, user):
        return self.filter(staff=user)

    def made_from(self, networks):
        """Keep what came from a network, by the hashes that it is known by."""
        return self.filter(network__in=[each for each in networks if each])


class Report(models.Model):
    """One reader's report of a comment. Who reported is shown to nobody; a network counts once a comment."""

    class Reason(models.TextChoices):
        ATTACK = "attack", _("It attacks a person or a group")
        PRIVATE = "private", _("It gives away something private")
        FALSE = "false", _("It is false and does harm")
        SPAM = "spam", _("It is advertising or spam")
        ILLEGAL = "illegal", _("It is illegal")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("upheld")
        DISMISSED = "dismissed", _("dismissed")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.TextField(_("note"), blank=True)
    network = models.CharField(max_length=64, blank=True, editable=False)
    # A member of staff who flags a comment but may not decide on it.
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Between 0 and 1, by how often this reporter was right before.
    weight = models.FloatField(_("weight"), default=0.5)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "network"], name="one_report_a_network", condition=~Q(network="")
            ),
            models.UniqueConstraint(
                fields=["comment", "staff"], name="one_flag_a_member_of_staff", condition=~Q(staff=None)
            ),
        ]
        indexes = [
            # Serves the past accuracy of a reporter.
            models.Index(fields=["network", "outcome"], name="reports_of_network", condition=~Q(network="")),
        ]

    def __str__(self):
        return self.get_reason_display()


class CaseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(outcome="")

    def decided(self):
        return self.exclude(outcome="")

    def for_deciding(self):
        """Fetch a case with its comment, and nobody's address."""
        joined = self.select_related("comment__thread__article", "decided_by", "comment__commenter")
        return joined.defer("comment__thread__article__copy", "comment__commenter__address")

    def opened_in(self, year: int):
        """Keep the cases that are numbered in a year."""
        return self.filter(number__startswith=f"{year}-")

    def about(self, comment):
        return self.filter(comment=comment)

    def decided_with(self, decision):
        """Keep the cases that a decision on their comment carried out."""
        return self.decided().filter(comment=decision.comment, decided_at=decision.decided_at)

    def explained_by(self, explanation: str):
        """Keep the cases that were opened, or joined, with these words."""
        return self.filter(pk__in=CaseEntry.objects.filter(what=explanation).values("case"))


class Case(models.Model):
    """A notice of illegal content: numbered, decided with reasons, and kept with its history."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("the comment was taken down")
        DISMISSED = "dismissed", _("the comment stands")

    number = models.CharField(_("case number"), max_length=20, unique=True)
    # The comment and its article may go; what the case was about stays.
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
        """Let the case wait again, unless a later one does: what had been done to its comment was taken back."""
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


class ErrorReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=ErrorReport.State.OPEN)

    def with_network_from_before(self, moment):
        """Keep what was made before a moment, and still tells from which network."""
        return self.exclude(network="").filter(made_at__lt=moment)

    def settled_before(self, moment):
        """Keep what was dealt with before a moment."""
        return self.exclude(state=ErrorReport.State.OPEN).filter(settled_at__lt=moment)

    def by(self, commenter):
        return self.filter(commenter=commenter)

    def for_listing(self):
        """Fetch what the editors' list shows, and nobody's address."""
        joined = self.select_related("article", "commenter", "settled_by", "correction")
        return joined.defer("article__copy", "commenter__address")


class ErrorReport(models.Model):
    """A mistake in an article that a reader told the newsroom about. It never stands in the thread."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CORRECTED = "corrected", _("corrected")
        DISMISSED = "dismissed", _("nothing to correct")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    commenter = models.ForeignKey("comments.Commenter", models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=60)
    text = models.TextField(_("what is wrong"))
    digest = models.CharField(max_length=64, editable=False)
    network = models.CharField(max_length=64, blank=True, editable=False)
    made_at = models.DateTimeField(_("sent"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)
    correction = models.ForeignKey(
        "articles.Correction", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("report of a mistake")
        verbose_name_plural = _("reports of mistakes")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "commenter", "digest"], name="same_report_of_a_mistake_is_kept_once"
            )
        ]
        indexes = [
            # Serves the editors' list of what is open.
            models.Index(fields=["made_at"], name="open_reports_of_mistakes", condition=Q(state="open")),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
