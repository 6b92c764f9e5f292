"""Learn the newsroom's decisions: those made since the last time, or all of them from scratch.

The decision in force on a comment counts. What was learnt from the comment before is derived from the audit log up to
the last decision learnt, so it is not stored. It is unlearnt with the current text: if that was edited or erased since,
a small error stays in the counts until `train_spam_filter` is run.
"""

import sys
from array import array
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from comments.models import Comment, Decision, SpamFilter
from comments.models.spam_filter import new_version
from comments.spam.calibration import calibrate
from comments.spam.features import Features, features_of
from comments.spam.memory import learner_of, measured
from comments.spam.training import train
from newsroom.lib.tasks import stopping

# Decisions learnt in one transaction, which blocks all writers on SQLite, and seconds between two for them.
_BATCH, _PAUSE = 200, 0.1
# Predictions kept for measuring: the last ones, since both spam and the filter change.
_MEASURED = 1000
_BY_THE_NEWSROOM = (Decision.Actor.MODERATOR, Decision.Actor.CONSOLE)
_DECISIVE = (
    Decision.Verb.APPROVE,
    Decision.Verb.PICK,
    Decision.Verb.REJECT,
    Decision.Verb.MARK_SPAM,
    Decision.Verb.REMOVE,
)


def learn() -> None:
    """Learn the decisions made since the last time, in batches, each committed before the next."""
    while _learn_batch() and not stopping.wait(_PAUSE):
        pass


def _learn_batch() -> bool:
    """Learn the next decisions, and return whether there may be more.

    One process learns at a time, by the lock on the row. The model is written together with the number of the last
    decision, so this is idempotent: no decision counts twice.
    """
    with transaction.atomic():
        row, _created = SpamFilter.objects.select_for_update().defer("data", "guesses").get_or_create(pk=1)
        batch = _batch(row.learnt)
        if not batch:
            return False
        before, row.learnt = row.learnt, max(batch)
        if changes := _changes(_decisions_on(batch.values()), before, row.learnt):
            _teach(row, changes)
        row.save()
    return len(batch) == _BATCH


class _Change(NamedTuple):
    """The label of a comment before and now: spam, no spam, or None."""

    comment: Comment
    was_spam: bool | None
    is_spam: bool | None


def _changes(decisions: list[Decision], before: int, now: int) -> list[_Change]:
    """Return the labels changed between two entries of the audit log, in order, of comments that have a text."""
    was, stands = ({key: teaches(each) for key, each in standing(decisions, at).items()} for at in (before, now))
    changed = [key for key in stands | was if was.get(key) is not stands.get(key)]
    typed = _typed(changed)
    return [_Change(typed[key], was.get(key), stands.get(key)) for key in changed if key in typed]


def _teach(row: SpamFilter, changes: list[_Change]) -> None:
    """Learn changes. Each comment is scored before it is first learnt, for measuring on unseen data."""
    learner, guesses = learner_of(row), {guess[0]: guess for guess in row.guesses}
    for comment, was_spam, is_spam in changes:
        scaled = list(_features(comment).scaled)
        if comment.pk in guesses:
            guesses[comment.pk][2] = is_spam
        elif was_spam is None:
            guesses[comment.pk] = [comment.pk, learner.margin(scaled), is_spam]
        if was_spam is not None:
            learner.take_back(scaled, was_spam)
        if is_spam is not None:
            learner.teach(scaled, is_spam)
    row.version, row.data, row.guesses = new_version(), learner.dumps(), list(guesses.values())[-_MEASURED:]
    calibration = calibrate(measured(row))
    row.slope, row.offset = calibration.slope, calibration.offset


# Training from scratch


def retrain(progress: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Train a new filter on all decisions with texts, and replace the old one.

    It may run while the paper is served: decisions made meanwhile are learnt at the end. If stopped, the old filter
    stays. `progress` is called as by `train`.
    """
    until = Decision.objects.aggregate(last=Max("number"))["last"] or 0
    keys = array("Q")
    trained = train(_examples(until, keys), progress)
    guesses = [[keys[at], margin, is_spam] for at, (margin, is_spam) in trained.guesses.items()]
    fields = {"slope": trained.calibration.slope, "offset": trained.calibration.offset, "guesses": guesses[-_MEASURED:]}
    fields |= {"version": new_version(), "learnt": until, "data": trained.learner.dumps()}
    SpamFilter.objects.update_or_create(pk=1, defaults=fields)
    learn()


def _examples(until: int, keys: array) -> Iterator[tuple[Features, bool]]:
    """Yield every labelled comment, in the order of decisions; append their primary keys to `keys`."""
    last = 0
    while batch := _batch(last, until):
        last = max(batch)
        stands = standing(_decisions_on(batch.values()), until)
        # Each comment once, at the decision in force on it.
        verdicts = {key: teaches(each) for key, each in stands.items() if each.number in batch}
        typed = _typed(verdicts)
        for key, is_spam in verdicts.items():
            if key in typed and is_spam is not None:
                keys.append(key)
                yield _features(typed[key]), is_spam


# Labels


def standing(decisions: list[Decision], until: int) -> dict[int, Decision]:
    """Return the newsroom's decision in force on each comment at number `until`: {comment: decision}, in order.

    `decisions` are all decisions on those comments, in order. Left out are those undone by then, those of policies,
    rules and commenters, and refusals of an edit, which do not label the approved text.
    """
    known = [each for each in decisions if each.number <= until]
    undone = {each.undoes_id for each in known}
    last = {each.comment_id: each for each in known if _decides(each) and each.pk not in undone}
    return dict(sorted(last.items(), key=lambda item: item[1].number))


def _decides(decision: Decision) -> bool:
    refused_edit = decision.verb == Decision.Verb.REJECT and decision.to_state == Comment.State.APPROVED
    return decision.actor in _BY_THE_NEWSROOM and decision.verb in _DECISIVE and not refused_edit


def teaches(decision: Decision) -> bool | None:
    """Return the label that a decision in force gives: spam, no spam, or None, as for a personal attack."""
    if decision.to_state == Comment.State.APPROVED:
        return False
    is_spam = decision.to_state == Comment.State.SPAM or decision.reason == Decision.Reason.SPAM
    return True if is_spam else None


# Queries


def _batch(after: int, until: int = sys.maxsize) -> dict[int, int | None]:
    """Return the next decisions as {number: comment}."""
    decisions = Decision.objects.filter(number__gt=after, number__lte=until).order_by("number")
    return dict(decisions.values_list("number", "comment")[:_BATCH])


def _decisions_on(comments: Collection[int | None]) -> list[Decision]:
    """Return all decisions on some comments, in order. Sorted in Python, so that the index by comment is used."""
    fields = ("number", "comment_id", "verb", "to_state", "reason", "actor", "undoes_id")
    found = Decision.objects.filter(comment__in={key for key in comments if key}).order_by().only(*fields)
    return sorted(found, key=lambda each: each.number)


def _typed(comments: Collection[int]) -> dict[int, Comment]:
    """Return {primary key: comment} of those that still have a text."""
    found = Comment.objects.only("text", "name", "website").in_bulk(comments)
    return {key: comment for key, comment in found.items() if comment.text.strip()}


def _features(comment: Comment) -> Features:
    return features_of(comment.text, comment.name, comment.website)
