"""Learn the newsroom's decisions: those made since the last time, or all of them from the beginning.

What stands on a comment is what counts. What it taught before follows from the record up to the last decision that
was learnt, so that nothing else is kept of it. It is unlearnt by the text as it is now: where that was edited or
forgotten since, a small residue stays in the counts until `train_spam_filter` begins anew.
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

# Decisions learnt under one lock, for which everyone who writes waits on SQLite, and seconds left to those between two.
_BATCH, _PAUSE = 200, 0.1
# Guesses that are kept to measure by: the last ones, since both spam and the filter change.
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
    """Learn the decisions made since the last time, in batches, each of which is kept before the next begins."""
    while _learn_batch() and not stopping.wait(_PAUSE):
        pass


def _learn_batch() -> bool:
    """Learn the next decisions, and return whether there may be more.

    One process learns at a time, by the lock on the row; what it learnt is written together with the number of the
    last decision, so that none counts twice, whoever runs this again.
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
    """What a comment taught before, and what it teaches now: spam, no spam, or nothing."""

    comment: Comment
    was_spam: bool | None
    is_spam: bool | None


def _changes(decisions: list[Decision], before: int, now: int) -> list[_Change]:
    """Return what changed between two numbers of the record, in the order of decisions. Without a text, nothing did."""
    was, stands = ({key: teaches(each) for key, each in standing(decisions, at).items()} for at in (before, now))
    changed = [key for key in stands | was if was.get(key) is not stands.get(key)]
    typed = _typed(changed)
    return [_Change(typed[key], was.get(key), stands.get(key)) for key in changed if key in typed]


def _teach(row: SpamFilter, changes: list[_Change]) -> None:
    """Learn changes. Each comment is guessed at before it is first learnt: by that precision is measured."""
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


# From the beginning


def retrain(progress: Callable[[int, int], None] = lambda done, of: None) -> None:
    """Learn all decisions of which the texts are still there, and put the new filter in the place of the old.

    The paper may be served meanwhile: what is decided after the beginning is learnt at the end, as the task would.
    Stopped, it leaves the old filter as it was.
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
    """Yield every comment that a decision teaches something of, in the order of decisions; note down their keys."""
    last = 0
    while batch := _batch(last, until):
        last = max(batch)
        stands = standing(_decisions_on(batch.values()), until)
        # A comment comes with the decision that stands on it, and not with earlier ones.
        verdicts = {key: teaches(each) for key, each in stands.items() if each.number in batch}
        typed = _typed(verdicts)
        for key, is_spam in verdicts.items():
            if key in typed and is_spam is not None:
                keys.append(key)
                yield _features(typed[key]), is_spam


# What decisions teach


def standing(decisions: list[Decision], until: int) -> dict[int, Decision]:
    """Return the newsroom's decision that stood on each comment after number `until`: {comment: decision}, in order.

    It is given all decisions on those comments, in order. One that was undone by then does not stand; what a policy, a
    rule or the comment's author did is none of the newsroom's; a refused edit says nothing of the wording that stands.
    """
    known = [each for each in decisions if each.number <= until]
    undone = {each.undoes_id for each in known}
    last = {each.comment_id: each for each in known if _decides(each) and each.pk not in undone}
    return dict(sorted(last.items(), key=lambda item: item[1].number))


def _decides(decision: Decision) -> bool:
    refused_edit = decision.verb == Decision.Verb.REJECT and decision.to_state == Comment.State.APPROVED
    return decision.actor in _BY_THE_NEWSROOM and decision.verb in _DECISIVE and not refused_edit


def teaches(decision: Decision) -> bool | None:
    """Say what a standing decision teaches: spam, no spam, or nothing, as when a person was attacked."""
    if decision.to_state == Comment.State.APPROVED:
        return False
    is_spam = decision.to_state == Comment.State.SPAM or decision.reason == Decision.Reason.SPAM
    return True if is_spam else None


# What is read


def _batch(after: int, until: int = sys.maxsize) -> dict[int, int | None]:
    """Return the next decisions as {number: comment}."""
    decisions = Decision.objects.filter(number__gt=after, number__lte=until).order_by("number")
    return dict(decisions.values_list("number", "comment")[:_BATCH])


def _decisions_on(comments: Collection[int | None]) -> list[Decision]:
    """Return all decisions on some comments, in order. Sorted here, so that they are looked up by comment."""
    fields = ("number", "comment_id", "verb", "to_state", "reason", "actor", "undoes_id")
    found = Decision.objects.filter(comment__in={key for key in comments if key}).order_by().only(*fields)
    return sorted(found, key=lambda each: each.number)


def _typed(comments: Collection[int]) -> dict[int, Comment]:
    """Return what was typed, of those comments that still have a text."""
    found = Comment.objects.only("text", "name", "website").in_bulk(comments)
    return {key: comment for key, comment in found.items() if comment.text.strip()}


def _features(comment: Comment) -> Features:
    return features_of(comment.text, comment.name, comment.website)
