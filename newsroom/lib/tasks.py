"""Recurring background tasks: their registry.

An app registers its tasks in its module `tasks`, which is imported automatically:

    @task("send mail", every=15)
    def send_mail():
        for notice in Notice.objects.due()[:50]:
            if stopping.is_set():
                return
            …

`newsroom.scheduler` runs each in one process at a time. If a process is killed, its task runs again when the lease
ends, and a task that takes longer than its lease may run twice at once. So a task must be idempotent and save its
progress as it goes. Exceptions are logged, so that no message may hold personal data.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

# Set when the process is about to end: a task with many items returns before the next item.
stopping = threading.Event()


@dataclass(frozen=True)
class Task:
    """A registered task: the function, its interval and its lease."""

    name: str
    do: Callable[[], object]
    every: timedelta
    lease: timedelta


_known: dict[str, Task] = {}


def task(name: str, *, every: int, lease: int = 600):
    """Register a function without arguments as a task; `every` and `lease` are seconds. Raises ValueError if the name
    is taken."""

    def register(do):
        if name in _known:
            raise ValueError(f"there is a task “{name}” already")
        _known[name] = Task(name, do, timedelta(seconds=every), timedelta(seconds=lease))
        return do

    return register


def known() -> dict[str, Task]:
    """Return {name: task} for all registered tasks."""
    return dict(_known)
