"""Read a page as a browser does: elements in the order of the document, found by a small part of CSS's selectors."""

import re
from html.parser import HTMLParser

_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_STEP = re.compile(r"(?P<tag>[a-z0-9]*)(?P<classes>(\.[\w-]+)*)(?P<attributes>(\[[\w-]+(=[^\]]*)?\])*)")


class Element:
    def __init__(self, tag: str, attributes: dict, parent: "Element | None"):
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.pieces: list[str] = []

    def __repr__(self):
        return f"<{self.tag} {self.attributes}>"

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    @property
    def text(self) -> str:
        """What is read, its white space folded."""
        return " ".join("".join(self.pieces).split())

    @property
    def ancestors(self):
        element = self.parent
        while element:
            yield element
            element = element.parent

    def inherited(self, name: str) -> str | None:
        """Return an attribute of the element or of the nearest one around it, as `lang` and `dir` work."""
        return next((e.attributes[name] for e in (self, *self.ancestors) if name in e.attributes), None)

    def matches(self, selector: str) -> bool:
        *outer, own = selector.split()
        around = self.ancestors
        return self._is(own) and all(any(e._is(step) for e in around) for step in reversed(outer))

    def _is(self, step: str) -> bool:
        parts = _STEP.fullmatch(step)
        wanted = [pair.partition("=") for pair in re.findall(r"\[([^\]]+)\]", parts["attributes"])]
        return (
            parts["tag"] in ("", self.tag)
            and set(parts["classes"].split(".")[1:]) <= set((self.attributes.get("class") or "").split())
            and all(n in self.attributes and (not eq or self.attributes[n] == value) for n, eq, value in wanted)
        )


class Page(HTMLParser):
    """The elements of a response, or of a piece of HTML."""

    def __init__(self, response):
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(response if isinstance(response, str) else response.content.decode())

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), self._open[-1] if self._open else None)
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        while tag in [element.tag for element in self._open]:
            if self._open.pop().tag == tag:
                break

    def handle_data(self, data):
        for element in self._open:
            element.pieces.append(data)

    def all(self, selector: str) -> list[Element]:
        return [element for element in self.elements if element.matches(selector)]

    def one(self, selector: str) -> Element:
        (element,) = self.all(selector)
        return element

    def has(self, selector: str) -> bool:
        return bool(self.all(selector))

    def texts(self, selector: str) -> list[str]:
        return [element.text for element in self.all(selector)]

    def place(self, selector: str) -> int:
        """Return where in the document the first such element begins."""
        return self.elements.index(self.all(selector)[0])

    @property
    def headlines(self) -> list[str]:
        """The headlines of the stories that a list shows, in its order."""
        return self.texts("article.story .story__headline")
