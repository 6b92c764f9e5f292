"""Rules that a newsroom writes for itself: what each kind looks at, and what a rule would have caught.

What a rule asks about a comment is a `Facts`, whether the comment has just come in (asked of the database, and only
what is needed) or came some time ago (`Replay` counts along while the last month passes by).
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol

from django.utils import timezone

from comments.drafts import Draft, Finding
from comments.models import Comment, Commenter, Mark, Rule
from comments.models.comment import count_links
from comments.models.commenter import domain_hashes
from newsroom.lib.folding import fingerprint
from newsroom.lib.matching import TermMatcher
from newsroom.lib.prepared import Prepared
from newsroom.lib.text import share_of_capitals

DAY, HOUR, TEN_MINUTES = timedelta(days=1), timedelta(hours=1), timedelta(minutes=10)
REPLAYED = timedelta(days=30)
# So many comments of the last month at most are looked at before a rule is saved.
MOST_REPLAYED = 50_000
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
    """Tell whether a comment is what a rule speaks of."""
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
    """The facts about a draft; each count is asked of the database when a rule wants it."""

    draft: Draft
    at: datetime

    @property
    def text(self) -> str:
        return f"{self.draft.name}\n{self.draft.text}\n{self.draft.website}"

    @property
    def links(self) -> int:
        return count_links(self.draft.text) + bool(self.draft.website)

    @property
    def copies_within_a_day(self) -> int:
        return 1 + self._since(DAY).filter(fingerprint=fingerprint(self.draft.text)).count()

    @property
    def by_same_within_an_hour(self) -> int:
        recent = self._since(HOUR)
        by_address = recent.filter(commenter=self.draft.commenter).count()
        network = self.draft.networks[0] if self.draft.networks else ""
        return 1 + max(by_address, recent.filter(network=network).count() if network else 0)

    @property
    def on_thread_within_ten_minutes(self) -> int:
        return 1 + self._since(TEN_MINUTES).filter(thread=self.draft.thread).count()

    @property
    def approved_before(self) -> int:
        return self.draft.commenter.comments.proven().approved().count() if self.draft.is_proven else 0

    @property
    def domain_hash(self) -> str:
        return self.draft.commenter.domain_hash

    def _since(self, age: timedelta):
        return Comment.objects.filter(created_at__gt=self.at - age).exclude(pk=self.draft.reworded)


_in_force = Prepared(Rule.objects.in_force)


def check(draft: Draft) -> Iterator[Finding]:
    """Ask every rule in force about a draft."""
    facts = Incoming(draft, draft.terms.at)
    for rule in _in_force():
        if meets(rule, facts):
            yield Finding(
                Mark.RULE,
                rule.name,
                risk=_RISK[rule.action],
                hold=rule.action == Rule.Action.HOLD,
                reject=rule.action == Rule.Action.REJECT,
            )


# What a rule would have done


@dataclass
class Caught:
    """What a rule would have caught: how many of how many, how many of those a moderator approved, and the newest."""

    of: int = 0
    number: int = 0
    approved: int = 0
    newest: deque = field(default_factory=lambda: deque(maxlen=10))

    @property
    def is_cut_off(self) -> bool:
        return self.of == MOST_REPLAYED

    @property
    def approved_percent(self) -> int:
        return round(100 * self.approved / self.number) if self.number else 0


def would_have_caught(rule: Rule, at: datetime | None = None) -> Caught:
    """Try a rule, saved or not, on the comments of the last thirty days."""
    at = at or timezone.now()
    caught = Caught()
    for facts in Replay(_of_last_month(at)):
        caught.of += 1
        if meets(rule, facts):
            caught.number += 1
            caught.approved += facts.comment.is_approved
            caught.newest.appendleft(facts.comment)
    return caught


def _of_last_month(at: datetime) -> Iterable[Comment]:
    """Return the newest comments of readers, oldest first, without what a rule does not ask for."""
    recent = Comment.objects.filter(created_at__gt=at - REPLAYED, created_at__lte=at, staff=None)
    newest = recent.order_by("-created_at", "-pk").values_list("created_at", flat=True)[
        MOST_REPLAYED - 1 : MOST_REPLAYED
    ]
    if newest:
        recent = recent.filter(created_at__gte=newest[0])
    return recent.oldest_first().defer("html", "signals", "appeal", "proposed_text").iterator(chunk_size=2000)


@dataclass(frozen=True)
class Replayed:
    """The facts about a comment as they were when it came in."""

    comment: Comment
    text: str
    links: int
    copies_within_a_day: int
    by_same_within_an_hour: int
    on_thread_within_ten_minutes: int
    approved_before: int
    domain_hash: str


class Replay:
    """Let comments pass by in the order they came in, counting what each rule would have counted."""

    def __init__(self, comments: Iterable[Comment]):
        self._comments = comments
        self._domains = dict(Commenter.objects.exclude(domain_hash="").values_list("pk", "domain_hash"))
        self._seen: dict[tuple, deque] = defaultdict(deque)
        self._approved: dict[int, int] = defaultdict(int)

    def __iter__(self) -> Iterator[Replayed]:
        for comment in self._comments:
            yield self._facts(comment)
            if comment.is_proven and comment.is_approved:
                self._approved[comment.commenter_id] += 1

    def _facts(self, comment: Comment) -> Replayed:
        at, author = comment.created_at, comment.commenter_id
        return Replayed(
            comment=comment,
            text=f"{comment.name}\n{comment.text}\n{comment.website}",
            links=comment.link_count,
            copies_within_a_day=self._count(("text", comment.fingerprint), at, DAY),
            by_same_within_an_hour=max(
                self._count(("author", author), at, HOUR) if author else 1,
                self._count(("network", comment.network), at, HOUR) if comment.network else 1,
            ),
            on_thread_within_ten_minutes=self._count(("thread", comment.thread_id), at, TEN_MINUTES),
            approved_before=self._approved[author] if comment.is_proven else 0,
            domain_hash=self._domains.get(author, ""),
        )

    def _count(self, key: tuple, at: datetime, age: timedelta) -> int:
        seen = self._seen[key]
        while seen and seen[0] <= at - age:
            seen.popleft()
        seen.append(at)
        return len(seen)
