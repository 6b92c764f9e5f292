"""Cases: reports of illegal content, numbered, decided with reasons, and kept with their history."""

from collections.abc import Iterator
from datetime import UTC

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import moderation
from comments.models import Case, Comment, Decision
from comments.moderation import log
from comments.moderation.transitions import Verb


class AlreadyDecided(moderation.Refused):
    """The case has been decided otherwise; `case` is as it is now."""

    def __init__(self, case: Case):
        super().__init__(f"case {case.number} is decided")
        self.case = case


def open_case(comment: Comment, *, explanation: str, at=None) -> Case:
    """Return the open case of a comment, or open one.

    A further explanation is added to the history of the open case. Idempotent: an explanation sent again returns the
    case that it belongs to.
    """
    at = at or timezone.now()
    with transaction.atomic():
        # The lock keeps the case numbers consecutive.
        log.lock()
        of_comment = Case.objects.about(comment)
        if known := of_comment.explained_by(explanation).first():
            return known
        case = of_comment.open().first() or _next_case(comment, explanation, at)
        case.entries.create(at=at, who=_("a reader"), what=explanation)
    return case


def _next_case(comment: Comment, explanation: str, at) -> Case:
    return Case.objects.create(
        number=_next_number(timezone.localtime(at).year),
        comment=comment,
        comment_number=comment.pk,
        article_address=comment.thread.article.get_absolute_url(),
        text=comment.text,
        explanation=explanation,
        opened_at=at,
    )


def _next_number(year: int) -> str:
    """Return the next case number of a year, as "2026-0042"."""
    last = Case.objects.opened_in(year).order_by("-pk").first()
    return f"{year}-{int(last.number.partition('-')[2]) + 1 if last else 1:04}"


def decide(case: Case, *, by, outcome: str, reasons: str, at=None) -> None:
    """Decide a case and carry the decision out on its comment, in one transaction. Idempotent.

    Raises PermissionDenied, AlreadyDecided if the case has another decision, and what `comments.moderation` raises.
    """
    at = at or timezone.now()
    if not by.has_perm("comments.moderate_comment"):
        raise PermissionDenied
    with transaction.atomic():
        log.lock()
        case.refresh_from_db()
        if case.is_decided:
            if (case.decided_by_id, case.outcome, case.reasons) == (by.pk, outcome, reasons):
                return
            raise AlreadyDecided(case)
        case.outcome, case.reasons, case.decided_by, case.decided_at = outcome, reasons, by, at
        case.save(update_fields=["outcome", "reasons", "decided_by", "decided_at"])
        done = _carry_out(case, by, at)
        said = f"{case.get_outcome_display()}: {reasons}"
        case.entries.create(at=at, who=by.get_username(), what=f"{said}\n\n{done}")


def _carry_out(case: Case, by, at) -> str:
    """Carry the decision out on the comment, unless nothing is left to do; return a sentence on the outcome."""
    comment = case.comment
    if comment is None:
        return _("The comment was no longer there.")
    note = _("Case %(number)s") % {"number": case.number}
    verb = _verb_for(case, comment)
    if verb == Verb.APPROVE:
        decision = moderation.approve(comment, by=by, note=note, at=at)
    elif verb:
        decision = moderation.VERBS[verb](comment, by=by, reason=Decision.Reason.ILLEGAL, note=note, at=at)
    else:
        return _("The comment stays as it was: %(state)s.") % {"state": comment.get_state_display()}
    return _("The comment: %(what)s, entry %(number)d in the record of decisions.") % {
        "what": decision.get_verb_display(),
        "number": decision.number,
    }


def _verb_for(case: Case, comment: Comment) -> Verb | None:
    """Return the verb that carries a decided case out, or None if there is nothing to do.

    Dismissing a case restores only a comment hidden by reports. It publishes no proposed wording, and restores no
    comment that was rejected or removed for another reason.
    """
    if case.outcome == Case.Outcome.DISMISSED:
        is_reported = comment.is_waiting and (comment.is_approved or (comment.is_held and comment.was_public))
        return Verb.APPROVE if is_reported and not comment.proposed_text else None
    public = comment.is_approved or comment.is_held
    return next((verb for verb in (Verb.REMOVE, Verb.REJECT) if public and moderation.possible(verb, comment)), None)


def exported(case: Case) -> dict:
    """Return a case with its history, ready for JSON."""
    return _told(case) | {
        "entries": [{"at": _moment(entry.at), "who": entry.who, "what": entry.what} for entry in case.entries.all()]
    }


def rows() -> Iterator[list]:
    """Yield all cases as the rows of a table, header first."""
    cases = Case.objects.select_related("decided_by").order_by("pk")
    yield list(_told(Case(opened_at=timezone.now(), comment_number=0)))
    for case in cases.iterator(chunk_size=2000):
        yield list(_told(case).values())


def _told(case: Case) -> dict:
    return {
        "number": case.number,
        "opened_at": _moment(case.opened_at),
        "article": case.article_address,
        "comment": case.comment_number,
        "text": case.text,
        "explanation": case.explanation,
        "outcome": case.outcome,
        "reasons": case.reasons,
        "decided_by": case.decided_by.get_username() if case.decided_by else "",
        "decided_at": _moment(case.decided_at),
    }


def _moment(at) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
