"""Erasure of a person's data that leaves the thread readable.

Their texts, names and address, and everything derived from the address, are deleted. What stays does not identify
them: a placeholder in the thread for each comment that was public; the replies of others, including quotations; the
audit log, with numbers instead of people; who looked at the address, and when; and the counts of the spam filter,
from which no text can be recovered. A ban of the address is deleted, since it would need the address to work. A ban
of a network identifies nobody, and stays until it ends.
"""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments import caching, readers
from comments.models import Ban, Case, Comment, Commenter, Decision, ErrorReport, Report, Thread
from comments.moderation import log

# Values of the fields of a comment whose text is forgotten, in either wording.
NO_WORDS = {
    "text": "",
    "name": "",
    "website": "",
    "html": "",
    "fingerprint": "",
    "proposed_text": "",
    "appeal": "",
    "signals": [],
}
# Values of the fields of a comment whose commenter is erased.
_NOBODY = NO_WORDS | {
    "commenter": None,
    "digest": "",
    "network": "",
    "marks": "",
    "risk": 0,
    "link_count": 0,
    "is_proven": False,
    "edited_at": None,
    "appealed_at": None,
    "claimed_by": None,
    "claimed_until": None,
}


def erase(commenter: Commenter, *, at=None) -> int:
    """Erase a commenter and return their number of comments. Idempotent: 0 if they were erased before.

    Each comment is withdrawn with a row in the audit log, so that a concurrent decision on it fails as stale. All of
    it is one transaction.
    """
    at = at or timezone.now()
    with transaction.atomic():
        # Decisions lock the audit log, and posting needs the commenter's row: both wait until the transaction ends.
        log.lock()
        present = Commenter.objects.defer("address").select_for_update().filter(pk=commenter.pk).first()
        if present is None:
            return 0
        comments = Comment.objects.by(present)
        for comment in comments.oldest_first().iterator(chunk_size=200):
            if readers.may_withdraw(comment):
                readers.withdraw(comment, at=at)
        _empty_what_speaks_of(comments, at)
        erased = comments.update(**_NOBODY, key_version=F("key_version") + 1)
        _empty_log_about(present)
        _forget_mistakes_told_by(present)
        # Cascades to bans, notes, followings and notices.
        present.delete()
    return erased


def cases_of_erased():
    """Return the decided cases that still hold the text of an erased commenter.

    An open case keeps it, because whoever reported it has a right to a decision.
    """
    return Case.objects.decided().exclude(text="").filter(comment__in=Comment.objects.erased())


def _empty_what_speaks_of(comments, at) -> None:
    """Empty what others wrote about comments, and the old values that undoing a decision would restore."""
    Decision.objects.filter(comment__in=comments).update(note="", note_salt="", before={})
    Report.objects.filter(comment__in=comments).update(note="")
    Ban.objects.filter(comment__in=comments).update(comment=None)
    Case.objects.decided().filter(comment__in=comments).update(text="")
    threads = Thread.objects.filter(comments__in=comments.shown())
    for article_id in threads.values_list("article", flat=True).distinct():
        caching.drop_thread(article_id, removes=True)
    threads.update(changed_at=at)


def _forget_mistakes_told_by(commenter: Commenter) -> None:
    """Delete their open reports of mistakes; the rows of settled ones stay for the corrections, but anonymous."""
    told = ErrorReport.objects.by(commenter)
    told.open().delete()
    told.update(commenter=None, name="", text="", digest="", network="")


def _empty_log_about(commenter: Commenter) -> None:
    """Keep in the log who dealt with the commenter, and when; drop the reasons, which may name the commenter."""
    for rows in (Commenter.objects.filter(pk=commenter.pk), commenter.bans.all(), ErrorReport.objects.by(commenter)):
        entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(rows.model))
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        entries.filter(object_id__in=keys).update(object_repr="", change_message="")
