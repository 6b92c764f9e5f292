"""What a reader wrote under an article."""

import hashlib

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.thread import Thread
from newsroom.lib import html
from newsroom.lib.markup import render_comment


class CommentQuerySet(models.QuerySet):
    def approved(self):
        return self.filter(state=Comment.State.APPROVED)

    def shown(self):
        """Keep what has a place in the thread: approved comments, and the gaps that removed ones leave."""
        return self.filter(state__in=[Comment.State.APPROVED, Comment.State.REMOVED])

    def in_queue(self):
        """Keep what waits for a moderator, longest first."""
        return self.filter(state=Comment.State.HELD).order_by("created_at", "pk")

    def under(self, article):
        return self.filter(thread__article=article)

    def oldest_first(self):
        return self.order_by("created_at", "pk")

    def after(self, comment):
        """Keep what comes later than a comment in `oldest_first`."""
        return self.filter(Q(created_at__gt=comment.created_at) | Q(created_at=comment.created_at, pk__gt=comment.pk))

    def for_moderation(self):
        """Fetch what a card in the queue shows."""
        return self.select_related("thread__article__section", "parent", "commenter").defer("commenter__address")


class Comment(models.Model):
    """One comment. The name and the text stay as typed; what changes its state is `comments.moderation` alone."""

    class State(models.TextChoices):
        HELD = "held", _("held")
        APPROVED = "approved", _("approved")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        REMOVED = "removed", _("removed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    commenter = models.ForeignKey("comments.Commenter", models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    # The comment that a branch of replies began with, so that a page of branches is fetched without recursion.
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="branch")
    name = models.CharField(_("name"), max_length=60)
    website = models.URLField(_("website"), blank=True)
    text = models.TextField(_("comment"))
    html = models.TextField(editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.HELD)
    # Raised by every decision: a decision names the version it was made on.
    version = models.PositiveIntegerField(default=1)
    digest = models.CharField(max_length=64, editable=False)
    network = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("sent"), default=timezone.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [("moderate_comment", _("Can approve, reject and remove comments"))]
        constraints = [
            models.UniqueConstraint(fields=["thread", "commenter", "digest"], name="same_comment_is_kept_once"),
            models.CheckConstraint(
                condition=Q(parent=None, root=None) | Q(parent__isnull=False, root__isnull=False),
                name="reply_has_parent_and_root",
            ),
        ]
        indexes = [
            # Serves the queue, and the count of what waits.
            models.Index(fields=["created_at", "id"], name="comments_in_queue", condition=Q(state="held")),
            # Serves a page of branches, in the order they began.
            models.Index(fields=["thread", "created_at", "id"], name="comments_that_begin", condition=Q(parent=None)),
            # Serves the replies of the branches on a page.
            models.Index(fields=["root", "created_at", "id"], name="comments_in_branch", condition=~Q(root=None)),
            # Serves the desk's list of one state, newest first.
            models.Index(fields=["state", "-created_at", "-id"], name="comments_by_state"),
        ]

    def __str__(self):
        return f"{self.name}: {self.text[:60]}"

    def save(self, *args, **kwargs):
        self.html = render_comment(self.text)
        self.digest = digest(self.text, self.parent_id, self.network)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return f"{self.thread.article.get_absolute_url()}#comment-{self.pk}"

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


def digest(text: str, parent_id: int | None, network: str) -> str:
    """Return what makes a text under one parent the same when it is sent twice.

    The network is part of it: a stranger who repeats a public comment under a guessed address must not be led to
    the first one, and so learn that the guess was right.
    """
    return hashlib.sha256(f"{parent_id or 0} {network} {text}".encode()).hexdigest()
