"""Web addresses as people type them, and the real host of each."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from newsroom.lib.folding import HIDDEN, open_up, prototypes

# The beginning of an address (not after a letter, as in a mail address), and characters that end one.
BEGINNING = r"(?<![A-Za-z0-9@._/-])(?:https?://|www\.)"
NOT_WITHIN = rf'\s\x00-\x1f\x7f-\x9f<>"\\“”„«»「」『』（）【】《》〈〉，。！？、；：{HIDDEN}'
# The host ends at a character that no host has. People type no longer addresses.
_ADDRESS = re.compile(
    rf"{BEGINNING}[^{NOT_WITHIN}/?#!$&'()*+,;=~|^{{}}\[\]]{{1,300}}(?:[/?#][^{NOT_WITHIN}]{{,2000}})?", re.IGNORECASE
)
_PARTS = re.compile(r"(https?://)?(?:[^/?#]*@)?([^/?#@]*?)(:\d{0,5})?((?:[/?#].*)?)", re.IGNORECASE | re.DOTALL)
_PUNCTUATION = ".,;:!?'’…*_~"
_OPENERS = {")": "(", "]": "[", "}": "{"}
# Of ASCII, what registries allow, and the underscore that some sites use (RFC 1123; WHATWG URL, "host").
_LABEL = re.compile(r"[a-z0-9_\-\u0080-\ufffc\U00010000-\U0010ffff]+")
_LONGEST_LABEL, _LONGEST_HOST = 63, 253
# Scripts that one language mixes.
_TOGETHER = [{"CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC"}, {"CJK", "HANGUL"}, {"CJK", "BOPOMOFO"}]
# Letters of the Nordic languages and French, though UTS 39 has them as confusable with two.
_LIGATURES = str.maketrans("", "", "æœ")
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class WebLink:
    """A parsed address. `host` is in ASCII, as it is looked up; `shown_host` is the form shown to readers."""

    scheme: str
    host: str
    shown_host: str
    port: str
    rest: str
    has_scheme: bool

    @property
    def href(self) -> str:
        """The address with its real host in ASCII, and without a user name before it."""
        return f"{self.scheme}{self.host}{self.port}{self.rest}"

    @property
    def shown(self) -> str:
        """The text of a link: the host always in full, the rest cut to length and at right-to-left characters."""
        start = f"{self.scheme if self.has_scheme else ''}{self.shown_host}{self.port}"
        end = next((i for i, c in enumerate(self.rest) if _runs_left(c)), len(self.rest))
        end = min(end, max(0, _LONGEST_SHOWN - len(start)))
        return start + (self.rest if end == len(self.rest) else f"{self.rest[:end]}…")

    def is_shown_by(self, words: str) -> bool:
        """Tell whether words that link here begin with the host that they lead to."""
        own = rf"(?:https?://)?{re.escape(self.shown_host)}(?:[/?#]\S*)?"
        return bool(re.fullmatch(own, words.strip(), re.IGNORECASE)) and not any(map(_runs_left, words))


def links_in(text: str) -> list[str]:
    """Return the web addresses in a text, each once, absolute, with hosts in ASCII."""
    return list(dict.fromkeys(link.href for link in _all_in(text)))


def link_at(text: str, start: int, before: int) -> tuple[WebLink, int] | None:
    """Return the address that begins at `start` in a text, up to `before`, and where it ends; None without one."""
    match = _ADDRESS.match(text, start, before)
    typed = _without_punctuation(match[0]) if match else ""
    link = read(typed)
    return (link, start + len(typed)) if link else None


def read(typed: str) -> WebLink | None:
    """Parse an address; None if it is not a web address. The default scheme is https."""
    match = _PARTS.fullmatch(typed)
    labels = _labels(match[2]) if match else []
    ascii_labels = [_in_ascii(label) for label in labels]
    host = ".".join(ascii_labels)
    if not 0 < len(host) <= _LONGEST_HOST or max(map(len, ascii_labels)) > _LONGEST_LABEL:
        return None
    # Without a scheme, "www.example" is as likely a word as an address.
    if not match[1] and len(labels) < 3:
        return None
    shown = host if _may_mislead(labels) else ".".join(labels)
    return WebLink((match[1] or "https://").lower(), host, shown, match[3] or "", match[4], bool(match[1]))


def _all_in(text: str) -> Iterator[WebLink]:
    return filter(None, (read(_without_punctuation(typed)) for typed in _ADDRESS.findall(text)))


def _without_punctuation(address: str) -> str:
    """Return an address without trailing punctuation; a closing bracket goes if it was opened outside."""
    end, counts = len(address), Counter(address)
    while end:
        last = address[end - 1]
        if last not in _PUNCTUATION and counts[last] <= counts[_OPENERS.get(last, last)]:
            break
        counts[last] -= 1
        end -= 1
    return address[:end]


def _labels(host: str) -> list[str]:
    """Return the labels of a host as a browser parses them, [] if it is invalid.

    Similar to UTS 46; differences between browsers do not matter, since links are made from this result.
    """
    labels = open_up(open_up(unquote(host)).lower()).replace("。", ".").removesuffix(".").split(".")
    return labels if all(len(label) <= _LONGEST_LABEL and _LABEL.fullmatch(label) for label in labels) else []


def _in_ascii(label: str) -> str:
    return label if label.isascii() else f"xn--{label.encode('punycode').decode()}"


def _may_mislead(labels: list[str]) -> bool:
    """Tell whether a host could be mistaken for another: by a label, or by mixed writing directions."""
    directions = {_runs_left(c) for label in labels for c in label if c.isalpha()}
    return len(directions) > 1 or any(not label.isascii() and _is_odd(label) for label in labels)


def _is_odd(label: str) -> bool:
    """Tell whether a label mixes scripts, has symbols in it, or looks like one in ASCII (UTS 39, "confusable")."""
    letters = re.sub("[0-9-]", "", label)
    if any(unicodedata.category(c)[0] not in "LM" for c in letters):
        return True
    # A character's Unicode name begins with its script; a separate accent's is COMBINING.
    scripts = {re.split("[ -]", unicodedata.name(c, "?"))[0] for c in letters}
    together = len(scripts) == 1 or any(scripts <= group for group in _TOGETHER)
    foreign = label.translate(_LIGATURES)
    return not together or (not foreign.isascii() and prototypes(foreign).isascii())


def _runs_left(character: str) -> bool:
    return unicodedata.bidirectional(character) in ("R", "AL", "AN")
