"""How a comment comes in: a reader's is screened and kept, one of the newsroom's own is published."""

from django.db import transaction
from django.utils import timezone

from comments import moderation
from comments.models import Comment, Commenter, Decision, Thread
from comments.models.comment import count_links, digest, marks_of
from comments.moderation import Who, log
from comments.policies import EffectivePolicy, policy_for
from comments.screening import checks
from comments.screening.finding import Draft
from newsroom.lib.prepared import insert


def receive(
    article,
    *,
    name: str,
    address: str = "",
    text: str,
    website: str = "",
    parent: Comment | None = None,
    network: str = "",
    networks: tuple[str, ...] = (),
    proven: Commenter | None = None,
    thread: Thread | None = None,
    terms: EffectivePolicy | None = None,
    at=None,
) -> Comment:
    """Keep a reader's comment and return it: held, published or rejected, as `comments.screening` finds.

    The same text by the same address and network under the same parent is kept once: a double click, or a second
    try after a lost answer, returns the comment that is there. `proven` is the commenter who showed by their link
    that they are one; `networks` are the hashes that bans are looked up by; `thread` and `terms` are fetched unless
    the caller has them.
    """
    at = at or timezone.now()
    if thread is None or thread.pk is None:
        thread = Thread.objects.get_or_create(article=article)[0]
    # The comment's address is made from it, without a query.
    thread.article = article
    commenter = proven or Commenter.objects.with_address(address, at)
    draft = Draft(
        article=article,
        thread=thread,
        terms=terms or policy_for(article, thread, at),
        commenter=commenter,
        name=name,
        text=text,
        website=website,
        parent=parent,
        networks=networks or (network,),
        is_proven=proven is not None,
    )
    verdict = checks.screen(draft)
    key = {"thread": thread, "commenter": commenter, "digest": digest(text, parent and parent.pk, network)}
    comment = Comment(
        **key,
        name=name,
        text=text,
        website=website,
        parent=parent,
        root_id=parent and (parent.root_id or parent.pk),
        network=network,
        is_proven=draft.is_proven,
        created_at=at,
        waiting_since=at,
        marks=marks_of(verdict.marks),
        risk=verdict.risk,
        signals=verdict.signals,
        link_count=count_links(text) + bool(website),
    )
    comment.derive()
    if verdict.action == checks.Action.HOLD:
        # A statement by itself: SQLite's one writer waits for nothing that this process does meanwhile.
        is_new = insert(comment)
    else:
        with transaction.atomic():
            log.hold()
            is_new = insert(comment)
            if is_new:
                _carry_out(verdict, comment, at)
    if not is_new:
        return Comment.objects.get(**key)
    if proven:
        Commenter.objects.filter(pk=proven.pk).update(last_seen_at=at)
    return comment


def receive_from_staff(
    article, *, user, name: str = "", badge: str, text: str, parent: Comment | None = None, at=None
) -> Comment:
    """Publish a comment of the newsroom's own, under the name and the badge of whoever is signed in."""
    at = at or timezone.now()
    with transaction.atomic():
        log.hold()
        comment, is_new = Comment.objects.get_or_create(
            thread=Thread.objects.get_or_create(article=article)[0],
            staff=user,
            digest=digest(text, parent and parent.pk, ""),
            defaults={
                "name": name or user.get_full_name() or user.get_username(),
                "badge": badge,
                "text": text,
                "parent": parent,
                "root_id": parent and (parent.root_id or parent.pk),
                "created_at": at,
                "waiting_since": at,
                "link_count": count_links(text),
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
