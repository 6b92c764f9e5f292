"""Export of all data held on a person, ready for JSON.

    {"address", "first_seen", "last_seen", "address_confirmed",
     "comments": [{"number", "article", "address", "name", "website", "text", "new_wording", "appeal", "state",
                   "sent", "first_shown", "edited", "picked", "appealed", "waiting_since", "in_reply_to",
                   "proven", "network_known", "why_it_waited", "risk", "signals": [{"what", "weight"}],
                   "decisions": [{"at", "what", "from", "to", "by", "reason", "told", "note"}]}],
     "mistakes_told": [{"article", "name", "text", "sent", "state", "settled"}],
     "notes": [{"at", "text"}],
     "bans": [{"of", "reason", "from", "until", "lifted", "comment"}],
     "follows": [{"comment", "pace", "asked", "confirmed", "stopped"}],
     "mails": [{"what", "comment", "due", "sent"}],
     "address_shown": [{"at"}]}

Times are in UTC; unknown values are null. `proven` tells whether a comment came with proof of the address: anyone
may have sent the others. Moderators and reporters are left out, because that is personal data of theirs.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch, Q

from comments.models import Ban, Comment, Commenter, Decision, ErrorReport, Mark
from comments.notices import reasons
from newsroom.lib.crypto import Unsealable

_BATCH = 500


def copy_of(commenter: Commenter) -> dict:
    """Return all data held on a commenter, in the format above."""
    return {
        "address": _address_of(commenter),
        "first_seen": _moment(commenter.first_seen_at),
        "last_seen": _moment(commenter.last_seen_at),
        "address_confirmed": _moment(commenter.confirmed_at),
        "comments": list(_comments(commenter)),
        "mistakes_told": [_mistake(each) for each in ErrorReport.objects.by(commenter).select_related("article")],
        "notes": [{"at": _moment(note.written_at), "text": note.text} for note in commenter.notes.all()],
        "bans": [_ban(each) for each in _bans(commenter)],
        "follows": [_following(each) for each in commenter.followings.order_by("pk")],
        "mails": [_mail(each) for each in commenter.notices.order_by("pk")],
        "address_shown": [{"at": _moment(at)} for at in _looks_at(commenter)],
    }


def _address_of(commenter: Commenter) -> str | None:
    try:
        return commenter.address
    except Unsealable:
        return None


def _comments(commenter: Commenter) -> Iterator[dict]:
    told = reasons.told(Decision.Reason.values)
    decisions = Prefetch("decisions", Decision.objects.order_by("number"))
    comments = Comment.objects.by(commenter).oldest_first().select_related("thread__article__section")
    comments = comments.defer("thread__article__copy").prefetch_related(decisions)
    for comment in comments.iterator(chunk_size=_BATCH):
        yield _comment(comment, told)


def _comment(comment: Comment, told: dict[str, str]) -> dict:
    marks = dict(Mark.choices)
    return {
        "number": comment.pk,
        "article": comment.thread.article.headline,
        "address": settings.SITE_URL + comment.get_absolute_url(),
        "name": comment.name,
        "website": comment.website,
        "text": comment.text,
        "new_wording": comment.proposed_text,
        "appeal": comment.appeal,
        "state": comment.state,
        "sent": _moment(comment.created_at),
        "first_shown": _moment(comment.published_at),
        "edited": _moment(comment.edited_at),
        "picked": _moment(comment.picked_at),
        "appealed": _moment(comment.appealed_at),
        "waiting_since": _moment(comment.waiting_since),
        "in_reply_to": comment.parent_id,
        "proven": comment.is_proven,
        "network_known": bool(comment.network),
        "why_it_waited": [str(marks.get(mark, mark)) for mark in comment.mark_list],
        "risk": comment.risk,
        "signals": [{"what": label, "weight": weight} for label, weight in comment.signals],
        "decisions": [_decision(each, told) for each in comment.decisions.all()],
    }


def _decision(decision: Decision, told: dict[str, str]) -> dict:
    return {
        "at": _moment(decision.decided_at),
        "what": decision.verb,
        "from": decision.from_state,
        "to": decision.to_state,
        "by": decision.actor,
        "reason": decision.reason,
        "told": told.get(decision.reason, ""),
        "note": decision.note,
    }


def _mistake(report: ErrorReport) -> dict:
    return {
        "article": report.article.headline,
        "name": report.name,
        "text": report.text,
        "sent": _moment(report.made_at),
        "state": report.state,
        "settled": _moment(report.settled_at),
    }


def _bans(commenter: Commenter) -> Iterable[Ban]:
    """Return the bans of the address, and the network bans made for a proven comment."""
    given_for = Comment.objects.by(commenter).proven()
    return Ban.objects.filter(Q(commenter=commenter) | Q(comment__in=given_for)).order_by("begins_at")


def _ban(ban: Ban) -> dict:
    return {
        "of": "network" if ban.network else "address",
        "reason": ban.reason,
        "from": _moment(ban.begins_at),
        "until": _moment(ban.until),
        "lifted": _moment(ban.lifted_at),
        "comment": ban.comment_id,
    }


def _following(following) -> dict:
    return {
        "comment": following.comment_id,
        "pace": following.pace,
        "asked": _moment(following.asked_at),
        "confirmed": _moment(following.confirmed_at),
        "stopped": _moment(following.stopped_at),
    }


def _mail(notice) -> dict:
    return {
        "what": notice.kind,
        "comment": notice.comment_id,
        "due": _moment(notice.due_at),
        "sent": _moment(notice.sent_at),
    }


def _looks_at(commenter: Commenter) -> Iterable[datetime]:
    """Return when members of staff looked at the address; their reasons are not exported."""
    kind = ContentType.objects.get_for_model(Commenter)
    looks = LogEntry.objects.filter(content_type=kind, object_id=str(commenter.pk))
    return looks.order_by("action_time").values_list("action_time", flat=True)


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else None
