"""Print a part of a page, such as a card or a comment, once for the same values, and remember it for some minutes.

A part follows from the values that it is given, the language, the time zone and the day. Its template gets nothing else,
neither the request nor who asks. So nothing has to be dropped when something changes: other values are another part.
"""

import hashlib
import io
import pickle
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache

from django.db.models import Model
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from newsroom.lib.html import printed_before

# How many bytes are remembered, and for how many seconds what is not asked for again; up to twice of each.
_MOST, _SECONDS = 1_000_000, 300


class _Memory:
    """Parts by what they follow from. Those that nobody asks for go with all that are as old."""

    def __init__(self):
        self.forget()

    def forget(self) -> None:
        # As bytes they take half of the room: a single dash or curly quote makes all characters of a text wider.
        self._recent: dict[bytes, bytes] = {}
        self._former: dict[bytes, bytes] = {}
        self._size, self._turned_at = 0, time.monotonic()

    def get(self, key: bytes) -> SafeString | None:
        if self._size > _MOST or time.monotonic() > self._turned_at + _SECONDS:
            self._former, self._recent = self._recent, {}
            self._size, self._turned_at = 0, time.monotonic()
        found = self._recent.get(key)
        if found is None and (found := self._former.get(key)) is not None:
            self._keep(key, found)
        return None if found is None else printed_before(found.decode())

    def keep(self, key: bytes, part: SafeString) -> None:
        self._keep(key, part.encode())

    def _keep(self, key: bytes, part: bytes) -> None:
        self._recent[key] = part
        self._size += len(part)


_memory = _Memory()
forget = _memory.forget


def printed(template: str, **values) -> SafeString:
    """Return what a template prints of some values: rows, as far as they were fetched, and what can be pickled."""
    key = _key_of(template, values)
    part = _memory.get(key)
    if part is None:
        part = get_template(template).render(values)
        _memory.keep(key, part)
    return part


def _key_of(template: str, values: dict) -> bytes:
    around = template, get_language(), timezone.get_current_timezone_name(), timezone.localdate()
    said = io.BytesIO()
    _Telling(said, pickle.HIGHEST_PROTOCOL).dump((around, values))
    return hashlib.blake2b(said.getbuffer(), digest_size=16).digest()


class _Telling(pickle.Pickler):
    """Write down all that values say; of a row, what was fetched of it and of the rows that came with it."""

    def reducer_override(self, value):
        said = _way_to_tell(type(value))
        return (_told, (type(value).__name__,), said(value)) if said else NotImplemented


@cache
def _way_to_tell(kind: type) -> Callable | None:
    if issubclass(kind, Model):
        return _said_by_row
    if is_dataclass(kind):
        names = [each.name for each in fields(kind)]
        return lambda value: [getattr(value, name) for name in names]
    return None


def _said_by_row(row: Model) -> tuple[list, dict, dict]:
    fetched = row.__dict__
    # By "+" Django goes from a row to one that points to it under no name: no template can follow.
    beside = {name: other for name, other in row._state.fields_cache.items() if name != "+"}
    below = fetched.get("_prefetched_objects_cache")
    return (
        list(map(fetched.get, _columns(type(row)))),
        beside,
        {name: list(rows) for name, rows in below.items()} if below else {},
    )


def _told(_kind: str) -> None:
    """Stand for a row or a dataclass in what was written down, which is never read."""


@cache
def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
