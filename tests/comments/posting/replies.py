"""Send a reply as a browser without JavaScript does."""

from html.parser import HTMLParser

from django.urls import reverse

from comments.models import Commenter
from comments.readers import addresses
from comments.tokens import Purpose, token_for
from newsroom.lib.stamps import stamp

OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
TYPED = {
    "text": "The tide table on page two is an hour out.",
    "name": "Wanda Achebe",
    "email": "wanda@example.org",
    "website": "https://wanda.example/",
}


def post_reply(client, article, *, headers=OWN_PAGE, **typed):
    """Send a reply that is right but for what the test says of it."""
    address = reverse("comments:reply", args=[article.pk])
    return client.post(address, TYPED | {"stamp": stamp(article)} | typed, headers=headers)


def send_form(client, page, **typed):
    """Fill in the form that a page holds, and send it to where the page says."""
    form = FormOnPage(page)
    return client.post(form.action, form.fields | TYPED | typed, headers=OWN_PAGE)


def confirmed(address=TYPED["email"]) -> Commenter:
    """Return a reader who has shown that an address is theirs."""
    commenter = Commenter.objects.with_address(address)
    addresses.confirm(commenter)
    return Commenter.objects.get(pk=commenter.pk)


def proof_of(commenter) -> str:
    return token_for(Purpose.PROOF, commenter)


class FormOnPage(HTMLParser):
    """The form that a response's page holds: where it goes, and {name: value} of what a browser sends untouched."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self._open, self._is_inside, self._is_inert = "", {}, None, False, False
        self.feed(page if isinstance(page, str) else page.content.decode())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and attributes.get("action", "").startswith("/comments/"):
            self.action, self._is_inside = attributes["action"].partition("#")[0], True
        elif tag == "template":
            self._is_inert = True
        elif tag == "input" and self._is_inside and not self._is_inert and _is_sent(attributes):
            self.fields[attributes["name"]] = attributes.get("value", "")
        elif tag == "textarea" and self._is_inside:
            self._open = attributes["name"]
            self.fields[self._open] = ""

    def handle_data(self, data):
        if self._open:
            self.fields[self._open] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._is_inside = False
        elif tag == "template":
            self._is_inert = False
        elif tag == "textarea" and self._open:
            # A browser drops the line break that follows the start tag, and sends the others as CRLF (HTML, 4.10.11).
            typed = self.fields[self._open].replace("\r\n", "\n").removeprefix("\n")
            self.fields[self._open], self._open = typed.replace("\n", "\r\n"), None


def _is_sent(attributes: dict) -> bool:
    return attributes.get("type") not in ("radio", "checkbox") or "checked" in attributes
