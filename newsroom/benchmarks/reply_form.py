"""A parser of a page's reply form, as a browser without JavaScript sees it."""

from html.parser import HTMLParser


class ReplyForm(HTMLParser):
    """The reply form's action, and {name: value} of its fields with their initial values."""

    def __init__(self, page: str):
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self._is_inside = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form" and values.get("action", "").startswith("/comments/"):
            self.action, self._is_inside = values["action"].partition("#")[0], True
        elif self._is_inside and tag == "input" and _is_sent(values):
            self.fields[values["name"]] = values.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._is_inside = False


def _is_sent(field: dict) -> bool:
    if field.get("type") in ("checkbox", "radio"):
        return "checked" in field
    return "name" in field and field.get("type") not in ("submit", "button")
