"""The denormalised counters of threads and branches: recounting, comparing and repairing them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count

from comments.models import Comment, Thread
from comments.moderation import log

BATCH = 1000


@dataclass(frozen=True)
class Difference:
    """A wrong counter of a thread, or of the branch below a comment."""

    of: type[Thread | Comment]
    pk: int
    kept: int
    counted: int

    def __str__(self):
        what = "thread" if self.of is Thread else "branch"
        return f"{what} {self.pk}: kept {self.kept}, counted {self.counted}"


def recount(*, repair: bool = True) -> Iterator[Difference]:
    """Recount every counter and yield those that differ, repaired unless `repair` is False.

    Works in batches. Each locks the audit log, so that no decision changes a counter between the two reads.
    """
    yield from _compare(Thread.objects.all(), "approved_count", "thread", repair)
    yield from _compare(Comment.objects.beginning(), "reply_count", "root", repair)


def _compare(rows, counter: str, of: str, repair: bool) -> Iterator[Difference]:
    """Compare one counter with the number of approved comments that point at its row by the field `of`."""
    last = 0
    while keys := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            log.lock()
            kept = dict(rows.filter(pk__in=keys).order_by("pk").values_list("pk", counter))
            counted = _approved(of, kept)
            found = [
                Difference(rows.model, pk, number, counted.get(pk, 0))
                for pk, number in kept.items()
                if number != counted.get(pk, 0)
            ]
            for each in found if repair else ():
                rows.filter(pk=each.pk).update(**{counter: each.counted})
        yield from found
        last = keys[-1]


def _approved(of: str, keys) -> dict[int, int]:
    """Return {id of a thread or root: number of approved comments in it}."""
    rows = Comment.objects.approved().filter(**{f"{of}__in": list(keys)}).order_by().values_list(of)
    return dict(rows.annotate(number=Count("pk")))
