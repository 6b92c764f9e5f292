"""Sanitised HTML as a tree: parsed, changed, and serialised."""

import html
from collections.abc import Iterator
from html.parser import HTMLParser

_VOID = {"br", "hr", "img"}
_IN_QUOTES = str.maketrans({"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;", "\xa0": "&nbsp;"})


class Piece(str):
    """HTML that was added to a text and is left out of its words."""


class Element:
    """An element; its children are elements, and text with its entities unresolved."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(self, tag: str, attributes: dict[str, str] | None = None, children: list | None = None):
        self.tag, self.attributes, self.children = tag, attributes or {}, children or []

    def __str__(self):
        attributes = "".join(f' {name}="{value.translate(_IN_QUOTES)}"' for name, value in self.attributes.items())
        if self.tag in _VOID:
            return f"<{self.tag}{attributes}>"
        return f"<{self.tag}{attributes}>{write(self.children)}</{self.tag}>"

    @property
    def words(self) -> str:
        """The text within, its white space collapsed."""
        return " ".join(html.unescape("".join(_texts(self))).split())

    def find(self, tag: str) -> "Element | None":
        """Return the first element within that has this tag, or None."""
        return next((element for element in self.elements() if element.tag == tag), None)

    def elements(self) -> Iterator["Element"]:
        """Return all elements within, in document order."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()


def read(value: str) -> list:
    """Return the top-level nodes of a sanitised text: elements, and text between them."""
    reader = _Reader()
    reader.feed(value)
    reader.close()
    return reader.root.children


def write(nodes: list) -> str:
    """Return nodes as HTML; reading and writing leaves the sanitiser's output unchanged."""
    return "".join(map(str, nodes))


def _texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, Element):
            yield from _texts(child)
        elif not isinstance(child, Piece):
            yield child
    if element.tag in ("br", "p", "td", "th", "li", "figcaption"):
        yield " "


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        if len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data):
        self._open[-1].children.append(data)

    def handle_entityref(self, name):
        self._open[-1].children.append(f"&{name};")

    def handle_charref(self, name):
        self._open[-1].children.append(f"&#{name};")
