"""Sending notices by mail: at most once each, and only if they are still true and wanted."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from articles.models import Article
from comments.models import Comment, Commenter, Following, Notice
from comments.models.notice import MOST_ATTEMPTS
from comments.notices.status import status_of
from comments.tokens import Purpose, mailed
from newsroom.lib.crypto import Unsealable
from newsroom.lib.languages import speaking
from newsroom.lib.mail import NotSent, send
from newsroom.lib.tasks import stopping

Kind = Notice.Kind

# Batch size: at ten seconds for each mail, a batch still ends within the lease of its task.
_AT_ONCE = 50
_FIRST_RETRY = timedelta(minutes=2)
_TOLD = ["decision", "comment__thread__article__section", "reply__thread__article__section"]


def send_due(at=None) -> int:
    """Send the due notices and return the number of mails. Concurrent processes share the work; none is sent twice."""
    at = at or timezone.now()
    sent = 0
    for pk in list(Notice.objects.due(at).values_list("pk", flat=True)[:_AT_ONCE]):
        if stopping.is_set():
            break
        if notice := _claim(pk, at):
            sent += _send(_with_its_day(notice, at), at)
    return sent


def _claim(pk: int, at) -> Notice | None:
    """Claim a notice and fetch its subject afterwards, so that the data is current."""
    told = Notice.objects.select_related("commenter", *_TOLD).defer("commenter__address")
    return told.claim(pk, at)


def _with_its_day(notice: Notice, at) -> list[Notice]:
    """Return a notice; for a digest, also the others that go into the same mail."""
    if notice.kind != Kind.DIGEST:
        return [notice]
    others = Notice.objects.due(at).filter(kind=Kind.DIGEST, commenter=notice.commenter_id)
    claimed = (_claim(pk, at) for pk in others.values_list("pk", flat=True))
    return [notice, *filter(None, claimed)]


@sensitive_variables()
def _send(notices: list[Notice], at) -> int:
    address = _address_of(notices[0].commenter)
    wishes = {notice: _following(notice) for notice in notices}
    holding = [notice for notice in notices if address and _holds(notice, wishes[notice])]
    Notice.objects.filter(pk__in={notice.pk for notice in notices} - {notice.pk for notice in holding}).delete()
    if not holding:
        return 0
    try:
        with speaking(_language_of(holding[0])):
            send(f"comments/{holding[0].kind}", address, **_letter(holding, wishes[holding[0]]))
    except NotSent as failure:
        for notice in holding:
            attempts = MOST_ATTEMPTS if failure.is_final else notice.attempts
            notice.give_back(at + _FIRST_RETRY * 4 ** (attempts - 1), attempts=attempts)
        return 0
    return 1


@sensitive_variables()
def _address_of(commenter: Commenter) -> str | None:
    """Return an address; None if it was forgotten, or encrypted with a lost secret."""
    try:
        return commenter.address
    except Unsealable:
        return None


def _holds(notice: Notice, following: Following | None) -> bool:
    """Tell whether a notice is still true, and still wanted."""
    if notice.kind == Kind.CONFIRM:
        return True
    if notice.kind == Kind.FOLLOW:
        return following is not None and following.is_pending
    if following is None or not (following.is_in_force and notice.commenter.is_confirmed):
        return False
    match notice.kind:
        case Kind.DECIDED:
            return _is_last_word(notice)
        case Kind.PICKED:
            return notice.comment.picked_at is not None and _is_public(notice.comment)
    return _is_public(notice.reply)


def _is_last_word(notice: Notice) -> bool:
    later = notice.comment.decisions.filter(number__gt=notice.decision.number)
    return not later.exclude(from_state=F("to_state")).exists()


def _is_public(comment: Comment) -> bool:
    """Tell whether a comment is public: approved, under a published article."""
    return comment.is_approved and Article.objects.published().filter(pk=comment.thread.article_id).exists()


def _following(notice: Notice) -> Following | None:
    return Following.objects.filter(commenter=notice.commenter_id, comment=notice.comment_id).first()


def _language_of(notice: Notice) -> str:
    """Return the language of the article that a mail is about, or the default if it is about no single comment."""
    return notice.comment.thread.article.language if notice.comment else settings.LANGUAGE_CODE


def _letter(notices: list[Notice], following: Following | None) -> dict:
    """Return the further arguments of `send`."""
    notice = notices[0]
    match notice.kind:
        case Kind.CONFIRM:
            asked_for = {"comment": notice.comment_id} if notice.comment_id else {}
            return {"context": {"link": mailed(Purpose.CONFIRM, notice.commenter, **asked_for)}}
        case Kind.FOLLOW:
            return {"context": {"link": mailed(Purpose.FOLLOW, following)}}
    # A digest covers several comments, so its unsubscribe link stops all mail.
    scope = {"every": 1} if notice.kind == Kind.DIGEST else {}
    return {
        "context": {
            "comment": notice.comment,
            "status": status_of(notice.comment),
            "replies": [each.reply for each in notices if each.reply],
            "link": mailed(Purpose.COMMENT, notice.comment),
        },
        "unsubscribe": mailed(Purpose.UNFOLLOW, following, **scope),
    }
