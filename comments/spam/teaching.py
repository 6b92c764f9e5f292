"""Teach the filter: each decision as it is made, or all of them from the beginning.

What stands at the end is what counts: a decision that was undone takes its lesson back, another one corrects it.
"""

import logging
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from comments.models import Comment, Decision, SpamFilter, SpamLesson, SpamMemory
from comments.models.spam_filter import new_edition, standing_decisions, teaches
from comments.spam import memory
from comments.spam.features import Features, features_of
from comments.spam.training import Trained, train

logger = logging.getLogger(__name__)

_TRIES = 3
_BATCH = 500


class Overtaken(Exception):
    """Another training was finished while this one went on; its filter is in use."""


def learn_from(*decisions: Decision) -> None:
    """Teach what stands on comments after decisions on them. To be called once those are committed."""
    comments = {each.comment_id: each.comment for each in decisions if each.comment_id}
    with _sparing_the_decision():
        standing = {each.comment_id: each for each in standing_decisions().filter(comment__in=comments)}
        _learn([(comment, teaches(standing.get(key))) for key, comment in comments.items()])


def learn(comment: Comment, is_spam: bool | None) -> None:
    """Teach that a comment is spam or is none; None takes back what was taught of it.

    Taught the same again, nothing happens. The first guess at it is kept beside the lesson, so that precision can
    be measured.
    """
    with _sparing_the_decision():
        _learn([(comment, is_spam)])


@contextmanager
def _sparing_the_decision() -> Iterator[None]:
    """Log what goes wrong: no decision fails over a lesson, and the next training makes up for it."""
    try:
        yield
    except Exception as error:
        # What a database says of a failure may hold what was to be written.
        logger.error("The spam filter could not be taught a decision: %s", type(error).__name__)


def _learn(lessons: list[tuple[Comment, bool | None]]) -> None:
    """Teach several comments, each of them named once. What was erased teaches nothing."""
    lessons = [(comment, is_spam) for comment, is_spam in lessons if comment.text.strip()]
    for _ in range(_TRIES):
        if not lessons or _keep(lessons):
            break
    memory.store()


def _keep(lessons: list[tuple[Comment, bool | None]]) -> bool:
    """Write lessons down; every worker learns them when it next looks. False if a training was finished meanwhile."""
    SpamFilter.objects.get_or_create(pk=1)
    edition, margins = _guesses([comment for comment, _is_spam in lessons])
    with transaction.atomic():
        row = SpamFilter.objects.filter(pk=1, edition=edition)
        if not row.update(taught=F("taught") + len(lessons)):
            return False
        number = row.values_list("taught", flat=True).get() - len(lessons)
        known = {each.comment_id: each for each in SpamLesson.objects.in_edition(edition).on(margins)}
        new = [
            _lesson(edition, number + at, comment, is_spam, known.get(comment.pk), margins[comment.pk])
            for at, (comment, is_spam) in enumerate(lessons, 1)
        ]
        new = [each for each in new if each.is_spam is not each.was_spam]
        SpamLesson.objects.in_edition(edition).on(each.comment_id for each in new).update(is_last=False)
        SpamLesson.objects.bulk_create(new, batch_size=_BATCH)
    return True


def _guesses(comments: list[Comment]) -> tuple[int, dict[int, float]]:
    """Return the edition of the filter, and what it says of comments now: {id: margin}."""
    taken_apart = {each.pk: features_of(each.text, each.name, each.website) for each in comments}
    with memory.up_to_date() as known:
        return known.edition, {pk: known.learner.margin(each.scaled) for pk, each in taken_apart.items()}


def _lesson(edition, number, comment, is_spam, before: SpamLesson | None, margin: float) -> SpamLesson:
    """Return a lesson that follows on another; the first guess stays."""
    was_spam, margin = (before.is_spam, before.margin) if before else (None, margin)
    return SpamLesson(
        edition=edition, number=number, comment=comment, is_spam=is_spam, was_spam=was_spam, margin=margin
    )


# From the beginning


def retrain(progress: Callable[[int, int], None] = lambda done, of: None) -> Trained:
    """Learn all decisions of which the texts are still there, and put the new filter in the place of the old.

    The paper may be served meanwhile: what is decided before the change is taught to the old filter, and to the new
    one after it. Stopped, it leaves the old one as it was. Raises Overtaken if another training was faster.
    """
    old, _created = SpamFilter.objects.get_or_create(pk=1)
    keys, edition = array("Q"), new_edition()
    trained = train(_examples(keys), progress)
    try:
        _write_lessons(edition, old.taught, keys, trained)
        _change(old, edition, trained)
    except BaseException:
        _delete(SpamLesson.objects.in_edition(edition))
        raise
    SpamMemory.objects.exclude(edition=edition).delete()
    _delete(SpamLesson.objects.exclude(edition=edition))
    return trained


def _examples(keys: array) -> Iterator[tuple[Features, bool]]:
    """Yield every comment that a decision teaches something of, in the order of decisions; note down their keys."""
    decisions, last = standing_decisions().only("number", "comment_id", "to_state", "reason"), 0
    while batch := list(decisions.filter(number__gt=last)[:_BATCH]):
        last = batch[-1].number
        typed = Comment.objects.only("text", "name", "website").in_bulk([each.comment_id for each in batch])
        for decision in batch:
            comment, is_spam = typed.get(decision.comment_id), teaches(decision)
            if comment and is_spam is not None and comment.text.strip():
                keys.append(comment.pk)
                yield features_of(comment.text, comment.name, comment.website), is_spam


def _write_lessons(edition: int, number: int, keys: array, trained: Trained) -> None:
    """Write down what the new filter knows, in batches that keep nobody waiting. Nobody looks at it yet."""
    rows = (
        SpamLesson(edition=edition, number=number, comment_id=key, is_spam=is_spam, margin=trained.guesses.get(at))
        for at, (key, is_spam) in enumerate(zip(keys, trained.is_spam, strict=True))
    )
    while batch := list(islice(rows, _BATCH)):
        # Some may have been deleted meanwhile.
        present = set(Comment.objects.filter(pk__in=[row.comment_id for row in batch]).values_list("pk", flat=True))
        SpamLesson.objects.bulk_create(row for row in batch if row.comment_id in present)


def _change(old: SpamFilter, edition: int, trained: Trained) -> None:
    """Put the new filter in the place of the old, in one transaction, and what was taught meanwhile behind it."""
    with transaction.atomic():
        as_read = SpamFilter.objects.filter(pk=1, edition=old.edition)
        fields = {"slope": trained.calibration.slope, "offset": trained.calibration.offset}
        if not as_read.update(edition=edition, through=old.taught, trained_at=timezone.now(), **fields):
            raise Overtaken
        SpamMemory.objects.create(edition=edition, through=old.taught, data=trained.learner.dumps())
        _move(SpamLesson.objects.in_edition(old.edition).after(old.taught), edition)


def _move(lessons: Iterable[SpamLesson], edition: int) -> None:
    """Let lessons follow on what an edition knows of their comments."""
    for lesson in lessons:
        known = SpamLesson.objects.in_edition(edition).on([lesson.comment_id])
        before = known.first()
        known.update(is_last=False)
        lesson.edition, lesson.was_spam, lesson.is_last = edition, before and before.is_spam, True
        lesson.save(update_fields=["edition", "was_spam", "is_last"])


def _delete(lessons: QuerySet) -> None:
    while keys := list(lessons.values_list("pk", flat=True)[:_BATCH]):
        SpamLesson.objects.filter(pk__in=keys).delete()
