"""Work that comes round again and need not be done while a reader waits: what there is, and how often.

An app names its tasks in its module `tasks`, which is found by itself:

    @task("send mail", every=15)
    def send_mail():
        for notice in Notice.objects.due()[:50]:
            if stopping.is_set():
                return
            …

`newsroom.scheduler` does them, one process at a time. A process that is killed in the middle leaves its task to
be done again when the lease is over, and one that takes longer than its lease may be joined by another: a task
writes down what it has done as it goes. What it raises is logged, so that no message may hold personal data.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

# Set when the process is about to end: a task that goes from item to item returns before the next.
stopping = threading.Event()


@dataclass(frozen=True)
class Task:
    """A task as its app names it: what to call, how often, and how long that may take."""

    name: str
    do: Callable[[], object]
    every: timedelta
    lease: timedelta


_known: dict[str, Task] = {}


def task(name: str, *, every: int, lease: int = 600):
    """Register a function without arguments as a task; `every` and `lease` are seconds."""

    def register(do):
        if name in _known:
            raise ValueError(f"there is a task “{name}” already")
        _known[name] = Task(name, do, timedelta(seconds=every), timedelta(seconds=lease))
        return do

    return register


def known() -> dict[str, Task]:
    """Return {name: task} for all that the apps registered."""
    return dict(_known)
