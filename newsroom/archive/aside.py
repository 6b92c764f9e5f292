"""Have a second process make what this one is to take in, so that a machine with two cores uses both."""

import pickle
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TypeVar

import django

T, Made = TypeVar("T"), TypeVar("Made")

# To begin a process takes as long as to make so few things.
_FEW = 3


def ahead(function: Callable[[T], Made], things: Sequence[T]) -> Iterator[Made]:
    """Yield what a function makes of each thing, in order, the next being made meanwhile; a few are made here.

    The process waits until what it made is taken, and ends when nobody takes it any more.
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
    """Models can be read only once Django is set up; so the order comes as bytes."""
    django.setup()
    function, things = pickle.loads(order)  # noqa: S301 - from the process that began this one
    for thing in things:
        sender.send(function(thing))
