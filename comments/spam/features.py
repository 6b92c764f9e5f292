"""Feature extraction: words, bigrams, character n-grams, links, and the shape of a comment.

Independent of language: words in any script are normalised by `newsroom.lib.folding`, so that look-alikes, hidden
characters, spread-out letters and repeated ones change little. Features are hashed to a bucket below `BUCKETS`, from
which the text cannot be recovered. Labels come from each feature's source, which is never stored.
"""

import html
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from newsroom.lib.folding import fingerprint, fold, open_up
from newsroom.lib.text import share_of_capitals

BUCKETS = 1 << 18
# Bounds the time: of a longer text only the beginning and the end are read, where advertising stands.
_MOST, _OF_THE_END = 4_000, 1_000
_MOST_WORDS, _OF_THE_LAST_WORDS = 300, 100


class Kind(StrEnum):
    """Kinds of features, in the order of `Features.groups`."""

    WORD = "word"
    PAIR = "pair"
    PIECE = "piece"
    LINK = "link"
    SHAPE = "shape"
    NAME = "name"
    WHOLE = "whole"


# The weight of each kind, whatever its number of features; for shapes, of each feature.
_SAY = {
    Kind.WORD: 1.0,
    Kind.PAIR: 1.0,
    Kind.PIECE: 0.7,
    Kind.LINK: 1.0,
    Kind.SHAPE: 0.2,
    Kind.NAME: 0.5,
    Kind.WHOLE: 0.3,
}


class Source(NamedTuple):
    """Where in the comment a feature comes from: a word as it was typed, a host, the name of a shape."""

    kind: Kind
    what: str


@dataclass(frozen=True, slots=True)
class Features:
    """{bucket: source} for each kind, in the order of `Kind`."""

    groups: tuple[dict[int, Source], ...]
    fingerprint: str = ""

    @property
    def scaled(self) -> Iterator[tuple[float, Iterable[int]]]:
        """Yield for each kind the weight of one feature, and the buckets."""
        return scaled(self.groups)


def scaled(groups: Iterable) -> Iterator[tuple[float, Iterable[int]]]:
    """Yield for each group of buckets the weight of one feature, and the group; empty groups are left out."""
    for kind, buckets in zip(Kind, groups, strict=True):
        if buckets:
            yield _SAY[kind] / (1 if kind is Kind.SHAPE else sqrt(len(buckets))), buckets


def features_of(text: str, name: str = "", website: str = "") -> Features:
    """Return the features of a comment."""
    opened = open_up(html.unescape(_ends_of(text, _MOST, _OF_THE_END)))
    bare, links = _take_links(opened)
    sites = [link.lower() for link in _LINK.findall(website)]
    tokens = _ends_of(list(_tokens(_TAG.sub(" ", bare))), _MOST_WORDS, _OF_THE_LAST_WORDS)
    groups: dict[Kind, dict[int, Source]] = {kind: {} for kind in Kind}
    _add_words(groups, tokens)
    for link in [*links, *sites]:
        groups[Kind.LINK] |= _of_link(link)
    for shape in _shapes(opened, bare, tokens, len(links), bool(sites)):
        groups[Kind.SHAPE][_bucket("shape", shape)] = Source(Kind.SHAPE, shape)
    for word in _WORD.findall(_MAIL.sub(" ", open_up(name))):
        groups[Kind.NAME][_bucket("name", fold(word))] = Source(Kind.NAME, word)
    same = fingerprint(text)
    groups[Kind.WHOLE][_bucket("whole", same)] = Source(Kind.WHOLE, "")
    return Features(tuple(groups.values()), same)


def _ends_of(run, most: int, of_the_end: int):
    """Return a text or list, without its middle if it is longer than `most`."""
    return run if len(run) <= most else run[: most - of_the_end] + run[-of_the_end:]


# Words

# Combining marks, which belong to the letter before them.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f84"
    "\u102b-\u103e\u17b6-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0"
)
# Kana and ideographs: each is a token, so that bigrams of them stand for words.
_SINGLE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS = rf"(?:[^\W_{_SINGLE}]|[{_MARKS}])"
_WORD = re.compile(rf"{_LETTERS}+(?:['’]{_LETTERS}+)*|[{_SINGLE}]")
_TOKEN = re.compile(rf"{_WORD.pattern}|[^\w\s]")
_DRAGGED = re.compile(r"([^\W\d_])\1{2,}")
A_LINK = "\ue000"
# Three or more letters with spaces or signs between them are joined to one word.
_SPREAD_OUT = re.compile(rf"(?<!\w)[^\W\d_{_SINGLE}](?:[ ._*-]{{1,2}}[^\W_{_SINGLE}]){{2,}}(?!\w)")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def _tokens(text: str) -> Iterator[str]:
    """Yield words and signs as typed, in order; spread-out letters are joined."""
    closed = _SPREAD_OUT.sub(lambda run: re.sub(r"[ ._*-]", "", run[0]), text)
    return (match[0] for match in _TOKEN.finditer(closed))


def _add_words(groups: dict[Kind, dict[int, Source]], tokens: list[str]) -> None:
    words = []
    for token in tokens:
        core, bucket, pieces = _of_word(token)
        source = Source(Kind.WORD, token)
        groups[Kind.WORD].setdefault(bucket, source)
        for piece in pieces:
            groups[Kind.PIECE].setdefault(piece, source)
        if pieces or core[0] in f"<{A_LINK}" or core.isalnum():
            words.append((core, token))
    for (one, typed), (two, typed_too) in pairwise(words):
        groups[Kind.PAIR].setdefault(_bucket("pair", f"{one} {two}"), Source(Kind.PAIR, f"{typed} {typed_too}"))


@lru_cache(maxsize=1 << 14)
def _of_word(token: str) -> tuple[str, int, tuple[int, ...]]:
    """Return a token normalised, its bucket, and the buckets of its character 3- and 4-grams."""
    core = _DRAGGED.sub(r"\1\1", fold(token)) or token
    if core.isdecimal():
        core = f"<{min(len(core), 6)}>"
    if not core[0].isalnum() or len(core) == 1:
        return core, _bucket("word", core), ()
    edged = f"_{core[:40]}_"
    pieces = {edged[at : at + size] for size in (3, 4) for at in range(len(edged) - size + 1)}
    return core, _bucket("word", core), tuple(sorted(_bucket("piece", piece) for piece in pieces))


def _bucket(kind: str, what: str) -> int:
    return zlib.crc32(f"{kind} {what}".encode(errors="replace")) % BUCKETS


# Links

# Top-level domains of hosts typed without http or www; those that are common words are left out.
_ENDS = (
    "com|net|org|info|biz|io|co|app|xyz|site|online|shop|club|link|click|tv|cc|ly|gg|vip|dev|"
    "uk|de|fr|eu|ru|cn|br|pl|nl|jp|kr|tk|ml|ga|cf|gq|pw"
)
_LABEL = "[a-z0-9-]{1,63}"
_LINK = re.compile(
    r"(?:(?:https?|ftp)://|www\.)[^\s<>\"']+"
    r"|(?<![\w@.-])(?:"
    # With a path; with a known top-level domain, or one with an extra letter; with three labels.
    rf"{_LABEL}(?:\.{_LABEL}){{0,5}}(?:\.[a-z]{{2,}}/[^\s<>\"']*|\.(?:{_ENDS})\b|\.(?:com|net|org)[a-z]\b)"
    r"|[a-z0-9-]{2,63}(?:\.[a-z0-9-]{2,63}){1,5}\.[a-z]{2,}\b"
    # Obfuscated.
    rf"|{_LABEL}(?: ?[(\[]dot[)\]] ?|\*)(?:com|net|org)\b|[a-z0-9-]{{4,63}}(?: dot com\b|(?:\. | \. ?)com ?/\S*)"
    r")",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_BROKEN_DOT = re.compile(r" ?[(\[]dot[)\]] ?| dot |\*|\. | \. ?", re.IGNORECASE)


def _take_links(text: str) -> tuple[str, list[str]]:
    """Return a text without mail addresses and with a placeholder for each link, and the links."""
    text = _MAIL.sub(" ", text)
    links = [_BROKEN_DOT.sub(".", link).replace(" ", "").lower() for link in _LINK.findall(text)]
    return _LINK.sub(f" {A_LINK} ", text), links


def _of_link(link: str) -> dict[int, Source]:
    """Return the features of one link: its host, site and top-level domain, and words in host and path."""
    host, _, path = re.sub(r"^(?:https?|ftp)://", "", link).partition("/")
    host = host.removeprefix("www.")
    source = Source(Kind.LINK, host)
    labels = host.split(".")
    parts = {f"host {host}", f"site {'.'.join(labels[-2:])}", f"end {labels[-1]}"}
    parts |= {f"of host {word}" for word in _WORD.findall(host)}
    parts |= {f"of path {word[:12]}" for word in _WORD.findall(path)[:8]}
    return {_bucket("link", part): source for part in parts}


# Shape

_STEPS = {
    "links": (0, 1, 2),
    "length": (15, 30, 60, 100, 160, 250, 400, 800),
    "words": (2, 5, 10, 16, 25, 40, 80),
    "exclamation marks": (0, 1, 3, 6),
    "question marks": (0, 1, 3),
    "digits": (0, 2, 6, 12),
    "lines": (0, 2, 6),
    "signs": (0, 1, 3, 8),
}
_SHARES = {"capitals": (0.0, 0.03, 0.06, 0.12, 0.3, 0.6), "different words": (0.4, 0.6, 0.8, 0.95)}
_PRESENT = {
    "a mail address": re.compile(r"\w@\w"),
    "a name on a platform": re.compile(r"(?<!\w)@\w"),
    "a hashtag": re.compile(r"(?<![\w&])#\w"),
    "a sum of money": re.compile(r"[$£€¥₹₽₺]"),
    "per cent": re.compile(r"%"),
    "a long number": re.compile(r"\d(?:[ .()-]{0,2}\d){6}"),
    "HTML": _TAG,
}


def _shapes(text: str, bare: str, tokens: list[str], links: int, has_site: bool) -> Iterator[str]:
    """Yield features of form, such as length, capitals and links, each in a few steps."""
    words = [token.casefold() for token in tokens if token[0].isalnum()]
    counts = {
        "links": links,
        "length": len(bare),
        "words": len(words),
        "exclamation marks": text.count("!"),
        "question marks": text.count("?"),
        "digits": sum(map(str.isdecimal, bare)),
        "lines": text.count("\n"),
        "signs": sum(bare.count(c) for c in set(bare) if unicodedata.category(c)[0] == "S"),
    }
    for name, number in counts.items():
        yield f"{name} {_step(number, _STEPS[name])}"
    for name, pattern in _PRESENT.items():
        if pattern.search(text):
            yield name
    if has_site:
        yield "a website"
    yield f"capitals {_step(share_of_capitals(bare, least=8), _SHARES['capitals'])}"
    if len(words) > 10:
        yield f"different words {_step(len(set(words)) / len(words), _SHARES['different words'])}"


def _step(value: float, steps: tuple) -> int:
    return sum(value > step for step in steps)
