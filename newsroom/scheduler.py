"""The scheduler of background tasks: in a thread of every server process, or from the command line.

Any number of schedulers may run, on any number of machines: a task is leased by a conditional update of its
row, so that only one of them runs it. Their clocks should agree to a second or so.
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

from newsroom.lib import tasks
from newsroom.models import TaskState

logger = logging.getLogger(__name__)

# Seconds between two queries for due tasks, with jitter, so that workers do not run in step.
_PAUSE = (3, 7)
# Seconds that a process which is told to end waits for the running task.
_GRACE = 3
_FIRST_RETRY, _LONGEST_RETRY = timedelta(seconds=15), timedelta(minutes=15)


@dataclass(frozen=True)
class Outcome:
    """The result of one task: `failure` is the exception class that ended it, or empty."""

    name: str
    failure: str = ""


def prepare() -> None:
    """Make a row for every registered task."""
    TaskState.objects.prepare({name: task.every for name, task in tasks.known().items()})


def run_due() -> list[Outcome]:
    """Run the tasks that are due and not leased to others, one after the other."""
    known = tasks.known()
    outcomes = []
    for name in TaskState.objects.due().filter(name__in=known).values_list("name", flat=True):
        claimed = not tasks.stopping.is_set() and TaskState.objects.claim(name, lease=known[name].lease)
        if claimed:
            outcomes.append(_do(known[name], claimed))
    return outcomes


def _do(task: tasks.Task, claimed: TaskState) -> Outcome:
    failure = ""
    try:
        task.do()
    except Exception as error:
        logger.exception("The task “%s” failed", task.name)
        failure = type(error).__name__
    wait = retry_after(claimed.failures + 1) if failure else task.every
    claimed.end(failure=failure, due_at=timezone.now() + wait)
    return Outcome(task.name, failure)


def retry_after(failures: int) -> timedelta:
    """Return the delay before the next retry of a task that failed so many times in a row: exponential, bounded."""
    return min(_FIRST_RETRY * 2 ** min(failures - 1, 10), _LONGEST_RETRY)


def run_forever() -> None:
    """Run due tasks, again and again, until the process is told to end.

    A database that is down, or has no tables yet, is logged once and retried.
    """
    is_prepared = is_in_trouble = False
    while not tasks.stopping.wait(random.uniform(*_PAUSE)):  # noqa: S311 - no secret
        try:
            if not is_prepared:
                prepare()
            run_due()
            is_prepared, is_in_trouble = True, False
        except Exception as error:
            if not is_in_trouble:
                logger.warning("The tasks wait, and are tried again: %s", type(error).__name__)
            is_prepared, is_in_trouble = False, True
        finally:
            close_old_connections()


def at_work(application):
    """Wrap a WSGI application, so that each process which serves it also runs the tasks.

    The thread starts at the first request and not at import: a server may import the application and then fork,
    and neither a thread nor a database connection survives that. A worker of granian imports it after the fork,
    so that the thread starts at once, and tasks run without any request.
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
    thread = threading.Thread(target=run_forever, name="scheduler", daemon=True)
    thread.start()
    # Not `atexit`: before Python 3.13 it does not run in a process that multiprocessing forked.
    Finalize(None, _end, args=(thread,), exitpriority=0)


def _end(thread: threading.Thread) -> None:
    """Wait some seconds for the running task to end; if it does not, it is retried when its lease ends."""
    tasks.stopping.set()
    thread.join(_GRACE)
