"""Tell how often something came lately, without keeping what it was.

A count-min sketch (Cormode and Muthukrishnan 2005, doi:10.1016/j.jalgor.2003.12.001): two rows of small counters, in
each of which a thing has one place by a hash under a random key. Things may share a place, so that a count is never too
low and seldom too high; what is in the rows leads back to nothing, and when the window is over they are thrown away
with the key.
"""

import hashlib
import secrets
import time
from collections.abc import Callable

# With as many things in a window as a row has places, one in a hundred thousand finds five or more of others in both.
_PLACES = 2**21
_MOST = 255


class Sketch:
    """Counts of one process, in windows of so many seconds. Not safe for threads: the caller holds a lock."""

    def __init__(self, *, seconds: int, places: int = _PLACES, clock: Callable[[], float] = time.time):
        self._seconds = seconds
        self._places = places
        self._clock = clock
        self._window = -1

    def hit(self, thing: bytes) -> int:
        """Count one more of a thing, and return how many its window has seen: 255 stands for that or more."""
        window = int(self._clock()) // self._seconds
        if window != self._window:
            self._begin(window)
        digest = hashlib.blake2b(thing, key=self._key, digest_size=16).digest()
        places = [int.from_bytes(half) % self._places for half in (digest[:8], digest[8:])]
        count = min(min(row[place] for row, place in zip(self._rows, places, strict=True)) + 1, _MOST)
        for row, place in zip(self._rows, places, strict=True):
            row[place] = max(row[place], count)
        return count

    def _begin(self, window: int) -> None:
        self._window = window
        self._key = secrets.token_bytes(32)
        self._rows = bytearray(self._places), bytearray(self._places)
