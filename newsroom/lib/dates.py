"""Machine-readable dates."""

from datetime import datetime

from django.utils import timezone


def for_programs(at: datetime) -> str:
    """Return a datetime in ISO 8601, to the second, with the offset of the publication's time zone."""
    return timezone.localtime(at).isoformat(timespec="seconds")
