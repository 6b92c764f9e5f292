"""What a story rests on, as it is listed at its end: kept on its row, so that a page costs no query for it."""

import re

from django.utils.translation import gettext_lazy as _

KINDS = {"document": _("document"), "interview": _("interview"), "data": _("data"), "visit": _("seen on the spot")}
FIELDS = ("title", "publisher", "link", "kind")
LONGEST = 300


def is_link(value: str) -> bool:
    """Tell whether a value is an address that readers may be led to."""
    return bool(re.fullmatch(r"https?://[^\s\"<>\\]+", value))


def tidy(value) -> list[dict[str, str]]:
    """Return a list of sources with what may be printed of it; whatever it was, it can be printed then."""
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return [source for source in map(_tidy_row, rows) if source["title"]]


def _tidy_row(row: dict) -> dict[str, str]:
    source = {name: " ".join(str(row.get(name) or "").split())[:LONGEST] for name in FIELDS}
    if not is_link(source["link"]):
        source["link"] = ""
    if source["kind"] not in KINDS:
        source["kind"] = ""
    return source
