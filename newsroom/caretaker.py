"""Do the chores: in a thread of every server, or from the command line.

Any number of caretakers may be about, on any number of machines: a chore is claimed by a conditional update of its
row, so that one of them does it. Their clocks should agree to a second or so.
"""

import logging
import multiprocessing
import os
import random
import threading
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.util import Finalize

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from newsroom.lib import chores
from newsroom.models import Chore

logger = logging.getLogger(__name__)

# Seconds between two looks at what is due: not the same each time, so that workers do not look in step.
_PAUSE = (3, 7)
# Seconds that a process which is told to end waits for the chore in hand.
_GRACE = 3
_FIRST_RETRY, _LONGEST_RETRY = timedelta(seconds=15), timedelta(minutes=15)


@dataclass(frozen=True)
class Outcome:
    """What became of one chore: `failure` is the kind of exception that ended it, or empty."""

    name: str
    failure: str = ""


def prepare() -> None:
    """Have a row for every chore that the apps registered."""
    Chore.objects.prepare({name: duty.every for name, duty in chores.known().items()})


def make_round() -> list[Outcome]:
    """Do, one after the other, what is due and nobody else is at."""
    duties = chores.known()
    outcomes = []
    for name in Chore.objects.due().filter(name__in=duties).values_list("name", flat=True):
        claimed = not chores.stopping.is_set() and Chore.objects.claim(name, lease=duties[name].lease)
        if claimed:
            outcomes.append(_do(duties[name], claimed))
    return outcomes


def _do(duty: chores.Duty, claimed: Chore) -> Outcome:
    failure = ""
    try:
        duty.do()
    except Exception as error:
        logger.exception("The chore “%s” failed", duty.name)
        failure = type(error).__name__
    wait = retry_after(claimed.failures + 1) if failure else duty.every
    claimed.end(failure=failure, due_at=timezone.now() + wait)
    return Outcome(duty.name, failure)


def retry_after(failures: int) -> timedelta:
    """Return how long a chore rests that failed so many times in a row: each time twice as long, to a bound."""
    return min(_FIRST_RETRY * 2 ** min(failures - 1, 10), _LONGEST_RETRY)


def keep_going() -> None:
    """Make rounds until the process is told to end.

    A database that is down, or has no tables yet, is said once and looked for again.
    """
    is_prepared = is_in_trouble = False
    while not chores.stopping.wait(random.uniform(*_PAUSE)):  # noqa: S311 - no secret
        try:
            if not is_prepared:
                prepare()
            make_round()
            is_prepared, is_in_trouble = True, False
        except Exception as error:
            if not is_in_trouble:
                logger.warning("The chores wait, and are tried again: %s", type(error).__name__)
            is_prepared, is_in_trouble = False, True
        finally:
            close_old_connections()


def at_work(application):
    """Wrap a WSGI application, so that each process which serves it does the chores beside it.

    They begin with the first request and not with the import: a server may import the application and then fork,
    and neither a thread nor a database connection outlives that. A worker of granian's imports it after the fork,
    so that there they begin at once, and a paper that nobody reads at night sends its mail all the same.
    """
    if settings.TASKS != "server":
        return application
    if multiprocessing.parent_process():
        _begin()

    def working(environ, start_response):
        if _at_work_in != os.getpid():
            _begin()
        return application(environ, start_response)

    return working


_at_work_in = None
_beginning = threading.Lock()


def _begin() -> None:
    global _at_work_in
    with _beginning:
        if _at_work_in == os.getpid():
            return
        _at_work_in = os.getpid()
    thread = threading.Thread(target=keep_going, name="caretaker", daemon=True)
    thread.start()
    # Not `atexit`: before Python 3.13 it is passed over in a process that multiprocessing forked.
    Finalize(None, _end, args=(thread,), exitpriority=0)


def _end(thread: threading.Thread) -> None:
    """Let the chore in hand come to its end, within reason; what is left lies until its lease is over."""
    chores.stopping.set()
    thread.join(_GRACE)
