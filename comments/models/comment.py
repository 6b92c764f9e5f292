"""Comments under articles, with their states and marks."""

import hashlib
from copy import copy

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment_queryset import CommentQuerySet
from comments.models.thread import Thread
from newsroom.lib import html
from newsroom.lib.folding import fingerprint
from newsroom.lib.markup import render_comment
from newsroom.lib.weblinks import links_in


class Mark(models.TextChoices):
    """Why a comment waits, or what a moderator should know of it."""

    POLICY = "policy", _("every comment waits here")
    NEWCOMER = "newcomer", _("first comment")
    OFF_SHIFT = "off-shift", _("nobody on shift")
    LINK = "link", _("has a link")
    RULE = "rule", _("met a rule")
    SCORE = "score", _("looks like spam")
    BANNED = "banned", _("banned address")
    FAILED = "failed", _("check failed")
    REPORTED = "reported", _("reported by readers")
    FLAGGED = "flagged", _("flagged by the newsroom")
    EDITED = "edited", _("edited after approval")
    APPEAL = "appeal", _("appeal")
    UNDONE = "undone", _("decision undone")


class Comment(models.Model):
    """One comment, with name and text as typed. Only `comments.moderation` changes its state."""

    class State(models.TextChoices):
        HELD = "held", _("held")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        REMOVED = "removed", _("removed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Badge(models.TextChoices):
        AUTHOR = "author", _("Author")
        STAFF = "staff", _("Newsroom")

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    # A reader's comment has a commenter, until they are erased; a comment by staff has a user.
    commenter = models.ForeignKey("comments.Commenter", models.SET_NULL, null=True, related_name="comments")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    badge = models.CharField(_("badge"), max_length=10, choices=Badge, blank=True)
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, db_index=False, related_name="replies")
    # The first comment of the branch, so that a page of branches is fetched without recursion.
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, db_index=False, related_name="branch")
    name = models.CharField(_("name"), max_length=60)
    website = models.URLField(_("website"), blank=True)
    text = models.TextField(_("comment"))
    html = models.TextField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    # Raised by every decision and edit (optimistic locking): a decision names the version it was made on.
    version = models.PositiveIntegerField(default=1)
    # Part of every token for this comment: raising it revokes them all.
    key_version = models.PositiveIntegerField(default=1, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    # Equal for copies of one text, however they are disguised.
    fingerprint = models.CharField(max_length=32, blank=True, editable=False)
    network = models.CharField(max_length=64, blank=True, editable=False)
    # Whether it came with proof that the address is its commenter's. Without, it counts for or against nobody.
    is_proven = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    # When readers first saw it; None if they never did. If set, the comment keeps its place in the thread.
    published_at = models.DateTimeField(_("first shown"), null=True, blank=True, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)
    # An edit that waits for a moderator while the approved text stands.
    proposed_text = models.TextField(blank=True, editable=False)
    picked_at = models.DateTimeField(_("picked"), null=True, blank=True, editable=False)
    # Approved replies in the branch that this comment began; kept exact by comments.moderation.
    reply_count = models.PositiveIntegerField(default=0, editable=False)

    # Since when it needs a moderator; None when it does not.
    waiting_since = models.DateTimeField(
        _("waiting since"), null=True, blank=True, default=timezone.now, editable=False
    )
    # Marks between spaces, as " newcomer link ", so that one can be searched for.
    marks = models.CharField(max_length=200, blank=True, editable=False)
    # 0 to 100, and its parts: [[label, points]].
    risk = models.PositiveSmallIntegerField(_("risk"), default=0, editable=False)
    signals = models.JSONField(default=list, blank=True, editable=False)
    link_count = models.PositiveSmallIntegerField(default=0, editable=False)
    # Who is looking at it now. An advisory lock: anyone else may still decide.
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    # The commenter's appeal against a decision; once only.
    appeal = models.TextField(_("appeal"), blank=True, editable=False)
    appealed_at = models.DateTimeField(_("appealed"), null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [
            ("moderate_comment", _("Can approve, reject and remove comments")),
            ("lead_moderation", _("Can see what each moderator decided")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["thread", "commenter", "digest"], name="same_comment_is_kept_once"),
            models.UniqueConstraint(fields=["thread", "staff", "digest"], name="same_comment_of_staff_is_kept_once"),
            models.CheckConstraint(
                condition=Q(parent=None, root=None) | Q(parent__isnull=False, root__isnull=False),
                name="reply_has_parent_and_root",
            ),
        ]
        # SQLite matches a partial index by "IS NOT NULL", which `isnull=False` writes, more often than "NOT (… IS NULL)".
        indexes = [
            # Serves the queue in its default order, and the count of what waits.
            models.Index(
                F("risk").desc(), "waiting_since", "id", name="queue_by_risk", condition=~Q(waiting_since=None)
            ),
            # Serves the queue by age, and the bound on age in its default order.
            models.Index(fields=["waiting_since", "id"], name="queue_by_age", condition=~Q(waiting_since=None)),
            # Serves a page of branches, oldest or newest first.
            models.Index(
                fields=["thread", "created_at", "id"],
                name="branches_by_age",
                condition=Q(parent=None, published_at__isnull=False),
            ),
            # Serves a page of branches, those with most replies first.
            models.Index(
                fields=["thread", "reply_count", "created_at", "id"],
                name="branches_by_replies",
                condition=Q(parent=None, published_at__isnull=False),
            ),
            # Serves the picks of a thread.
            models.Index(fields=["thread", "created_at"], name="picks_of_thread", condition=Q(picked_at__isnull=False)),
            # Serves the replies of the branches on a page.
            models.Index(
                fields=["root", "created_at", "id"],
                name="replies_by_age",
                condition=Q(root__isnull=False, published_at__isnull=False),
            ),
            # Serve cascades from a deleted comment, and whole branches. In a full index SQLite would look up
            # `parent IS NULL`, which it takes to be as selective as any parent.
            models.Index(fields=["parent"], name="replies_of_comment", condition=Q(parent__isnull=False)),
            models.Index(fields=["root"], name="branch_of_comment", condition=Q(root__isnull=False)),
            # Serves the desk's list of all states, newest first, and rules on recent comments.
            models.Index(fields=["-created_at", "-id"], name="comments_newest"),
            # Serves the desk's list of one state, newest first, and the retention task for rejected texts.
            models.Index(fields=["state", "-created_at", "-id"], name="comments_by_state"),
            # Serves a commenter's counts by state, and rules that count a commenter's posts.
            models.Index(fields=["commenter", "state", "created_at"], name="comments_of_commenter"),
            # Serves rules on bursts and on repeated texts.
            models.Index(fields=["thread", "-created_at"], name="comments_of_thread"),
            models.Index(fields=["fingerprint", "-created_at"], name="copies_of_text"),
            # Serves rules that count a network's posts, and the retention task for networks.
            models.Index(fields=["network", "created_at"], name="comments_of_network", condition=~Q(network="")),
        ]

    def __str__(self):
        return f"{self.name}: {self.text[:60]}"

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the comment's permalink: the page of the thread that shows it."""
        return f"{self.thread.article.get_absolute_url()}?comment={self.pk}#comment-{self.pk}"

    def derive(self) -> None:
        """Fill in the fields derived from what was typed."""
        self.html = self.rendered(self.text)
        # Of the text as first sent, so that a late double submission finds it after an edit too.
        self.digest = self.digest or self.digest_of(self.text, self.parent_id, self.network)
        self.fingerprint = fingerprint(self.text)
        self.link_count = len(links_in(self.text)) + bool(self.website)

    def reworded(self, text: str) -> "Comment":
        """Return an unsaved copy of the comment with another text."""
        other = copy(self)
        other.text = text
        other.derive()
        return other

    @staticmethod
    def rendered(text: str) -> str:
        return render_comment(text)

    @staticmethod
    def digest_of(text: str, parent_id: int | None, network: str) -> str:
        """Return the hash that identifies a text sent twice under one parent.

        The network is part of it: a stranger may repeat a public comment under a guessed address. Being led to the
        first comment would tell them that the guess was right.
        """
        return hashlib.sha256(f"{parent_id or 0} {network} {text}".encode()).hexdigest()

    @staticmethod
    def column_of(marks) -> str:
        """Return marks in the column's format, without duplicates."""
        names = list(dict.fromkeys(marks))
        return f" {' '.join(names)} " if names else ""

    @property
    def safe_html(self):
        """The text as rendered when it was saved, ready for a page."""
        return html.sanitised(self.html)

    @property
    def is_approved(self) -> bool:
        return self.state == self.State.APPROVED

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_removed(self) -> bool:
        return self.state == self.State.REMOVED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == self.State.WITHDRAWN

    @property
    def is_forgotten(self) -> bool:
        """Whether its text has been erased. It can no longer change then."""
        return not self.text

    @property
    def is_waiting(self) -> bool:
        return self.waiting_since is not None

    @property
    def was_public(self) -> bool:
        return self.published_at is not None

    @property
    def begins_branch(self) -> bool:
        """Whether readers see a branch that begins with it, as `branches` selects them."""
        return self.was_public and self.parent_id is None and (self.is_approved or self.reply_count > 0)

    @property
    def is_gap(self) -> bool:
        """Whether readers once saw it and no longer can."""
        return self.was_public and not self.is_approved

    @property
    def was_edited(self) -> bool:
        """Whether readers have seen it in another wording."""
        return bool(self.edited_at and self.published_at and self.edited_at > self.published_at)

    @property
    def has_appeal(self) -> bool:
        """Whether an appeal waits. It needs a moderator who has not decided on the comment before."""
        return self.is_waiting and Mark.APPEAL in self.mark_list

    @property
    def mark_list(self) -> list[str]:
        return self.marks.split()
