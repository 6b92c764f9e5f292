"""A second process that produces what this one inserts, so that two cores are used."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

import django

T, Made = TypeVar("T"), TypeVar("Made")

# Starting a process takes as long as making so few items.
_FEW = 3


def ahead(function: Callable[[T], Made], things: Sequence[T]) -> Iterator[Made]:
    """Yield a function's result for each item, in order, computed ahead in a second process; a few are computed here.

    The process blocks until its result is taken, and is terminated when the iteration ends.
    """
    if len(things) <= _FEW:
        yield from map(function, things)
        return
    aside = get_context("spawn")
    receiver, sender = aside.Pipe(duplex=False)
    process = aside.Process(target=_make, args=(sender, pickle.dumps((function, things))), daemon=True)
    process.start()
    sender.close()
    try:
        for _thing in things:
            yield receiver.recv()
    finally:
        process.terminate()
        process.join()


def _make(sender: Connection, order: bytes) -> None:
    """Run in the second process. Models can be unpickled only after django.setup(), so the arguments come as bytes."""
    django.setup()
    function, things = pickle.loads(order)  # noqa: S301 - from the process that began this one
    for thing in things:
        sender.send(function(thing))
