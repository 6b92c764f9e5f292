"""Posting: screen and save a reader's comment, or publish one by staff."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from comments import moderation
from comments.models import Comment, Commenter, Decision, Thread
from comments.moderation import Who, log
from comments.policies import EffectivePolicy, policy_for
from comments.screening import checks
from newsroom.lib.prepared import insert


def receive(
    comment: Comment,
    *,
    policy: EffectivePolicy | None = None,
    networks: tuple[str, ...] = (),
    at: datetime | None = None,
) -> Comment:
    """Screen and save a reader's comment and return it: held, published or rejected.

    Its thread may be unsaved, and so may its commenter, who then needs only an address. `policy` is fetched if it is
    not given; `networks` are the hashes by which bans are looked up. Idempotent: the same text by the same address
    and network under the same parent is saved once, so a double click or a retry returns the existing comment.
    """
    at = at or timezone.now()
    article = comment.thread.article
    if comment.thread.pk is None:
        comment.thread = Thread.objects.get_or_create(article=article)[0]
        # Saves a query when the URL of the comment is built.
        comment.thread.article = article
    if comment.commenter.pk is None:
        comment.commenter = Commenter.objects.with_address(comment.commenter.address, at)
    comment.root_id = comment.parent and (comment.parent.root_id or comment.parent.pk)
    comment.created_at = comment.waiting_since = at
    comment.derive()
    verdict = checks.screen(comment, policy or policy_for(article, comment.thread, at), networks or (comment.network,))
    comment.marks = Comment.column_of(verdict.marks)
    comment.risk, comment.signals = verdict.risk, verdict.signals
    if verdict.action == checks.Action.HOLD:
        # Without a transaction: SQLite's write lock is held for this statement only.
        is_new = insert(comment)
    else:
        with transaction.atomic():
            log.lock()
            is_new = insert(comment)
            if is_new:
                _carry_out(verdict, comment, at)
    if not is_new:
        return Comment.objects.get(thread=comment.thread, commenter=comment.commenter, digest=comment.digest)
    if comment.is_proven:
        Commenter.objects.filter(pk=comment.commenter_id).update(last_seen_at=at)
    return comment


def receive_from_staff(
    article, *, user, name: str = "", badge: str, text: str, parent: Comment | None = None, at=None
) -> Comment:
    """Publish a comment by a signed-in member of staff. Idempotent; returns the comment."""
    at = at or timezone.now()
    with transaction.atomic():
        log.lock()
        comment, is_new = Comment.objects.get_or_create(
            thread=Thread.objects.get_or_create(article=article)[0],
            staff=user,
            digest=Comment.digest_of(text, parent and parent.pk, ""),
            defaults={
                "name": name or user.get_full_name() or user.get_username(),
                "badge": badge,
                "text": text,
                "parent": parent,
                "root_id": parent and (parent.root_id or parent.pk),
                "created_at": at,
                "waiting_since": at,
            },
        )
        if is_new:
            moderation.decide(Decision.Verb.APPROVE, comment, who=Who(Decision.Actor.AUTHOR, user), at=at)
    return comment


def _carry_out(verdict: checks.Verdict, comment: Comment, at) -> None:
    if verdict.action == checks.Action.PUBLISH:
        moderation.decide(Decision.Verb.APPROVE, comment, who=moderation.POLICY, at=at)
        return
    reason = Decision.Reason.OTHER
    moderation.decide(Decision.Verb.REJECT, comment, who=moderation.RULE, reason=reason, note=verdict.because, at=at)
