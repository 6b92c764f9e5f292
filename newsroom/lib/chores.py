"""Work that comes round again and need not be done while a reader waits: what there is, and how often.

An app names its chores in its module `chores`, which is found by itself:

    @chore("send mail", every=15)
    def send_mail():
        for notice in Notice.objects.due()[:50]:
            if stopping.is_set():
                return
            …

`newsroom.caretaker` does them, one process at a time. A process that is killed in the middle leaves its chore to
be done again when the lease is over, and one that takes longer than its lease may be joined by another: a chore
writes down what it has done as it goes. What it raises is logged, so that no message may hold personal data.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

# Set when the process is about to end: a chore that goes from item to item returns before the next.
stopping = threading.Event()


@dataclass(frozen=True)
class Duty:
    """A chore as its app names it: what to call, how often, and how long that may take."""

    name: str
    do: Callable[[], object]
    every: timedelta
    lease: timedelta


_known: dict[str, Duty] = {}


def chore(name: str, *, every: int, lease: int = 600):
    """Register a function without arguments as a chore; `every` and `lease` are seconds."""

    def register(do):
        if name in _known:
            raise ValueError(f"there is a chore “{name}” already")
        _known[name] = Duty(name, do, timedelta(seconds=every), timedelta(seconds=lease))
        return do

    return register


def known() -> dict[str, Duty]:
    """Return {name: duty} for all that the apps registered."""
    return dict(_known)
