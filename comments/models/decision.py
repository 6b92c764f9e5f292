"""The audit log of decisions on comments: append-only, each row with the hash of the one before."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class DecisionQuerySet(models.QuerySet):
    def made_by(self, moderator=None):
        """Keep the decisions of one moderator, or with None of all moderators."""
        by_hand = self.filter(actor=Decision.Actor.MODERATOR)
        return by_hand.filter(decided_by=moderator) if moderator else by_hand

    def latest_first(self):
        return self.order_by("-decided_at", "-number")

    def earlier_than(self, decision):
        """Keep what comes later than a decision in `latest_first`."""
        at = decision.decided_at
        same = Q(decided_at=at, number__lt=decision.number)
        return self.filter(Q(decided_at__lt=at) | same, decided_at__lte=at)

    def for_history(self):
        """Fetch what the list of last decisions shows."""
        joined = self.select_related("comment__thread__article", "decided_by", "undone_by")
        return joined.defer("comment__thread__article__copy")


class Decision(models.Model):
    """One entry of the audit log: who, what, when, why, from which state. Only `comments.moderation.log` adds one."""

    class Reason(models.TextChoices):
        PERSONAL_ATTACK = "personal attack", _("personal attack")
        OFF_TOPIC = "off topic", _("off topic")
        SPAM = "spam", _("spam")
        ILLEGAL = "illegal", _("illegal")
        UNVERIFIABLE = "unverifiable claim", _("unverifiable claim")
        DUPLICATE = "duplicate", _("duplicate")
        OTHER = "other", _("other")

    class Actor(models.TextChoices):
        MODERATOR = "moderator", _("a moderator")
        AUTHOR = "author", _("its author")
        READERS = "readers", _("reports of readers")
        POLICY = "policy", _("the policy")
        RULE = "rule", _("a rule")
        CONSOLE = "console", _("the command line")

    class Verb(models.TextChoices):
        APPROVE = "approve", _("approved")
        REJECT = "reject", _("rejected")
        MARK_SPAM = "mark_spam", _("marked as spam")
        REMOVE = "remove", _("removed")
        HOLD = "hold", _("held")
        PICK = "pick", _("picked")
        UNPICK = "unpick", _("pick taken back")
        EDIT = "edit", _("edited")
        WITHDRAW = "withdraw", _("withdrawn")
        APPEAL = "appeal", _("appealed against")
        UNDO = "undo", _("undone")

    # Its place in the audit log, without gaps.
    number = models.PositiveBigIntegerField(unique=True)
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="decisions")
    # Stays when the comment is deleted with its article.
    comment_number = models.PositiveBigIntegerField()
    # The comment's version that was decided on; the decision raised it by one.
    version = models.PositiveIntegerField()
    verb = models.CharField(_("what"), max_length=10, choices=Verb)
    from_state = models.CharField(_("from"), max_length=10, choices=Comment.State)
    to_state = models.CharField(_("to"), max_length=10, choices=Comment.State)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    # For moderators only. The hash chain covers its salted hash, so that erasure can empty the note and its salt.
    note = models.TextField(_("note"), blank=True)
    note_salt = models.CharField(max_length=32, blank=True)
    note_hash = models.CharField(max_length=64, blank=True)
    actor = models.CharField(_("by"), max_length=10, choices=Actor)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    # The account's name, which stays when the account is deleted.
    decider = models.CharField(_("by"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    # Seconds that the comment had waited; None if it did not.
    waited = models.PositiveIntegerField(null=True)
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, related_name="undone_by")
    # What undo restores: {field of the comment: value before}.
    before = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [
            # Serve the history of a day, a moderator's last decisions, and the statistics.
            models.Index(fields=["decided_at"], name="decisions_by_day"),
            models.Index(fields=["decided_by", "-decided_at"], name="decisions_of_moderator"),
        ]

    def __str__(self):
        return f"{self.from_state} → {self.to_state}"

    @property
    def who(self) -> str:
        return self.decider or self.get_actor_display()


class Chain(models.Model):
    """The end of the audit log: one row, locked by every transaction that appends."""

    length = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("chain of decisions")
        verbose_name_plural = _("chains of decisions")

    def __str__(self):
        return f"{self.length}: {self.hash[:12]}"
