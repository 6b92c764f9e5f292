"""Numbered pages of a long list, without counting it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.http import Http404


@dataclass(frozen=True)
class Page:
    """One page of `items`; `previous` and `next` are page numbers or None.

    `is_cut` means that there are more rows, but no further numbered pages.
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
    """Return the number in `?page=`, 1 without it. Raises Http404 for anything but a whole number above 0."""
    asked = request.GET.get("page")
    if asked is None:
        return 1
    if not re.fullmatch(r"[1-9][0-9]{0,5}", asked):
        raise Http404("no such page")
    return int(asked)


def paginate(rows: Sequence | Callable[[int, int], list], number: int, *, size: int, last: int | None = None) -> Page:
    """Fetch page `number` of `rows` in one query, with one row more to know whether another page follows.

    `rows` is a queryset, or a function that returns the rows from a start to before an end.

    A page beyond the last raises Http404; the first exists even when it is empty. `last` bounds the offset that the
    database has to skip: later rows must be found in another way.
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
    """A paginator for the desk that counts up to `most` rows only; older rows are found by searching."""

    most = 1000

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most)

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than the pages show."""
        return self._counted > self.most

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by().values("pk")[: self.most + 1].count()
