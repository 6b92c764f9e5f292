"""What the spam filter has learned from this newsroom's decisions, and what it said of each before it learned it."""

import secrets
from collections import Counter

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.decision import Decision

_COPIES = 100
_BY_THE_NEWSROOM = (Decision.Actor.MODERATOR, Decision.Actor.CONSOLE)
_DECIDES = (
    Decision.Verb.APPROVE,
    Decision.Verb.PICK,
    Decision.Verb.REJECT,
    Decision.Verb.MARK_SPAM,
    Decision.Verb.REMOVE,
)


def new_edition() -> int:
    """Return a number that tells one training from every other, also after a restored backup."""
    return secrets.randbits(62)


class SpamFilter(models.Model):
    """Where the filter stands: one row, which every worker looks at before it trusts its own memory.

    Whoever teaches raises `taught` first, and so has the row until the lesson is kept: lessons are numbered in the
    order in which others see them.
    """

    edition = models.BigIntegerField(default=new_edition)
    # The number of the last lesson, and of the last that the stored memory holds.
    taught = models.PositiveBigIntegerField(default=0)
    through = models.PositiveBigIntegerField(default=0)
    slope = models.FloatField(default=1.0)
    offset = models.FloatField(default=0.0)
    trained_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("spam filter")
        verbose_name_plural = _("spam filters")

    def __str__(self):
        return f"{self.edition}: {self.taught}"


class SpamMemory(models.Model):
    """The counts and weights of an edition. Apart from `SpamFilter`, which is written with every lesson."""

    edition = models.BigIntegerField(unique=True)
    through = models.PositiveBigIntegerField()
    data = models.BinaryField()

    class Meta:
        verbose_name = _("memory of the spam filter")
        verbose_name_plural = _("memories of the spam filter")

    def __str__(self):
        return f"{self.edition}: {self.through}"


class SpamLessonQuerySet(models.QuerySet):
    def in_edition(self, edition: int):
        return self.filter(edition=edition)

    def after(self, number: int):
        """Keep what came after a lesson, in the order of teaching."""
        return self.filter(number__gt=number).order_by("number")

    def in_force(self):
        """Keep the last lesson on each comment."""
        return self.filter(is_last=True)

    def on(self, comments):
        """Keep the last lesson on each of some comments, given by number."""
        return self.in_force().filter(comment__in=comments)

    def measured(self):
        """Keep those that were guessed at before they were learned, the newest first."""
        return self.in_force().filter(margin__isnull=False, is_spam__isnull=False).order_by("-pk")


class SpamLesson(models.Model):
    """One thing that the filter was taught: a comment is spam, is none, or (None) is no longer to count as either."""

    edition = models.BigIntegerField()
    number = models.PositiveBigIntegerField()
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    is_spam = models.BooleanField(null=True)
    # What it had been taught of the comment before.
    was_spam = models.BooleanField(null=True)
    # What it said before it had ever learned the comment; None if it was not asked.
    margin = models.FloatField(null=True)
    is_last = models.BooleanField(default=True)

    objects = SpamLessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson of the spam filter")
        verbose_name_plural = _("lessons of the spam filter")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "comment"], condition=Q(is_last=True), name="one_lesson_is_in_force"
            ),
        ]
        indexes = [
            # Serves a worker that catches up.
            models.Index(fields=["edition", "number"], name="lessons_in_order"),
            # Serves the measure of the last guesses.
            models.Index(
                fields=["edition", "-id"], name="lessons_guessed_at", condition=Q(is_last=True, margin__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.comment_id}: {self.is_spam}"


def copies_of(fingerprint: str) -> tuple[int, int]:
    """Return how many comments of the same words are spam, and how many approved, of the last hundred or so."""
    copies = Comment.objects.filter(fingerprint=fingerprint).newest_first().values_list("state", flat=True)
    states = Counter(copies[:_COPIES])
    return states[Comment.State.SPAM], states[Comment.State.APPROVED]


def standing_decisions() -> models.QuerySet:
    """Return the decision of the newsroom that stands on each comment, oldest first: none that was undone.

    What a policy, a rule or the comment's author did is none of the newsroom's, and a refused edit says nothing of
    the wording that stands.
    """
    decisive = Decision.objects.filter(actor__in=_BY_THE_NEWSROOM, verb__in=_DECIDES, undone_by=None).exclude(
        verb=Decision.Verb.REJECT, to_state=Comment.State.APPROVED
    )
    later = decisive.filter(comment=OuterRef("comment"), number__gt=OuterRef("number"))
    return decisive.exclude(comment=None).filter(~Exists(later)).order_by("number")


def teaches(decision: Decision | None) -> bool | None:
    """Say what a standing decision teaches: spam, no spam, or nothing, as when a person was attacked."""
    if decision is None:
        return None
    if decision.to_state == Comment.State.APPROVED:
        return False
    is_spam = decision.to_state == Comment.State.SPAM or decision.reason == Decision.Reason.SPAM
    return True if is_spam else None
