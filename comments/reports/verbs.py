"""What readers and colleagues say against a comment that is public, and what that does to it.

A report weighs as much as its reporter was right before. Enough weight hides the comment until a moderator has
decided; less lets it wait in the queue while readers go on seeing it. Who reported is told to nobody.
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

# However right one reporter has been, nobody hides a comment alone.
LEAST_REPORTERS = 2
# What a report adds to the risk by which the queue is sorted: what the public sees is looked at soon.
_RISK_OF_WEIGHT, _MOST_RISK, _RISK_OF_A_CASE, _RISK_OF_A_FLAG = 40, 60, 60, 40


def report(
    comment: Comment, *, reason: str, note: str = "", network: str, networks: tuple[str, ...] = (), at=None
) -> Report:
    """Keep a reader's report and return it; what one network says of a comment counts once.

    `networks` are all the hashes that it may be known by: of this month, and of the month before.
    """
    at, networks = at or timezone.now(), networks or (network,)
    with transaction.atomic():
        # Whoever decides on the comment holds this too: no decision and no other report comes between.
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
    """Keep a report of illegal content and return its case. Each explanation is kept, from whichever network."""
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
    """Bring a comment on one's own article before a moderator. It stays public, and a second flag changes nothing.

    A flag does not count towards hiding: who is criticised must not be able to decide.
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
    """Return what a report from a network weighs: how often it was right, by Laplace's rule of succession.

    Half for whoever is new; near 1 or 0 for whoever was always right, or always wrong.
    """
    settled = Report.objects.made_from(networks).settled()
    upheld, number = settled.upheld().count(), settled.count()
    return (1 + upheld) / (2 + number)


def hiding_weight(comment: Comment) -> float:
    """Return the weight of open reports at which a comment is hidden.

    It doubles once a moderator has looked at reports and let the comment stand, or brought it back.
    """
    return settings.REPORTS_HIDE_AT * (2 if comment.reports.settled().exists() else 1)


def _weigh(comment: Comment, at) -> None:
    """Hide a comment that enough speaks against, and let any other wait. The caller holds the record."""
    against = comment.reports.open().by_readers().aggregate(weight=Sum("weight"), reporters=Count("pk"))
    weight = round(against["weight"], 6)
    _let_wait(comment, Mark.REPORTED, min(_MOST_RISK, round(_RISK_OF_WEIGHT * weight)), at)
    if settings.REPORTS_HIDE_AT and against["reporters"] >= LEAST_REPORTERS and weight >= hiding_weight(comment):
        moderation.decide(Verb.HOLD, comment, who=moderation.READERS, at=at)


def _let_wait(comment: Comment, mark: Mark, risk: int, at) -> None:
    """Put a public comment in the queue, or mark why it stands there too.

    The version stays: a card that a moderator is reading must not turn stale with each report.
    """
    label = str(mark.label)
    signals = [each for each in comment.signals if each[0] != label]
    already = next((points for said, points in comment.signals if said == label), 0) if comment.is_waiting else 0
    signals.append([label, max(risk, already)])
    changes = {
        "waiting_since": comment.waiting_since or at,
        # What it waited for before has been decided; a mark that stayed would be taken for a reason to wait now.
        "marks": Comment.column_of([*comment.mark_list, mark] if comment.is_waiting else [mark]),
        "signals": signals,
        "risk": min(100, max(0, sum(points for _label, points in signals))),
    }
    Comment.objects.filter(pk=comment.pk).update(**changes)
    for name, value in changes.items():
        setattr(comment, name, value)
