"""Forget by the calendar what the paper needs no longer: networks, texts that were turned down, addresses.

Each kind of thing is found by a query and forgotten in batches, each in a transaction that looks again: what was
written or decided meanwhile is left alone. Stopped and begun again, it goes on with what is left.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Ban, Comment, Commenter, CommenterNote, Decision, ErrorReport, Following, Notice, Report
from comments.moderation import log
from comments.privacy.erase import NO_WORDS, cases_of_erased
from newsroom.lib.tasks import stopping

_BATCH = 200
_A_DAY = timedelta(days=1)
_A_MONTH = timedelta(days=365.2425 / 12)
# A notice is of use while what it tells of can be undone.
_NOTICES_AFTER = timedelta(days=60)
# Longer than a link is good for that answers the question.
_UNANSWERED_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """One kind of thing to forget: what of it is due, and how a part of that is forgotten."""

    name: str
    due: QuerySet
    forget: Callable[[QuerySet], int]


def kinds(at: datetime | None = None) -> list[Due]:
    """Return what there is to forget at a moment (now), by the settings. What is never forgotten is left out."""
    at = at or timezone.now()
    return [
        *_networks(_before(at, settings.FORGET_NETWORKS_AFTER_DAYS * _A_DAY)),
        *_texts(_before(at, settings.FORGET_REJECTED_AFTER_DAYS * _A_DAY)),
        *_addresses(_before(at, settings.FORGET_ADDRESSES_AFTER_MONTHS * _A_MONTH), at),
        Due(_("bans of networks that are over"), Ban.objects.of_networks().over(at), _delete),
        Due(_("notices that are done with"), Notice.objects.due_before(at - _NOTICES_AFTER), _delete),
        Due(_("wishes to follow that were never confirmed"), _unanswered(at), _delete),
        Due(_("texts in decided cases, of erased comments"), cases_of_erased(), lambda cases: cases.update(text="")),
    ]


def forget(at: datetime | None = None) -> Iterator[tuple[str, int]]:
    """Forget what is due; yield each kind with how many of it were forgotten."""
    for kind in kinds(at):
        yield kind.name, sum(_in_batches(kind))


def due(at: datetime | None = None) -> Iterator[tuple[str, int]]:
    """Yield each kind with how many of it `forget` would forget."""
    for kind in kinds(at):
        yield kind.name, kind.due.count()


def _in_batches(kind: Due) -> Iterator[int]:
    while not stopping.is_set() and (keys := list(kind.due.values_list("pk", flat=True)[:_BATCH])):
        with transaction.atomic():
            done = kind.forget(kind.due.filter(pk__in=keys))
        yield done
        if not done:
            # Whatever was due has just been decided on, or forgotten by another process.
            return


def _before(at: datetime, age: timedelta) -> datetime | None:
    """Return the moment before which a thing is forgotten; None for never."""
    return at - age if age else None


def _networks(before: datetime | None) -> list[Due]:
    if before is None:
        return []
    rows = {
        _("networks of comments"): Comment.objects.with_network_from_before(before),
        _("networks of reports"): Report.objects.with_network_from_before(before),
        _("networks of reports of mistakes"): ErrorReport.objects.with_network_from_before(before),
    }
    return [Due(name, due, lambda some: some.update(network="")) for name, due in rows.items()]


def _texts(before: datetime | None) -> list[Due]:
    if before is None:
        return []
    told = ErrorReport.objects.settled_before(before).exclude(name="")
    return [
        Due(_("texts of comments turned down or taken back"), Comment.objects.done_with_before(before), _forget_texts),
        Due(_("names under settled reports of mistakes"), told, lambda some: some.update(name="", commenter=None)),
    ]


def _forget_texts(comments: QuerySet) -> int:
    """Empty comments, and what undoing a decision on them would bring back. Rows and record stay."""
    # Whoever decides holds the record: nobody brings a comment back while its text goes.
    log.lock()
    keys = list(comments.values_list("pk", flat=True))
    Decision.objects.filter(comment__in=keys).update(before={})
    return Comment.objects.filter(pk__in=keys).update(**NO_WORDS, version=F("version") + 1)


def _addresses(before: datetime | None, at: datetime) -> list[Due]:
    if before is None:
        return []
    return [Due(_("addresses"), Commenter.objects.unused_since(before, at), _forget_addresses)]


def _forget_addresses(commenters: QuerySet) -> int:
    """Empty addresses and what they are found by; with them goes what is of use only to reach or to know someone."""
    # A comment that comes in from one of them waits for this, or has just made it last seen now.
    keys = list(commenters.select_for_update().values_list("pk", flat=True))
    for model in (Notice, Following, CommenterNote, Ban):
        model.objects.filter(commenter__in=keys).delete()
    gone = {"address": None, "address_hash": None, "domain_hash": "", "confirmed_at": None}
    return Commenter.objects.filter(pk__in=keys).update(**gone, key_version=F("key_version") + 1)


def _unanswered(at: datetime) -> QuerySet:
    return Following.objects.pending().filter(asked_at__lt=at - _UNANSWERED_AFTER)


def _delete(rows: QuerySet) -> int:
    return rows.delete()[0]
