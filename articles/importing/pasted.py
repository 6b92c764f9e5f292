"""Read an article as a person copies it from a page: plain text in, headline and blocks out.

The page's furniture is left out and listed. What is not surely furniture stays: a stray line in a draft costs
an editor a moment, a lost line costs the reader. Furniture is recognised in English only.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise
from typing import Literal

LONGEST_HEADLINE = 200
# Editors wrap at 72 to 100 columns: where a line is longer than this, each line of the block is a paragraph.
WIDEST_WRAP = 120

# The joiners stay, which spell Persian and Indic words, and so do all marks of direction but the overrides.
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u2060\ufeff\u202d\u202e]|\u00ad(\r?\n\\b)?")
EDGES = " \u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"

MARKED = re.compile(r"^#{1,6} (\S.*?)( #+)?$")
LIST_ITEM = re.compile(r"([-–—*•·‣▪●◦]|\(?\d{1,3}[.)]|\(?\w\))\s")
CREDIT_OR_LINK = re.compile(r"(?i:(photo|picture|image|caption|credit|source)s?( by\b|:))|\S*(://|@)")
CLOSED = re.compile(r"[.!?…:;,،؟؛۔।॥։።。！？：；，、．｡][\s\"'”’“‘»›«‹)\]）」』】]*$")

THIS = r"( (this|the))?( (article|story|post|page))?"
PLACE = (
    r"(facebook|twitter|x|x \(twitter\)|whatsapp|linked ?in|telegram|reddit|pinterest|threads|bluesky|mastodon"
    r"|tumblr|instagram|messenger|viber|flipboard|e-?mail|print|copy( the)? (link|url))"
    r"( \(?opens in( a)? new (window|tab)\)?)?"
)
PLACES = rf"{PLACE}([ ,|/]+{PLACE})*"
FIELD = r"(name|e-?mail( address)?|comment|message|website|url)"
MINUTES = r"((about|less than) )?(a|\d+([-–]\d+)?)[ -]?min(ute)?s?\.?"
NOTICE = r"your e-?mail address will not be published\.?"
REQUIRED = r"required fields are marked( ?\*)?\.?"
DAY = r"((mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
MONTH = r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
DATED = r"(\d|today|yesterday).{0,60}"
CLOCK = r"(,? (at )?\d{1,2}[:.]\d\d( ?[ap]\.?m\.?)?)?"
SMALL_IN_BYLINES = r"admin|and|staff|writer|reporter|editor|for|in|of|al|bin|da|de|del|der|la|van|von"

FURNITURE = (
    rf"{MINUTES} read|(estimated )?read(ing)?[ -]time:? {MINUTES}( read)?",
    rf"share{THIS}|(e-?mail|print) (this|the) (article|story|post|page)|\d[\d.,]*k? shares|copy( the)? link",
    rf"(click to )?(share|e-?mail|print|tweet){THIS}( (on|via|by|to|with))? {PLACES}",
    r"(leave|add|write|post|submit) (a |your )?(comment|reply)( cancel reply)?|cancel reply",
    r"no (comments|replies|responses)( yet)?|comments? \(\d+\)",
    r"\d[\d.,]* ((comments?|repl(y|ies)|responses?)|(comments?|responses?|thoughts?) (on|to) [“\"].*[”\"])",
    rf"{NOTICE}( {REQUIRED})?|{REQUIRED}|(your )?{FIELD} ?(\*|\((required|optional)\))",
    r"save my name,? e-?mail(,? and website)? in this browser for the next time i comment\.?",
    r"notify me of (follow-?up comments|new posts) (by|via) e-?mail\.?|what['’]s your reaction\?",
    r"you must be logged in to (post|leave) a comment\.?|(previous|next) (article|post)",
    r"advertise?ments?|((article|story) continues|continue reading) (below|after)( (this )?advertisement)?",
    r"subscribe( (now|today))?|(subscribe|sign up) (to|for) (our |the )?(\w+ ){0,2}newsletters?[.!]?",
    r"read more(: .{0,200}[^.!…])?|related (articles|posts|stories)",
)
# As likely subheadings: furniture only beside other furniture, or where the text ends.
LABELS = (PLACES, FIELD, "tweet|reply|comments")
# Furniture only directly below the headline.
CREDITS = (
    rf"(?-i:[Bb][Yy]:? (\b({SMALL_IN_BYLINES}|(?![a-z])\w+)\b\W{{0,4}}){{1,12}}(?<![.!?]))",
    rf"((first|last) )?(published|updated|posted)( on| at)?:? {DAY}({MONTH} )?{DATED}(?<![^m][.!?])",
    rf"{DAY}(\d{{1,2}} {MONTH}|{MONTH} \d{{1,2}}),? \d{{4}}{CLOCK}",
)


def _whole_line(*patterns: str) -> re.Pattern[str]:
    """Match a whole line in any case, whatever bullets, rules or asterisks stand about the words."""
    ornament = r"[\s#*|>•·‣▪●◦→›»:_–—-]*"
    return re.compile(f"{ornament}({'|'.join(patterns)}){ornament}", re.IGNORECASE)


SURE = _whole_line(*FURNITURE)
LIKELY = _whole_line(*FURNITURE, *LABELS)
CREDIT = _whole_line(*CREDITS)


class Unreadable(ValueError):
    """Say in one sentence, to a person at a terminal, why no article can be made of this."""


@dataclass(frozen=True)
class Block:
    kind: Literal["paragraph", "subheading"]
    text: str

    @property
    def html(self) -> str:
        tag = {"paragraph": "p", "subheading": "h2"}[self.kind]
        return f"<{tag}>{escape(self.text, quote=False)}</{tag}>"


@dataclass(frozen=True)
class PastedArticle:
    headline: str
    blocks: tuple[Block, ...]
    left_out: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks if block.kind == "paragraph")

    @property
    def subheadings(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks if block.kind == "subheading")

    @property
    def html(self) -> str:
        return "\n".join(block.html for block in self.blocks)


def decode(raw: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark, or raise Unreadable.

    Binary is what Perl's -B takes for it (perlfunc, -X): any NUL, or more than a third odd characters.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("The text is in UTF-16 from line 1 on; save it as UTF-8 and try again.")
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if not raw.strip():
        raise Unreadable("The file is empty.")
    if b"\0" in raw or 3 * len(re.findall(rb"[\x01-\x08\x0e-\x1f\x7f]", raw)) > len(raw):
        raise Unreadable("The file is binary, or in UTF-16; save it as plain UTF-8 text and try again.")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = len(raw[: error.start + 1].splitlines())
        raise Unreadable(f"The text is not UTF-8 at line {line}; save it as UTF-8 and try again.") from error


def parse(text: str) -> PastedArticle:
    """Find the headline, the blocks and the furniture of a page's text, or raise Unreadable.

    The headline is the first line that is not furniture. Blank lines separate blocks, whose lines are taken for
    hard-wrapped; in a text without blank lines each line is a block.
    """
    lines = _lines(text)
    filled = [number for number, line in enumerate(lines) if line]
    if not filled:
        raise Unreadable("There is no text in the file.")
    recognised = _recognise([lines[number] for number in filled])
    if all(recognised):
        raise Unreadable("There is no headline: every line is furniture of the page.")
    top = filled[recognised.index(False)]
    headline = MARKED.sub(r"\1", lines[top])
    if len(headline) > LONGEST_HEADLINE:
        raise Unreadable(f"There is no headline: the first line has {len(headline)} characters.")

    below = _end_of_credits(lines, top + 1)
    units = list(_units(lines[below:], wrapped="" in lines[filled[0] : filled[-1]]))
    recognised = _recognise(units)
    body = [unit for unit, is_furniture in zip(units, recognised, strict=True) if not is_furniture]
    if not body:
        raise Unreadable("There is a headline but no text below it.")
    left_out = [line for line in lines[:top] + lines[top + 1 : below] if line]
    left_out += [unit for unit, is_furniture in zip(units, recognised, strict=True) if is_furniture]
    return PastedArticle(headline, tuple(_blocks(body)), tuple(left_out))


def _lines(text: str) -> list[str]:
    """Split into lines in NFC with single plain spaces; a line of nothing visible is empty."""
    lines = INVISIBLE.sub("", text).splitlines()
    return [unicodedata.normalize("NFC", " ".join(line.split()).strip(EDGES)) for line in lines]


def _recognise(units: list[str]) -> list[bool]:
    """Say of each unit whether it is furniture."""
    recognised = []
    for is_likely, run in groupby(units, key=lambda unit: bool(LIKELY.fullmatch(unit))):
        run = list(run)
        is_last = len(recognised) + len(run) == len(units)
        is_furniture = is_likely and (len(run) > 1 or is_last or bool(SURE.fullmatch(run[0])))
        recognised += [is_furniture] * len(run)
    return recognised


def _end_of_credits(lines: list[str], start: int) -> int:
    """Return the index after the last byline or date line directly below the headline."""
    end = start
    for number, line in enumerate(lines[start:], start + 1):
        if CREDIT.fullmatch(line):
            end = number
        elif line and not LIKELY.fullmatch(line):
            break
    return end


def _units(lines: list[str], *, wrapped: bool) -> Iterator[str]:
    """Join what a hard wrap has parted; furniture, marked subheadings and list items stand alone."""
    for is_filled, run in groupby(lines, key=bool):
        block = list(run)
        if not is_filled:
            continue
        is_wrapped = wrapped and max(map(len, block)) <= WIDEST_WRAP
        # A dash or a year may begin a line of a wrapped paragraph by chance: a list is told by its first line.
        is_list = bool(LIST_ITEM.match(block[0]))
        unit = block[0]
        for above, line in pairwise(block):
            if is_wrapped and not _stand_apart(above, line) and not (is_list and LIST_ITEM.match(line)):
                unit += f" {line}"
            else:
                yield unit
                unit = line
        yield unit


def _stand_apart(above: str, below: str) -> bool:
    return any(LIKELY.fullmatch(line) or MARKED.match(line) for line in (above, below))


def _blocks(units: list[str]) -> Iterator[Block]:
    """Tell subheadings, marked as in Markdown or short lines above a paragraph, from paragraphs.

    Of two short lines in a row the second is a subheading; three or more are verse or a list. The first block
    may be a standfirst, so only a mark makes it a subheading; the last has nothing to head, and never is one.
    """
    shapes = "".join(map(_shape, units))
    subheadings = {match.start() for match in re.finditer("m(?=.)|(?<=.)(?<!.ss)s(?=p)", shapes)}
    for index, unit in enumerate(units):
        yield Block("subheading" if index in subheadings else "paragraph", MARKED.sub(r"\1", unit))


def _shape(unit: str) -> Literal["m", "s", "p"]:
    """Call a unit marked, short (unmarked, and no sentence, list item, credit or link) or a paragraph."""
    if MARKED.match(unit):
        return "m"
    if len(unit) > 80 or len(unit.split()) > 12 or not any(map(str.isalpha, unit)):
        return "p"
    return "p" if CLOSED.search(unit) or LIST_ITEM.match(unit) or CREDIT_OR_LINK.match(unit) else "s"
