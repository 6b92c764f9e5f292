"""A cache of rendered fragments, such as cards and comments, for some minutes.

The key is a hash of the template, its values, the language, the time zone and the day. The template gets nothing else,
neither the request nor the user. So no invalidation is needed: other values have another key.
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

# The cache's size in bytes, and the time-to-live in seconds of unused fragments; up to twice of each.
_MOST, _SECONDS = 1_000_000, 300


class _Memory:
    """Fragments by key, in two generations: those unused for a whole generation are dropped with it."""

    def __init__(self):
        self.forget()

    def forget(self) -> None:
        # Bytes take half the memory: one dash or curly quote makes all characters of a `str` wider.
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
    """Return a rendered template, cached. Values are rows, keyed by their fetched columns, and what can be pickled."""
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
    """Serialise values for a key; of a row, its fetched columns and the related rows fetched with it."""

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
    # "+" is the cache of a reverse relation without a name, which no template can follow.
    beside = {name: other for name, other in row._state.fields_cache.items() if name != "+"}
    below = fetched.get("_prefetched_objects_cache")
    return (
        list(map(fetched.get, _columns(type(row)))),
        beside,
        {name: list(rows) for name, rows in below.items()} if below else {},
    )


def _told(_kind: str) -> None:
    """Stand for a row's or a dataclass's constructor in the pickle, which is never loaded."""


@cache
def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]
