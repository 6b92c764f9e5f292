"""The filter as one worker holds it in memory, and how workers keep up with what others teach.

Every question costs one query of one small row, which tells whether there is something new: then the lessons since
are learned here too, in the order in which they were given, or the memory that another has stored is read.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from comments.models import SpamFilter, SpamLesson, SpamMemory
from comments.spam.calibration import Calibration, Pairs, calibrate
from comments.spam.features import features_of
from comments.spam.learner import Learner
from newsroom.lib.prepared import Prepared

# Lessons after which the memory is stored, and those before it need not be learned by whoever comes new.
STORED_EVERY = 100
# Guesses that the measures are taken from: the last ones, since both spam and the filter change.
_MEASURED = 1000


@Prepared
def _standing():
    return SpamFilter.objects.filter(pk=1).values_list("edition", "through", "taught", "slope", "offset")


class Memory:
    """A learner, and which lessons it has learned. Not to be used by two threads at once."""

    def __init__(self):
        self.edition: int | None = None
        self.through = self.taught = 0
        self.learner, self.calibration = Learner(), Calibration()

    def catch_up(self) -> None:
        """Learn what was taught elsewhere since the last time. One query if that is nothing."""
        row = _standing.first()
        if row is None:
            if self.edition is not None:
                self.__init__()
            return
        edition, through, taught, slope, offset = row
        if (edition, through) != (self.edition, self.through):
            self._read(edition)
            self.calibration = Calibration(slope, offset)
        if taught < self.taught:
            # Lessons were given in a transaction that came to nothing.
            self._read(edition)
        if taught > self.taught:
            self._learn_lessons()
            self.taught = max(taught, self.taught)

    def _read(self, edition: int) -> None:
        stored = SpamMemory.objects.filter(edition=edition).first()
        self.edition = edition
        self.learner = Learner.loads(bytes(stored.data)) if stored else Learner()
        self.through = self.taught = stored.through if stored else 0

    def _learn_lessons(self) -> None:
        lessons = SpamLesson.objects.in_edition(self.edition).after(self.taught)
        columns = ("number", "is_spam", "was_spam", "comment__text", "comment__name", "comment__website")
        for number, is_spam, was_spam, *typed in lessons.values_list(*columns):
            scaled = list(features_of(*typed).scaled)
            if was_spam is not None:
                self.learner.take_back(scaled, was_spam)
            if is_spam is not None:
                self.learner.teach(scaled, is_spam)
            self.taught = number


_memory = Memory()
_lock = threading.Lock()


@contextmanager
def up_to_date() -> Iterator[Memory]:
    """Hold this worker's memory for as long as the block lasts, with all that was taught before it.

    Nothing may be written in the block: who waits for a row would keep others from the memory, and one of those may
    be who has the row.
    """
    with _lock:
        _memory.catch_up()
        yield _memory


def measured(edition: int | None) -> Pairs:
    """Return (margin, is spam) of the last guesses that were made before the decision, the newest first."""
    guesses = SpamLesson.objects.in_edition(edition).measured().values_list("margin", "is_spam")
    return list(guesses[:_MEASURED])


def store() -> bool:
    """Keep the memory for others if much was learned since it was kept, and calibrate anew.

    Return whether it was kept: another worker may have been first.
    """
    with up_to_date() as memory:
        edition, through, taught = memory.edition, memory.through, memory.taught
        if taught - through < STORED_EVERY:
            return False
        data = memory.learner.dumps()
    calibration = calibrate(measured(edition))
    with transaction.atomic():
        as_read = SpamFilter.objects.filter(pk=1, edition=edition, through=through)
        if not as_read.update(through=taught, slope=calibration.slope, offset=calibration.offset):
            return False
        SpamMemory.objects.update_or_create(edition=edition, defaults={"through": taught, "data": data})
        SpamLesson.objects.in_edition(edition).filter(number__lte=taught, is_last=False).delete()
    return True
