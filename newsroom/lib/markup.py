"""Comment markup: a small subset of Markdown, rendered as HTML.

    an empty line               begins a paragraph; line breaks stay as typed
    > words                     a quote, to the end of its lines; >> quotes within one
    *words* or _words_          emphasis
    **words** or __words__      strong emphasis
    [words](https://…)          a link, followed by its host
    https://… or www.…          a link that shows its real host

Everything else is text as typed: headings, lists, pictures, HTML, code, tables, mail addresses. Emphasis is as in
CommonMark. A quote ends with its last line that has the sign; there are no titles, no references and no escapes.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from newsroom.lib.html import clean_comment, clean_copy
from newsroom.lib.weblinks import BEGINNING, NOT_WITHIN, WebLink, link_at, read

MARKS = _(
    "You can write *emphasis*, **strong emphasis**, [words](https://example.org) for a link, and > before a quote."
)

# The deepest nesting of quotes, and of emphasis; more has no effect.
DEEPEST = 4
_QUOTED = re.compile(r"\s*((?:> ?)*>)(?:\s(.*))?")
_NEXT_MARK = re.compile(rf"[\n*_[]|{BEGINNING}", re.IGNORECASE)
# Linear time: a label stops at the next bracket, an address at the next unpaired one; neither backtracks.
_LINK = re.compile(
    rf"(?<!!)\[([^\[\]\n]{{1,300}}+)\]"
    rf"\(((?:https?://|www\.)(?:[^{NOT_WITHIN}()\[\]]|\([^{NOT_WITHIN}()\[\]]*+\)){{1,2000}}+)\)",
    re.IGNORECASE,
)


def render_comment(text: str) -> str:
    """Return a comment as sanitised HTML: paragraphs, quotes, emphasis and links. A text of only ">" stays as typed."""
    html, depth = "", 0
    for level, words in _blocks(text):
        level = level if words else min(level, depth)
        html += "</blockquote>" * (depth - level) + "<blockquote>" * (level - depth)
        html += f"<p>{_inline(words)}</p>" if words else ""
        depth = level
    html += "</blockquote>" * depth
    return clean_comment(html or (text.strip() and f"<p>{escape(text.strip())}</p>"))


def render_line(text: str) -> str:
    """Return one line typed at the desk, such as a footnote, as HTML with emphasis and links, sanitised as copy."""
    return clean_copy(_inline(" ".join(text.split())))


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Return each paragraph as (depth of quoting, its lines), with "" for the empty lines in between."""
    lines = map(_unquoted, re.split(r"\r\n?|\n", text))
    for (depth, has_words), block in groupby(lines, key=lambda line: (line[0], bool(line[1]))):
        yield depth, "\n".join(words for _depth, words in block) if has_words else ""


def _unquoted(line: str) -> tuple[int, str]:
    match = _QUOTED.fullmatch(line)
    if not match:
        return 0, line.strip()
    return min(match[1].count(">"), DEEPEST), (match[2] or "").strip()


def _inline(words: str) -> str:
    tokens = _markdown.parseInline(words)[0].children
    return _markdown.renderer.render(_not_too_deep(tokens), _markdown.options, {})


def _not_too_deep(tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens, with emphasis that is nested deeper than DEEPEST as typed."""
    kept, depth = [], 0
    for token in tokens:
        is_emphasis = token.type.startswith(("em_", "strong_"))
        depth += is_emphasis and token.nesting == 1
        kept.append(_as_typed(token) if is_emphasis and depth > DEEPEST else token)
        depth -= is_emphasis and token.nesting == -1
    return kept


def _as_typed(token: Token) -> Token:
    return Token("text", "", 0, content=token.markup)


def _text(state: StateInline, silent: bool) -> bool:
    """Rule for plain text: consume it up to where another rule may match."""
    mark = _NEXT_MARK.search(state.src, state.pos, state.posMax)
    end = mark.start() if mark else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _link(state: StateInline, silent: bool) -> bool:
    """Rule for `[words](address)`: add the host after it, unless the words show it."""
    match = _LINK.match(state.src, state.pos, state.posMax)
    link = read(match[2]) if match and match[1].strip() and not state.linkLevel else None
    if not link:
        return False
    if not silent:
        _open(state, link)
        _tokenise_within(state, *match.span(1))
        state.push("link_close", "a", -1)
        if not link.is_shown_by(match[1]):
            state.push("text", "", 0).content = f" ({link.shown_host})"
    state.pos = match.end()
    return True


def _address(state: StateInline, silent: bool) -> bool:
    """Rule for a bare address: a link that shows its real host."""
    found = None if state.linkLevel else link_at(state.src, state.pos, state.posMax)
    if not found:
        return False
    link, end = found
    if not silent:
        _open(state, link)
        state.push("text", "", 0).content = link.shown
        state.push("link_close", "a", -1)
    state.pos = end
    return True


def _open(state: StateInline, link: WebLink) -> None:
    state.push("link_open", "a", 1).attrs = {"href": link.href}


def _tokenise_within(state: StateInline, start: int, end: int) -> None:
    """Parse the words of a link, in which no other link is allowed."""
    after = state.posMax
    state.pos, state.posMax = start, end
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.posMax = after


def _reader() -> MarkdownIt:
    markdown = MarkdownIt("zero", {"breaks": True})
    markdown.inline.ruler.at("text", _text)
    markdown.inline.ruler.at("link", _link)
    markdown.inline.ruler.push("address", _address)
    return markdown.enable(["newline", "emphasis", "link"])


_markdown = _reader()
