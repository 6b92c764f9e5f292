"""Cards: the data that a moderator needs to decide on a comment."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import zip_longest

from django.conf import settings
from django.db.models import CharField, Count, Exists, OuterRef, Subquery, TextField, Value
from django.utils import timezone

from comments.models import Case, Comment, CommenterNote, Decision, Mark, Report, Watch
from comments.moderation.queue import age_bound, is_risky, stretch
from comments.moderation.transitions import DECISIONS, possible
from newsroom.lib.diff import Piece, differences

SHOWN = 8
RECORD_OF_DAYS = 90
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")
# Counted in a commenter's record. Held and withdrawn comments are left out: no moderator has decided on them.
COUNTED_STATES = (Comment.State.APPROVED, Comment.State.REJECTED, Comment.State.SPAM)
_COUNTS_AS = {state: state for state in COUNTED_STATES} | {Comment.State.REMOVED: Comment.State.REJECTED}


@dataclass(frozen=True)
class Card:
    """One comment with the data around it.

    `links` are the full URLs in it. `record` is {state: number} of its commenter's comments of the last 90 days;
    it counts those with proof of the address for a proven comment, and those without for any other. `verbs` are the
    possible decisions. `next_pk` is the primary key of the next card on the page.
    """

    comment: Comment
    links: list[str]
    record: dict[str, int]
    verbs: list[str]
    next_pk: int | None = None
    decisions: list[Decision] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    changes: list[Piece] = field(default_factory=list)

    reasons = Decision.Reason.choices

    @property
    def has_record(self) -> bool:
        return any(self.record.values())

    @property
    def marks(self) -> list[tuple[str, str]]:
        """The reasons why it waits, as (mark, label)."""
        labels = dict(Mark.choices)
        return [(mark, labels[mark]) for mark in self.comment.mark_list if mark in labels]

    @property
    def is_risky(self) -> bool:
        return is_risky(self.comment)

    @property
    def is_overdue(self) -> bool:
        """Whether it has waited longer than the age bound, and so comes first."""
        return self.comment.is_waiting and self.comment.waiting_since <= age_bound(timezone.now())

    @property
    def bound(self) -> int:
        return settings.QUEUE_AGE_BOUND_HOURS

    @property
    def earlier(self) -> Decision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def grounds(self) -> list[tuple[str, int]]:
        """The reasons of the open reports and their numbers, most frequent first."""
        return Counter(report.get_reason_display() for report in self.reports).most_common()

    @property
    def weight(self) -> float:
        return sum(report.weight for report in self.reports)

    @property
    def signals(self) -> list[tuple[str, int]]:
        """The signals that add up to the risk, heaviest first."""
        return sorted(map(tuple, self.comment.signals), key=lambda signal: -abs(signal[1]))


@dataclass(frozen=True)
class Waiting:
    """The number of waiting comments, and the first few of them."""

    count: int
    cards: list[Card]


def waiting(most: int = SHOWN) -> Waiting:
    """Return the number of waiting comments and the first cards of the queue. Always six queries."""
    queue = Comment.objects.waiting()
    return Waiting(queue.count(), cards(stretch(in_full(queue), size=most).comments))


def in_full(comments, moderator=None):
    """Fetch the data that cards show; with `moderator`, also whether they watch the article."""
    cases = Case.objects.filter(comment=OuterRef("pk")).order_by("pk")
    notes = CommenterNote.objects.filter(commenter=OuterRef("commenter")).order_by("-pk")
    watched = (
        Exists(Watch.objects.filter(thread=OuterRef("thread"), moderator=moderator)) if moderator else Value(False)
    )
    return comments.for_moderation().annotate(
        case_pk=Subquery(cases.values("pk")[:1]),
        case_number=Subquery(cases.values("number")[:1], output_field=CharField()),
        last_note=Subquery(notes.values("text")[:1], output_field=TextField()),
        is_watched=watched,
    )


def cards(comments: Iterable[Comment]) -> list[Card]:
    """Return a card for each comment fetched with `in_full`. Always three more queries."""
    comments = list(comments)
    records = _records({comment.commenter_id for comment in comments} - {None})
    decisions = _by_comment(Decision.objects.filter(comment__in=comments).order_by("number"))
    reports = _by_comment(Report.objects.filter(comment__in=comments).open())
    following = [comment.pk for comment in comments[1:]]
    return [
        Card(
            comment,
            links_in(comment),
            records[comment.commenter_id, comment.is_proven],
            possible_verbs(comment),
            after,
            decisions[comment.pk],
            reports[comment.pk],
            differences(comment.text, comment.proposed_text) if comment.proposed_text else [],
        )
        for comment, after in zip_longest(comments, following)
    ]


def possible_verbs(comment: Comment) -> list[str]:
    """Return the moderators' verbs that are possible on a comment in its present state."""
    return [verb.value for verb in DECISIONS if possible(verb, comment)]


def links_in(comment: Comment) -> list[str]:
    """Return the URLs in a comment, each once and in full, so that a moderator sees where they lead."""
    typed = _LINK.findall(f"{comment.text} {comment.proposed_text}")
    found = (address.rstrip(".,;:!?)’”'") for address in typed)
    return list(dict.fromkeys([comment.website, *found] if comment.website else found))


def _records(commenters: set[int]) -> dict[tuple[int | None, bool], dict[str, int]]:
    """Return {(commenter id, with proof): {state: number of comments}}, 0 where there are none."""
    records = defaultdict(lambda: dict.fromkeys(COUNTED_STATES, 0))
    since = timezone.now() - timedelta(days=RECORD_OF_DAYS)
    recent = Comment.objects.filter(commenter__in=commenters, state__in=_COUNTS_AS, created_at__gte=since).order_by()
    rows = recent.values_list("commenter", "is_proven", "state")
    for commenter, is_proven, state, number in rows.annotate(number=Count("pk")):
        records[commenter, is_proven][_COUNTS_AS[state]] += number
    return records


def _by_comment(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.comment_id].append(row)
    return found
