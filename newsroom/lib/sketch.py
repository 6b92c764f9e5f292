"""A count-min sketch: counts recent hits without storing what was counted.

Cormode and Muthukrishnan 2005, doi:10.1016/j.jalgor.2003.12.001. There are two rows of small counters. A hash under a
random key gives an item one counter in each. Items may share a counter, so that a count is never too low and seldom
too high. The items cannot be recovered from the counters, which are discarded with the key at the end of the window.
"""

import hashlib
import secrets
import time
from collections.abc import Callable

# With as many items in a window as counters in a row, one in a hundred thousand is counted five or more too high.
_PLACES = 2**21
_MOST = 255


class Sketch:
    """Counts of one process, in windows of `seconds`. Not thread-safe: the caller must hold a lock."""

    def __init__(self, *, seconds: int, places: int = _PLACES, clock: Callable[[], float] = time.time):
        self._seconds = seconds
        self._places = places
        self._clock = clock
        self._window = -1

    def hit(self, thing: bytes) -> int:
        """Count one hit of an item, and return its count in the current window: 255 stands for 255 or more."""
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
