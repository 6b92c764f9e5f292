"""Typesetting of an article's copy: anchors, contents, footnotes, galleries, embeds, tables, covered pictures.

The setting is derived from the copy and the pictures in it. It is made when the article is saved (see
`articles.models.galley`), so that a page only has to fetch it.
"""

import hashlib
import re
import zlib
from dataclasses import dataclass, field

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.text import slugify

from articles import pictures
from articles.embeds import Embed, embed_of
from newsroom.lib import html, markup, text
from newsroom.lib.languages import language_of_page, speaking
from newsroom.lib.tree import Element, Piece, read, write

# Raise it whenever the same copy would be set differently.
EDITION = 5
# The number of words from which an article with three headings has a table of contents.
LONG = 800
_HEADINGS = {"h2": 2, "h3": 3}
_INDENT = re.compile(r"\s*\n\s*")
# A number with its sign, separators and unit, or a dash, or nothing.
_FIGURE = re.compile(r"([+−–-]?[€$£]?\d[\d.,\s]*[%‰€$£]?)|[–—-]?")
# A paragraph's anchor depends on so many words at its beginning; editing later words does not change it.
_NAMING = 12


@dataclass(frozen=True)
class Setting:
    """A typeset copy. `contents` holds [level, anchor, heading]; `frames` the origins of its embeds."""

    html: str
    feed: str
    contents: list = field(default_factory=list)
    frames: list = field(default_factory=list)


def made_with(copy: str, language: str) -> str:
    """Return a key of everything that a setting depends on; a setting with another key is out of date."""
    where = default_storage.url("pictures/")
    return f"{EDITION} {language_of_page(language)} {where} {zlib.crc32(copy.encode()):08x}"


def set_copy(copy: str, *, language: str, known: dict) -> Setting:
    """Typeset a sanitised copy. `known` holds the pictures in it by digest (see `pictures.digests_in`)."""
    with speaking(language):
        on_page = _OnPage(known)
        set_html = on_page.set(read(copy))
        feed = _InFeed(known).set(read(copy))
    is_long = len(on_page.contents) >= 3 and text.count_words(html.plain(copy)) >= LONG
    return Setting(set_html, "" if feed == copy else feed, on_page.contents if is_long else [], sorted(on_page.frames))


def anchor_of(words: str) -> str:
    """Return the anchor of a paragraph: a hash of its first words, independent of the text around it."""
    beginning = " ".join(words.casefold().split()[:_NAMING])
    return f"p-{hashlib.blake2b(beginning.encode(), digest_size=4).hexdigest()}"


class _Typesetter:
    """Typesets a copy in one pass. Rendered templates are inserted into the tree as Pieces."""

    folder = ""

    def __init__(self, known: dict):
        self.known = known
        self.notes: list[str] = []

    def set(self, nodes: list) -> str:
        for node in nodes:
            if isinstance(node, Element):
                self._number_notes(node)
        pieces = [self.block(node) if isinstance(node, Element) else node for node in nodes]
        if self.notes:
            pieces.append(self.render("notes", notes=[html.sanitised(note) for note in self.notes]))
        return write(pieces)

    def render(self, name: str, **context) -> Piece:
        return Piece(_INDENT.sub("\n", render_to_string(f"articles/{self.folder}/{name}.html", context)).strip())

    def block(self, node: Element):
        if "data-embed" in node.attributes:
            return self.embed(node)
        if "data-gallery" in node.attributes:
            return self.gallery([self.picture(each) for each in node.children if isinstance(each, Element)])
        if node.tag in ("figure", "img"):
            return self.picture(node)
        return node

    def embed(self, node: Element):
        address = node.attributes["data-embed"]
        return self.render("embed", address=address, words=node.words or address, embed=self.embed_of(address))

    def embed_of(self, address: str) -> Embed | None:
        return embed_of(address)

    def picture(self, node: Element) -> str:
        """Typeset a figure or a picture; one that is not in `known` is left nearly as it was written."""
        image = node if node.tag == "img" else node.find("img")
        if image is None:
            return str(node)
        caption = node.find("figcaption")
        known = self.known.get(pictures.digest_of(image.attributes.get("src", "")))
        if known is None:
            image.attributes |= {"src": pictures.present_address(image.attributes.get("src", "")), "loading": "lazy"}
        return self.render(
            "picture",
            picture=known,
            image=html.sanitised(str(image)),
            alt=image.attributes.get("alt", known.alt if known else ""),
            caption=html.sanitised(write(caption.children)) if caption else known.caption if known else "",
            credit=known.credit if known and not (caption and known.credit in caption.words) else "",
        )

    def _number_notes(self, node: Element) -> None:
        for element in (node, *node.elements()):
            element.children = [self._note(child) for child in element.children]

    def _note(self, child):
        if not isinstance(child, Element) or "data-footnote" not in child.attributes:
            return child
        note = markup.render_line(child.attributes["data-footnote"])
        if not note:
            return ""
        self.notes.append(note)
        return self.render("note", number=len(self.notes))


class _OnPage(_Typesetter):
    folder = "copy"

    def __init__(self, known: dict):
        super().__init__(known)
        self.contents: list = []
        self.frames: set[str] = set()
        self._anchors: set[str] = set()
        # Rendered once, since it is the same for each paragraph except for the anchor.
        self._mark = self.render("mark", anchor="p-")

    def block(self, node: Element):
        if node.tag == "p":
            return self._paragraph(node)
        if node.tag in _HEADINGS:
            return self._heading(node)
        if node.tag == "table":
            _stand_figures_under_figures(node)
            first = next((row for row in node.elements() if row.tag == "tr"), node)
            return self.render("table", table=html.sanitised(str(node)), columns=", ".join(_cells(first)))
        return super().block(node)

    def gallery(self, figures: list[str]) -> str:
        return self.render("gallery", figures=[html.sanitised(figure) for figure in figures])

    def embed_of(self, address: str) -> Embed | None:
        if found := embed_of(address):
            self.frames.add(found.origin)
        return found

    def _paragraph(self, node: Element) -> Element:
        if words := node.words:
            node.attributes["id"] = self._anchor(anchor_of(words))
            node.children.append(Piece(self._mark.replace("#p-", f"#{node.attributes['id']}")))
        return node

    def _heading(self, node: Element) -> Element:
        if words := node.words:
            node.attributes["id"] = self._anchor(f"h-{slugify(words, allow_unicode=True)[:60] or 'part'}")
            self.contents.append([_HEADINGS[node.tag], node.attributes["id"], words])
        return node

    def _anchor(self, wanted: str) -> str:
        """Return a unique anchor: repeated ones are numbered."""
        anchor, number = wanted, 1
        while anchor in self._anchors:
            number += 1
            anchor = f"{wanted}-{number}"
        self._anchors.add(anchor)
        return anchor


class _InFeed(_Typesetter):
    """Typesets for feeds, without anchors, scripts and pictures with a content warning."""

    folder = "feed"

    def gallery(self, figures: list[str]) -> str:
        return "".join(figures)


def _stand_figures_under_figures(table: Element) -> None:
    """Mark the numeric columns of a table, including their header cells, for alignment."""
    rows = [[cell for cell in row.children if isinstance(cell, Element)] for row in table.elements() if row.tag == "tr"]
    if any({"colspan", "rowspan"} & cell.attributes.keys() for row in rows for cell in row):
        return
    for column in zip(*rows, strict=False):
        held = [cell.words for cell in column if cell.tag == "td"]
        if re.search(r"\d", "".join(held)) and all(map(_FIGURE.fullmatch, held)):
            for cell in column:
                cell.attributes["class"] = "figures"


def _cells(row: Element) -> list[str]:
    return [cell.words for cell in row.children if isinstance(cell, Element) and cell.words]
