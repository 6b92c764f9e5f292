"""What a moderator needs to see of a comment in order to decide on it."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import Count

from comments.models import Comment, Decision
from comments.moderation import TRANSITIONS

SHOWN = 8
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+")
# What is counted against or for a commenter; what waits and what was taken back says nothing of them.
STANDING = (Comment.State.APPROVED, Comment.State.REJECTED, Comment.State.SPAM)


@dataclass(frozen=True)
class Card:
    """One comment with what is known around it.

    `links` are the addresses in it, in full; `standing` is {state: number} of the commenter's comments; `verbs`
    are those that may follow; `following` is the id of the next card on the page, to go on from.
    """

    comment: Comment
    links: list[str]
    standing: dict[str, int]
    verbs: list[str]
    following: int | None = None

    reasons = Decision.Reason.choices

    @property
    def is_by_newcomer(self) -> bool:
        """Whether nothing has been decided yet about this commenter."""
        return not any(self.standing.values())


@dataclass(frozen=True)
class Waiting:
    """How many comments wait, and the few that have waited longest."""

    count: int
    cards: list[Card]


def waiting(most: int = SHOWN) -> Waiting:
    """Return what waits for a moderator. Three queries, whatever waits."""
    queue = Comment.objects.in_queue()
    return Waiting(queue.count(), cards(in_full(queue)[:most]))


def in_full(comments):
    """Fetch what cards show, without the copy of the articles."""
    return comments.for_moderation().defer("thread__article__copy")


def cards(comments) -> list[Card]:
    """Return a card for each comment that `in_full` fetched: one query more, whatever their number."""
    comments = list(comments)
    standings = _standings({comment.commenter_id for comment in comments})
    following = [comment.pk for comment in comments[1:]]
    return [
        Card(comment, links_in(comment), standings[comment.commenter_id], possible_verbs(comment.state), after)
        for comment, after in zip_longest(comments, following)
    ]


def possible_verbs(state: str) -> list[str]:
    """Return the verbs of `comments.moderation` that a comment in this state can go through."""
    return [verb for verb, moves in TRANSITIONS.items() if state in moves]


def links_in(comment: Comment) -> list[str]:
    """Return the web addresses that a comment carries, each once and in full: a moderator sees where they lead."""
    found = (address.rstrip(".,;:!?)’”'") for address in _LINK.findall(comment.text))
    return list(dict.fromkeys([comment.website, *found] if comment.website else found))


def _standings(commenters: set[int]) -> dict[int, dict[str, int]]:
    """Return {commenter id: {state: number of comments}}, 0 where there are none."""
    standings = {pk: dict.fromkeys(STANDING, 0) for pk in commenters}
    rows = Comment.objects.filter(commenter__in=commenters).order_by().values_list("commenter", "state")
    for commenter, state, number in rows.annotate(number=Count("pk")):
        if state in STANDING:
            standings[commenter][state] = number
    return standings
