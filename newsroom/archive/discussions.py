"""Threads of a synthetic archive: comments, replies and moderators' decisions, with realistic shapes."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, islice
from random import Random

from comments.models import Comment, Commenter, Thread
from comments.models.commenter import hashes_of
from newsroom.archive.language import language
from newsroom.archive.rows import Block, Keys, Rows
from newsroom.archive.stories import Story
from newsroom.benchmarks.prose import length_of_a_comment
from newsroom.lib.folding import fingerprint

_REGULARS = 1000
_BY_A_REGULAR = 0.6
# Percentages of comments that were approved, rejected and marked as spam.
_STATES = {Comment.State.APPROVED: 90, Comment.State.REJECTED: 6, Comment.State.SPAM: 4}
_TO_A_PICK = 500
# The share of comments that start a branch; the rest are replies.
_BEGINNINGS = 0.4
# The mean delay after the story: half of the comments come within seven hours, a few days later.
_COME_WITHIN = timedelta(hours=10)
_REVIEW_TAKES = timedelta(minutes=11)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_COLUMNS = (
    *("id", "thread_id", "commenter_id", "parent_id", "root_id", "name", "text", "html", "state", "version"),
    *("digest", "fingerprint", "created_at", "published_at", "picked_at", "reply_count", "waiting_since", "risk"),
)
_KEY, _SHOWN_AT, _REPLIES = (_COLUMNS.index(name) for name in ("id", "published_at", "reply_count"))


class Crowd:
    """The readers who comment. Made once, it fills any number of threads without queries."""

    def __init__(self, seed: int, until: datetime):
        rows = (
            Rows(Comment, *_COLUMNS),
            Rows(Thread, "id", "article_id", "approved_count", "changed_at"),
            Rows(Commenter, "id", "address", "address_hash", "domain_hash", "first_seen_at", "last_seen_at"),
        )
        self.rows = {each.model: each for each in rows}
        self._regulars = _regulars(self.rows[Commenter], seed, until)
        self._keys = Keys(self.rows)

    def discuss(self, random: Random, stories: list[Story], number: int) -> Block:
        """Make `number` comments under the stories: hundreds under a few, one or none under many."""
        if not (stories and number):
            return []
        popular = list(accumulate(random.paretovariate(1.1) for _ in stories))
        sizes = Counter(random.choices(range(len(stories)), cum_weights=popular, k=number))
        strangers = self._keys.take(Commenter, number // 4 + 1)
        keys = iter(self._keys.take(Comment, number))
        said, threads = [], []
        for (at, size), thread in zip(sorted(sizes.items()), self._keys.take(Thread, len(sizes)), strict=True):
            story, people = stories[at], _people(random, size, self._regulars, strangers)
            said += (talk := _talk(random, keys, thread, people, story.published_at))
            shown = [at for row in talk if (at := row[_SHOWN_AT])]
            threads.append([thread, story.key, len(shown), max(shown, default=story.published_at)])
        # Addresses of people who commented once, years ago, have been deleted.
        people = [[who, None, None, "", _LONG_AGO, _LONG_AGO] for who in strangers]
        return [
            self.rows[model].made(rows) for model, rows in ((Comment, said), (Thread, threads), (Commenter, people))
        ]


def _regulars(commenters: Rows, seed: int, until: datetime) -> list[int]:
    """Return the primary keys of regular commenters; a second run finds them by their addresses."""
    addresses = [f"regular-{seed}-{each}@example.org" for each in range(_REGULARS)]
    hashes = [hashes_of(address) for address in addresses]
    known = Commenter.objects.filter(address_hash__in=[each["address_hash"] for each in hashes])
    if not known.exists():
        keys = Keys([Commenter]).take(Commenter, _REGULARS)
        _model, rows = commenters.made(
            [key, address, *found_by.values(), _LONG_AGO, until]
            for key, address, found_by in zip(keys, addresses, hashes, strict=True)
        )
        commenters.insert(rows)
    return list(known.order_by("pk").values_list("pk", flat=True))


def _people(random: Random, number: int, regulars: list[int], strangers: range) -> list[int]:
    """Return the primary key of the author of each comment in one thread."""
    pairs = zip(random.choices(regulars, k=number), random.choices(strangers, k=number), strict=True)
    return [other if random.random() > _BY_A_REGULAR else regular for regular, other in pairs]


def _talk(random: Random, keys: Iterator[int], thread: int, people: list[int], since: datetime) -> list[list]:
    """Return the comments under one story, in order, each as a row of `_COLUMNS`."""
    size, a_second = len(people), 1 / _COME_WITHIN.total_seconds()
    moments = sorted(random.expovariate(a_second) for _ in people)
    states = random.choices(list(_STATES), cum_weights=list(accumulate(_STATES.values())), k=size)
    rows, branches, once = [], [], set()
    for own_key, who, seconds, state, text in zip(
        islice(keys, size), people, moments, states, random.choices(_texts(), k=size), strict=True
    ):
        branch = parent = root = None
        if branches and random.random() > _BEGINNINGS:
            # Earlier branches get more replies; half of the replies are to a branch's last comment.
            branch = branches[int(len(branches) * random.random() ** 3)]
            parent = branch[-1 if random.random() < 0.5 else int(len(branch) * random.random())][_KEY]
            root = branch[0][_KEY]
        while (own := (who, parent, text.typed)) in once:
            text = random.choice(_texts())
        once.add(own)
        at = since + timedelta(seconds=seconds)
        shown_at = at + _REVIEW_TAKES if state is Comment.State.APPROVED else None
        picked_at = shown_at if not root and random.random() * _TO_A_PICK < 1 else None
        row = [own_key, thread, who, parent, root, f"Reader {who}", text.typed, text.html, state.value, 2]
        row += [Comment.digest_of(text.typed, parent, ""), text.fingerprint, at, shown_at, picked_at, 0, None]
        row.append(min(int(random.expovariate(1 / 12)), 100))
        rows.append(row)
        if shown_at and branch:
            branch.append(row)
            branch[0][_REPLIES] += 1
        elif shown_at:
            branches.append([row])
    return rows


class _Text:
    """A text as typed, as HTML, and its fingerprint."""

    __slots__ = ("fingerprint", "html", "typed")

    def __init__(self, typed: str):
        self.typed, self.html, self.fingerprint = typed, Comment.rendered(typed), fingerprint(typed)


@cache
def _texts() -> list[_Text]:
    """Return thousands of texts to choose from: rendering one for each comment would take hours."""
    random = Random("comments")  # noqa: S311 - no secret
    return [_Text(language().sentences(random, length_of_a_comment(random))) for _ in range(4000)]
