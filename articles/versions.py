"""The diff between two versions of an article, word by word."""

import difflib
import html
import re
from dataclasses import dataclass

from newsroom.lib.tree import Element, read

# A word with the space after it, or a character of a script without spaces.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKENS = re.compile(rf"[{_UNSPACED}]\s*|[^\s{_UNSPACED}]+\s*")
# The lowest similarity, 0 to 1, at which two paragraphs count as an edit of the same one.
_KINSHIP = 0.3
# The diff takes quadratic time: beyond so many pairs of words, a paragraph is replaced as a whole.
_MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class Span:
    """A run of words that is the "same" in both versions, "added" or "removed"."""

    kind: str
    words: str


@dataclass(frozen=True)
class Changes:
    """The diffs of headline, standfirst and each paragraph: lists of spans, empty where nothing changed.

    In `copy`, a number stands for so many unchanged paragraphs.
    """

    headline: list[Span]
    standfirst: list[Span]
    copy: list[list[Span] | int]

    def __bool__(self):
        return bool(self.headline or self.standfirst or self.copy)


def compare(before, after) -> Changes:
    """Compare two objects with headline, standfirst and sanitised copy. Takes milliseconds, whatever was changed."""
    return Changes(
        _line(before.headline, after.headline),
        _line(before.standfirst, after.standfirst),
        _copy(paragraphs(before.copy), paragraphs(after.copy)),
    )


def paragraphs(copy: str) -> list[str]:
    """Return the plain text of each block, of lists and tables line by line; footnotes and pictures' alt texts are in
    brackets."""
    blocks = []
    for node in read(copy):
        if isinstance(node, Element):
            _spell_out(node)
            rows = [element for element in node.elements() if element.tag in ("tr", "li")]
            blocks += [each.words for each in rows or [node]]
        else:
            blocks.append(html.unescape(node.strip()))
    return [block for block in blocks if block]


def _spell_out(node: Element) -> None:
    for element in (node, *node.elements()):
        if "data-footnote" in element.attributes:
            element.children = [html.escape(f" [{element.attributes['data-footnote']}]")]
        elif element.tag == "img" and element.attributes.get("alt"):
            element.children = [html.escape(f"[{element.attributes['alt']}] ")]


def _line(before: str, after: str) -> list[Span]:
    return [] if before == after else _words(before, after)


def _copy(before: list[str], after: list[str]) -> list:
    found = []
    for kind, i, j, m, n in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(j - i)
        else:
            found += _replaced(before[i:j], after[m:n])
    return found if any(not isinstance(each, int) for each in found) else []


def _replaced(before: list[str], after: list[str]) -> list[list[Span]]:
    """Pair paragraphs in their order; those without a similar counterpart were removed or added."""
    found = []
    while before and after:
        old, new = before.pop(0), after.pop(0)
        if _are_kin(old, new):
            found.append(_words(old, new))
        else:
            found += [[Span("removed", old)], [Span("added", new)]]
    return found + [[Span("removed", old)] for old in before] + [[Span("added", new)] for new in after]


def _are_kin(old: str, new: str) -> bool:
    tokens = [[token.strip() for token in _TOKENS.findall(text)] for text in (old, new)]
    return difflib.SequenceMatcher(None, *tokens, autojunk=False).quick_ratio() >= _KINSHIP


def _words(before: str, after: str) -> list[Span]:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if len(old) * len(new) > _MOST_PAIRS or not old or not new:
        spans = [Span("removed", before), Span("added", after)]
        return [span for span in spans if span.words]
    matcher = difflib.SequenceMatcher(None, *([t.strip() for t in tokens] for tokens in (old, new)), autojunk=False)
    found = []
    for kind, i, j, m, n in matcher.get_opcodes():
        if kind == "equal":
            found.append(Span("same", "".join(new[m:n])))
        else:
            found += _apart("removed", "".join(old[i:j])) + _apart("added", "".join(new[m:n]))
    return found


def _apart(kind: str, words: str) -> list[Span]:
    """Return removed or added words, with the space after them as unchanged, so that it is not struck through."""
    spans = [Span(kind, words.rstrip())] if words else []
    return [*spans, Span("same", " ")] if words != words.rstrip() else spans
