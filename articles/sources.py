"""The sources listed at the end of a story: stored in its row, so that a page needs no query for them."""

import re

from django.utils.translation import gettext_lazy as _

KINDS = {"document": _("document"), "interview": _("interview"), "data": _("data"), "visit": _("seen on the spot")}
FIELDS = ("title", "publisher", "link", "kind")
LONGEST = 300


def is_link(value: str) -> bool:
    """Tell whether a value is an http or https address that is safe to link to."""
    return bool(re.fullmatch(r"https?://[^\s\"<>\\]+", value))


def tidy(value) -> list[dict[str, str]]:
    """Return valid sources from any value; invalid parts are removed."""
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return [source for source in map(_tidy_row, rows) if source["title"]]


def _tidy_row(row: dict) -> dict[str, str]:
    source = {name: " ".join(str(row.get(name) or "").split())[:LONGEST] for name in FIELDS}
    if not is_link(source["link"]):
        source["link"] = ""
    if source["kind"] not in KINDS:
        source["kind"] = ""
    return source
