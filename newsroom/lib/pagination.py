"""Numbered pages of an archive that never count it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.http import Http404


@dataclass(frozen=True)
class Page:
    """One page of `items`; `previous` and `next` are page numbers or None.

    `is_cut` says that more would follow, but that no numbered page shows it.
    """

    items: list
    number: int
    has_next: bool
    is_cut: bool = False

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


def paginate(rows: Sequence | Callable[[int, int], list], number: int, *, size: int, last: int | None = None) -> Page:
    """Fetch page `number` of `rows` in one query, and one row more to know whether another follows.

    They are a queryset, or what returns those from one place to before another.

    A page beyond the last is a 404; the first is there even when it is empty. `last` bounds how far the database
    has to count: what comes after that page is found in another way.
    """
    if last and number > last:
        raise Http404("no such page")
    first = (number - 1) * size
    beyond = first + size + 1
    found = rows(first, beyond) if callable(rows) else list(rows[first:beyond])
    if not found and number > 1:
        raise Http404("no such page")
    goes_on, is_last = len(found) > size, number == last
    return Page(found[:size], number, has_next=goes_on and not is_last, is_cut=goes_on and is_last)


class BoundedPaginator(Paginator):
    """Pages of a list at the desk, which is counted no further than anybody turns: what is older is searched for."""

    most = 1000

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than can be turned to."""
        return self._counted > self.most

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: self.most + 1].count()
