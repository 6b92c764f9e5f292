"""Tell crawlers and prefetching browsers from readers, by their request headers."""

import re
from collections.abc import Mapping

# Words in the User-Agent of nearly every crawler, link checker, monitor and HTTP library.
_NAMES = re.compile(
    r"(?<!cu)bot(?![a-z])|crawl|spider|slurp|archiver|scrap|fetch|preview|monitor|uptime|pingdom|lighthouse|pagespeed|headless"
    r"|phantom|selenium|facebookexternalhit|whatsapp|embedly|curl|wget|python|java/|okhttp|axios|node|go-http|libwww|ruby",
    re.IGNORECASE,
)


def is_crawler(user_agent: str) -> bool:
    """Tell whether a User-Agent is a program's; an empty one counts as a program."""
    return not user_agent or bool(_NAMES.search(user_agent))


def is_ahead_of_reader(environ: Mapping[str, str]) -> bool:
    """Tell whether a request is a prefetch or prerender (the Sec-Purpose header of the Fetch standard)."""
    said = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or environ.get("HTTP_X_MOZ") or ""
    return "prefetch" in said or "prerender" in said
