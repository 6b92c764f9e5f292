"""Editors' actions on slots of the front page. `by` is the member of staff who acts; None the command line."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Slot


@transaction.atomic
def fill(slot: Slot, *, by) -> None:
    """Save a slot; delete slots that are over and those that it replaces for good. Raises PermissionDenied."""
    _require_editor(by, "articles.add_slot")
    slot.filled_by = by
    slot.save()
    now = timezone.now()
    gone = Slot.objects.over(now)
    if slot.starts_at <= now:
        before = Slot.objects.of_place(slot).filter(Q(starts_at__lt=slot.starts_at) | Q(pk__lt=slot.pk))
        gone |= before.filter(starts_at__lte=now) if slot.is_pinned else before.filter(is_pinned=False)
    for each in gone.exclude(pk=slot.pk):
        each.delete()


def empty(slot: Slot, *, by) -> None:
    """Delete a slot, current or scheduled. Raises PermissionDenied."""
    _require_editor(by, "articles.delete_slot")
    slot.delete()


def _require_editor(user, right: str) -> None:
    if user and not user.has_perm(right):
        raise PermissionDenied
