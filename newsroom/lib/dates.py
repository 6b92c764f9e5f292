"""Moments as programs read them."""

from datetime import datetime

from django.utils import timezone


def for_programs(at: datetime) -> str:
    """Return a moment to the second, with the offset of the publication's zone (ISO 8601)."""
    return timezone.localtime(at).isoformat(timespec="seconds")
