"""Reports and flags of public comments.

A report's weight depends on how often earlier reports from its network were upheld. Enough weight hides the comment
until a moderator has decided; with less, it goes into the queue and stays public. Reporters are shown to nobody.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from comments import moderation
from comments.models import Case, Comment, Mark, Report
from comments.moderation import log
from comments.moderation.transitions import Verb
from comments.reports import cases

# No single reporter hides a comment, whatever their weight.
LEAST_REPORTERS = 2
# Points that reports add to the risk, by which the queue is sorted: reported public comments come early.
_RISK_OF_WEIGHT, _MOST_RISK, _RISK_OF_A_CASE, _RISK_OF_A_FLAG = 40, 60, 60, 40


def report(
    comment: Comment, *, reason: str, note: str = "", network: str, networks: tuple[str, ...] = (), at=None
) -> Report:
    """Save a reader's report and return it. A network's second report of a comment returns its first.

    `networks` are the possible hashes of the network: of this month, and of the month before.
    """
    at, networks = at or timezone.now(), networks or (network,)
    with transaction.atomic():
        # Decisions take this lock too, so neither a decision nor another report can interleave.
        log.lock()
        if known := comment.reports.made_from(networks).first():
            return known
        kept = Report.objects.create(
            comment=comment, reason=reason, note=note, network=network, weight=weight_of(networks), made_at=at
        )
        comment.refresh_from_db()
        if comment.is_approved:
            _weigh(comment, at)
    return kept


def report_illegal(
    comment: Comment, *, explanation: str, network: str, networks: tuple[str, ...] = (), at=None
) -> Case:
    """Save a report of illegal content and return its case. Each explanation is kept, also from the same network."""
    at = at or timezone.now()
    with transaction.atomic():
        log.lock()
        report(comment, reason=Report.Reason.ILLEGAL, note=explanation, network=network, networks=networks, at=at)
        case = cases.open_case(comment, explanation=explanation, at=at)
        comment.refresh_from_db()
        if comment.is_approved and not case.is_decided:
            _let_wait(comment, Mark.REPORTED, _RISK_OF_A_CASE, at)
    return case


def flag(comment: Comment, *, by, reason: str, note: str = "", at=None) -> Report:
    """Flag a comment on an article of one's own for a moderator. It stays public; a second flag changes nothing.

    A flag does not count towards hiding, because the criticised author must not be able to hide the comment.
    Raises PermissionDenied, and NotPossible if the comment is not public.
    """
    at = at or timezone.now()
    with transaction.atomic():
        log.lock()
        if not Comment.objects.on_articles_of(by).filter(pk=comment.pk).exists():
            raise PermissionDenied
        comment.refresh_from_db()
        if not comment.is_approved:
            raise moderation.NotPossible("only what readers see can be flagged")
        kept, is_new = comment.reports.get_or_create(
            staff=by, defaults={"reason": reason, "note": note, "weight": 1.0, "made_at": at}
        )
        if is_new:
            _let_wait(comment, Mark.FLAGGED, _RISK_OF_A_FLAG, at)
    return kept


def weight_of(networks: tuple[str, ...]) -> float:
    """Return the weight of a report from a network: its share of upheld reports, by Laplace's rule of succession.

    0.5 for a new network; near 1 or 0 if its reports were always or never upheld.
    """
    settled = Report.objects.made_from(networks).settled()
    upheld, number = settled.upheld().count(), settled.count()
    return (1 + upheld) / (2 + number)


def hiding_weight(comment: Comment) -> float:
    """Return the total weight of open reports at which a comment is hidden.

    It doubles once a moderator has settled reports of the comment.
    """
    return settings.REPORTS_HIDE_AT * (2 if comment.reports.settled().exists() else 1)


def _weigh(comment: Comment, at) -> None:
    """Put a comment in the queue, and hide it if its reports weigh enough. The caller has locked the audit log."""
    against = comment.reports.open().by_readers().aggregate(weight=Sum("weight"), reporters=Count("pk"))
    weight = round(against["weight"], 6)
    _let_wait(comment, Mark.REPORTED, min(_MOST_RISK, round(_RISK_OF_WEIGHT * weight)), at)
    if settings.REPORTS_HIDE_AT and against["reporters"] >= LEAST_REPORTERS and weight >= hiding_weight(comment):
        moderation.decide(Verb.HOLD, comment, who=moderation.READERS, at=at)


def _let_wait(comment: Comment, mark: Mark, risk: int, at) -> None:
    """Put a public comment in the queue, or add a mark if it is there already.

    The version stays, so that a report does not make the card that a moderator is reading stale.
    """
    label = str(mark.label)
    signals = [each for each in comment.signals if each[0] != label]
    already = next((points for said, points in comment.signals if said == label), 0) if comment.is_waiting else 0
    signals.append([label, max(risk, already)])
    changes = {
        "waiting_since": comment.waiting_since or at,
        # Marks of a comment that does not wait have been dealt with; kept, they would look like reasons to wait now.
        "marks": Comment.column_of([*comment.mark_list, mark] if comment.is_waiting else [mark]),
        "signals": signals,
        "risk": min(100, max(0, sum(points for _label, points in signals))),
    }
    Comment.objects.filter(pk=comment.pk).update(**changes)
    for name, value in changes.items():
        setattr(comment, name, value)
