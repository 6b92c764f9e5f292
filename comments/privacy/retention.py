"""Retention: delete personal data after the set periods, such as networks, rejected texts and addresses.

Each kind of data is found by a query and forgotten in batches. Each batch is a transaction that runs the query again,
so that rows changed meanwhile are left alone. An interrupted run can be repeated and goes on with the rest.
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
# Notices are needed while their decision can be undone.
_NOTICES_AFTER = timedelta(days=60)
# Longer than the token to confirm is valid.
_UNANSWERED_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """One kind of data: the rows that are due, and the function that forgets some of them."""

    name: str
    due: QuerySet
    forget: Callable[[QuerySet], int]


def kinds(at: datetime | None = None) -> list[Due]:
    """Return the kinds of data to forget at a moment (now), without those that the settings keep for good."""
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
    """Forget what is due; yield (kind, number of rows forgotten)."""
    for kind in kinds(at):
        yield kind.name, sum(_in_batches(kind))


def due(at: datetime | None = None) -> Iterator[tuple[str, int]]:
    """Dry run of `forget`: yield (kind, number of rows due)."""
    for kind in kinds(at):
        yield kind.name, kind.due.count()


def _in_batches(kind: Due) -> Iterator[int]:
    while not stopping.is_set() and (keys := list(kind.due.values_list("pk", flat=True)[:_BATCH])):
        with transaction.atomic():
            done = kind.forget(kind.due.filter(pk__in=keys))
        yield done
        if not done:
            # The rows changed meanwhile, or another process has forgotten them.
            return


def _before(at: datetime, age: timedelta) -> datetime | None:
    """Return the moment before which rows are forgotten; None if they are kept for good."""
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
    """Empty comments, and the old values that undoing a decision would restore. The rows stay."""
    # Decisions take this lock too: none restores a comment while its text is deleted.
    log.lock()
    keys = list(comments.values_list("pk", flat=True))
    Decision.objects.filter(comment__in=keys).update(before={})
    return Comment.objects.filter(pk__in=keys).update(**NO_WORDS, version=F("version") + 1)


def _addresses(before: datetime | None, at: datetime) -> list[Due]:
    if before is None:
        return []
    return [Due(_("addresses"), Commenter.objects.unused_since(before, at), _forget_addresses)]


def _forget_addresses(commenters: QuerySet) -> int:
    """Empty addresses and their hashes; delete the rows that are useless without them, such as notices and bans."""
    # A concurrent comment waits for these row locks, or has just set `last_seen_at`, so its commenter is not due.
    keys = list(commenters.select_for_update().values_list("pk", flat=True))
    for model in (Notice, Following, CommenterNote, Ban):
        model.objects.filter(commenter__in=keys).delete()
    gone = {"address": None, "address_hash": None, "domain_hash": "", "confirmed_at": None}
    return Commenter.objects.filter(pk__in=keys).update(**gone, key_version=F("key_version") + 1)


def _unanswered(at: datetime) -> QuerySet:
    return Following.objects.pending().filter(asked_at__lt=at - _UNANSWERED_AFTER)


def _delete(rows: QuerySet) -> int:
    return rows.delete()[0]
