"""Numbered pages of an archive that never count it."""

import re
from dataclasses import dataclass

from django.http import Http404


@dataclass(frozen=True)
class Page:
    """One page of `items`; `previous` and `next` are page numbers or None."""

    items: list
    number: int
    has_next: bool

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.has_next else None

    def __iter__(self):
        return iter(self.items)

    def __len__(self):
        return len(self.items)


def page_number(request) -> int:
    """Return the page that `?page=` asks for, 1 without it. Anything but a plain whole number above 0 is a 404."""
    asked = request.GET.get("page")
    if asked is None:
        return 1
    if not re.fullmatch(r"[1-9][0-9]{0,5}", asked):
        raise Http404("no such page")
    return int(asked)


def paginate(queryset, number: int, *, size: int) -> Page:
    """Fetch page `number` of `queryset` in one query, and one row more to know whether another follows.

    A page beyond the last is a 404; the first is there even when it is empty.
    """
    first = (number - 1) * size
    rows = list(queryset[first : first + size + 1])
    if not rows and number > 1:
        raise Http404("no such page")
    return Page(rows[:size], number, len(rows) > size)
