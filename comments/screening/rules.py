"""The newsroom's own rules: how each kind is evaluated.

A rule is evaluated on `Facts`. Those of an incoming comment (`Incoming`) are queried lazily; those of an old comment
are counted by `dry_run` while it replays the last month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol

from comments.models import Comment, Mark, Rule
from comments.models.commenter import domain_hashes
from comments.policies import EffectivePolicy
from comments.screening.finding import Finding
from newsroom.lib.matching import TermMatcher
from newsroom.lib.prepared import Prepared
from newsroom.lib.text import share_of_capitals

DAY, HOUR, TEN_MINUTES = timedelta(days=1), timedelta(hours=1), timedelta(minutes=10)
_RISK = {Rule.Action.HOLD: 20, Rule.Action.REJECT: 60, Rule.Action.MARK: 10}


class Facts(Protocol):
    """What rules look at. The counts include the comment itself."""

    text: str
    links: int
    copies_within_a_day: int
    by_same_within_an_hour: int
    on_thread_within_ten_minutes: int
    approved_before: int
    domain_hash: str


def meets(rule: Rule, facts: Facts) -> bool:
    """Tell whether a comment meets a rule."""
    number = rule.number or 0
    match rule.kind:
        case Rule.Kind.TERMS:
            return bool(_matcher(rule.terms).matches(facts.text))
        case Rule.Kind.DOMAIN:
            return facts.domain_hash in _domain_hashes(rule.terms)
        case Rule.Kind.LINKS:
            return facts.links >= number
        case Rule.Kind.CAPITALS:
            return share_of_capitals(facts.text) * 100 >= number
        case Rule.Kind.REPEATED:
            return facts.copies_within_a_day >= number
        case Rule.Kind.RATE:
            return facts.by_same_within_an_hour >= number
        case Rule.Kind.NEWCOMER:
            return facts.approved_before < number
        case Rule.Kind.BURST:
            return facts.on_thread_within_ten_minutes >= number
    raise ValueError(f"there is no kind of rule “{rule.kind}”")


@lru_cache(maxsize=64)
def _matcher(terms: str) -> TermMatcher:
    return TermMatcher(terms.splitlines())


@lru_cache(maxsize=64)
def _domain_hashes(domains: str) -> frozenset[str]:
    return frozenset(each for domain in domains.split() for each in domain_hashes(domain.removeprefix("@")))


# A comment that has just come in


@dataclass(frozen=True)
class Incoming:
    """The facts about an incoming comment; each count is queried when a rule needs it."""

    comment: Comment
    at: datetime

    @property
    def text(self) -> str:
        return f"{self.comment.name}\n{self.comment.text}\n{self.comment.website}"

    @property
    def links(self) -> int:
        return self.comment.link_count

    @property
    def copies_within_a_day(self) -> int:
        return 1 + self._since(DAY).filter(fingerprint=self.comment.fingerprint).count()

    @property
    def by_same_within_an_hour(self) -> int:
        recent = self._since(HOUR)
        by_address = recent.filter(commenter=self.comment.commenter).count()
        network = self.comment.network
        return 1 + max(by_address, recent.filter(network=network).count() if network else 0)

    @property
    def on_thread_within_ten_minutes(self) -> int:
        return 1 + self._since(TEN_MINUTES).filter(thread=self.comment.thread).count()

    @property
    def approved_before(self) -> int:
        return self.comment.commenter.comments.proven().approved().count() if self.comment.is_proven else 0

    @property
    def domain_hash(self) -> str:
        return self.comment.commenter.domain_hash

    def _since(self, age: timedelta):
        return Comment.objects.filter(created_at__gt=self.at - age).exclude(pk=self.comment.pk)


_in_force = Prepared(Rule.objects.in_force)


def check(comment: Comment, policy: EffectivePolicy, networks: tuple[str, ...]) -> Iterator[Finding]:
    """Yield a finding for every rule in force that a comment meets."""
    facts = Incoming(comment, policy.at)
    for rule in _in_force():
        if meets(rule, facts):
            yield Finding(
                Mark.RULE,
                rule.name,
                risk=_RISK[rule.action],
                hold=rule.action == Rule.Action.HOLD,
                reject=rule.action == Rule.Action.REJECT,
            )
