"""Screening of incoming comments: run every check, then publish, hold or reject.

It fails closed: when a check fails or takes too long, the comment is held and the reason is shown.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from comments.models import Comment, Mark, Policy
from comments.models.ban import bans_against
from comments.policies import EffectivePolicy
from comments.screening import risk, rules
from comments.screening.finding import Check, Finding

logger = logging.getLogger(__name__)

# Seconds that all checks together may take; a comment screened more slowly is held.
PATIENCE = 2.0


class Action(StrEnum):
    PUBLISH = "publish"
    HOLD = "hold"
    REJECT = "reject"


@dataclass(frozen=True)
class Verdict:
    action: Action
    marks: list[str] = field(default_factory=list)
    risk: int = 0
    signals: list[list] = field(default_factory=list)
    # The names of the rules that reject it.
    because: str = ""


# Approved comments that a confirmed reader needs to be trusted, and for each that was turned down.
TRUSTED_AFTER = 5


def screen(
    comment: Comment, policy: EffectivePolicy, networks: tuple[str, ...], checks: Iterable[Check] | None = None
) -> Verdict:
    """Run every check on a comment, saved or not, and return the verdict."""
    findings, began = [], time.monotonic()
    for check in CHECKS if checks is None else checks:
        try:
            findings += check(comment, policy, networks)
        except Exception as error:
            # No text or personal data may reach the log.
            logger.error("A check of a comment failed: %s: %s", check.__name__, type(error).__name__)
            findings.append(Finding(Mark.FAILED, _("the check “%s” failed") % check.__name__, risk=50))
    if time.monotonic() - began > PATIENCE:
        findings.append(Finding(Mark.FAILED, _("the checks took too long"), risk=50))
    return _verdict(findings)


def _verdict(findings: list[Finding]) -> Verdict:
    rejecting = [finding.label for finding in findings if finding.reject]
    failed = any(finding.mark == Mark.FAILED for finding in findings)
    action = Action.PUBLISH
    if any(finding.hold for finding in findings):
        action = Action.HOLD
    if rejecting and not failed:
        action = Action.REJECT
    return Verdict(
        action=action,
        marks=[finding.mark.value for finding in findings if finding.mark],
        risk=max(0, min(100, sum(finding.risk for finding in findings))),
        signals=[[finding.label, finding.risk] for finding in findings if finding.label],
        because=", ".join(rejecting),
    )


def bans(comment: Comment, policy: EffectivePolicy, networks: tuple[str, ...]) -> Iterable[Finding]:
    """Hold what comes from a banned address or network."""
    if bans_against(comment.commenter, networks):
        yield Finding(Mark.BANNED, _("sent from a banned address or network"), risk=60)


def needs_a_moderator(comment: Comment, policy: EffectivePolicy, networks: tuple[str, ...]) -> Iterable[Finding]:
    """Hold what the policy wants a moderator to see. Without proof of the address, earlier comments do not count."""
    if not policy.is_on_shift:
        yield Finding(Mark.OFF_SHIFT)
    if policy.policy == Policy.OPEN:
        return
    approved, against = _record(comment)
    if not approved:
        yield Finding(Mark.NEWCOMER)
    elif policy.policy == Policy.HELD or (
        policy.policy == Policy.TRUSTED and (approved < TRUSTED_AFTER or against * TRUSTED_AFTER > approved)
    ):
        yield Finding(Mark.POLICY)


def _record(comment: Comment) -> tuple[int, int]:
    """Return how many proven comments were approved and turned down; (0, 0) if this one is unproven."""
    if not (comment.is_proven and comment.commenter.confirmed_at):
        return 0, 0
    own = comment.commenter.comments.proven()
    return own.approved().count(), own.decided_against().count()


CHECKS: list[Check] = [bans, needs_a_moderator, rules.check, risk.spam_filter]
# Run on an edit, which waits for a moderator whatever the policy says.
CHECKS_OF_WORDING: list[Check] = [bans, rules.check, risk.spam_filter]
MARKS_OF_WORDING = {Mark.BANNED, Mark.RULE, Mark.SCORE, Mark.FAILED}
