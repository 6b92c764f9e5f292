"""Readers' reports of mistakes in articles, which are never published in a thread."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from articles import workflow
from articles.models import Correction
from comments.models import Comment, Commenter, ErrorReport

State = ErrorReport.State


class AlreadySettled(Exception):
    """The report has been settled otherwise; `report` is as it is now."""

    def __init__(self, report: ErrorReport):
        super().__init__(f"report of a mistake {report.pk} is {report.state}")
        self.report = report


@dataclass(frozen=True)
class Open:
    """The number of open reports, and the few that have waited longest."""

    count: int
    reports: list[ErrorReport]


def open_mistakes(most: int = 4) -> Open:
    """Return the open reports for editors. Always two queries."""
    reports = ErrorReport.objects.open()
    return Open(reports.count(), list(reports.for_listing().order_by("made_at", "pk")[:most]))


def report_mistake(article, *, name: str, address: str, text: str, network: str) -> ErrorReport:
    """Save a reader's report of a mistake and return it. Idempotent."""
    return ErrorReport.objects.get_or_create(
        article=article,
        commenter=Commenter.objects.with_address(address),
        digest=Comment.digest_of(text, None, network),
        defaults={"name": name, "text": text, "network": network},
    )[0]


def correct(report: ErrorReport, *, by, kind: str, text: str, at=None) -> Correction:
    """Add a correction to the article and settle the report with it, in one transaction. Idempotent.

    Raises PermissionDenied, AlreadySettled, and what `articles.workflow.correct` raises.
    """
    with transaction.atomic():
        if not _settle(report, State.CORRECTED, by, at):
            printed = report.correction
            if printed and (printed.made_by_id, printed.kind, printed.text) == (by.pk, kind, text):
                return printed
            raise AlreadySettled(report)
        report.correction = workflow.correct(report.article, by=by, kind=kind, text=text)
        report.save(update_fields=["correction"])
    return report.correction


def dismiss(report: ErrorReport, *, by, at=None) -> None:
    """Dismiss a report. Idempotent for one editor. Raises PermissionDenied and AlreadySettled."""
    if not _settle(report, State.DISMISSED, by, at) and (report.state, report.settled_by_id) != (
        State.DISMISSED,
        by.pk,
    ):
        raise AlreadySettled(report)


def _settle(report: ErrorReport, state: str, by, at) -> bool:
    """Settle a report if it is open, by a conditional update; False if it was settled before."""
    if not by.has_perm("articles.publish_article"):
        raise PermissionDenied
    mine = ErrorReport.objects.open().filter(pk=report.pk)
    is_mine = mine.update(state=state, settled_by=by, settled_at=at or timezone.now())
    report.refresh_from_db()
    return bool(is_mine)
