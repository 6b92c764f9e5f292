"""Erase a person, and leave the thread readable.

What they wrote, the names they wrote under, their address and what was made of it go. What stays says nothing of
them: a gap in the thread where a comment of theirs was read, what others answered, quotations included, which are
those others' own words; the record of decisions, with numbers in the place of people; how often the address was
looked at, by whom and when; and what the spam filter counted, from which no text can be read back. A ban of the
address ends with it: to go on, it would have to be known by something. A ban of a network is of no person, and stays
until it is over.
"""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from comments import caching, readers
from comments.models import Ban, Case, Comment, Commenter, Decision, ErrorReport, Report, Thread
from comments.moderation import log

# What is left of a text that was forgotten: nothing of its author, in either wording.
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
# What is left besides of a comment of someone who was erased.
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
    """Erase a commenter and return how many comments they had sent. For one who is gone already it does nothing.

    Each comment is taken back by a step in the record, so that a moderator who decides at that moment finds it
    changed. All of it happens, or none.
    """
    at = at or timezone.now()
    with transaction.atomic():
        # Whoever decides holds the record, and whoever sends a comment needs the commenter: both wait until it is done.
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
        # Bans, notes, followings and notices go with it.
        present.delete()
    return erased


def cases_of_erased():
    """Return the decided cases that still hold a text of someone who was erased.

    An open case keeps it: somebody gave notice, and has a right to a decision.
    """
    return Case.objects.decided().exclude(text="").filter(comment__in=Comment.objects.erased())


def _empty_what_speaks_of(comments, at) -> None:
    """Empty what others wrote of comments, and what undoing a decision on them would bring back."""
    Decision.objects.filter(comment__in=comments).update(note="", note_salt="", before={})
    Report.objects.filter(comment__in=comments).update(note="")
    Ban.objects.filter(comment__in=comments).update(comment=None)
    Case.objects.decided().filter(comment__in=comments).update(text="")
    threads = Thread.objects.filter(comments__in=comments.shown())
    for article_id in threads.values_list("article", flat=True).distinct():
        caching.drop_thread(article_id, removes=True)
    threads.update(changed_at=at)


def _forget_mistakes_told_by(commenter: Commenter) -> None:
    """Delete what they told the editors; of what was dealt with, the row stays beside its correction."""
    told = ErrorReport.objects.by(commenter)
    told.open().delete()
    told.update(commenter=None, name="", text="", digest="", network="")


def _empty_log_about(commenter: Commenter) -> None:
    """Keep who looked at the address, banned it or dealt with a mistake, and when; not why, which may name its owner."""
    for rows in (Commenter.objects.filter(pk=commenter.pk), commenter.bans.all(), ErrorReport.objects.by(commenter)):
        entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(rows.model))
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        entries.filter(object_id__in=keys).update(object_repr="", change_message="")
