"""Know a program that reads from a person who does, by what it says of itself."""

import re
from collections.abc import Mapping

# What nearly every crawler, link checker, monitor and library of requests calls itself by.
_NAMES = re.compile(
    r"(?<!cu)bot(?![a-z])|crawl|spider|slurp|archiver|scrap|fetch|preview|monitor|uptime|pingdom|lighthouse|pagespeed|headless"
    r"|phantom|selenium|facebookexternalhit|whatsapp|embedly|curl|wget|python|java/|okhttp|axios|node|go-http|libwww|ruby",
    re.IGNORECASE,
)


def is_crawler(user_agent: str) -> bool:
    """Tell whether a name is that of a program; so is none at all."""
    return not user_agent or bool(_NAMES.search(user_agent))


def is_ahead_of_reader(environ: Mapping[str, str]) -> bool:
    """Tell whether a browser asked before anyone wanted to see the page (the Sec-Purpose header of the Fetch standard)."""
    said = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or environ.get("HTTP_X_MOZ") or ""
    return "prefetch" in said or "prerender" in said
