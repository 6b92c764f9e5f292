"""Send a reply as a browser without JavaScript does."""

from html.parser import HTMLParser

from django.urls import reverse

from comments.stamps import stamp

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


class FormOnPage(HTMLParser):
    """The form that a response's page holds: where it goes, and {name: value} of what stands in it."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self._open = "", {}, None
        self.feed(page.content.decode())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form" and attributes.get("method") == "post":
            self.action = attributes["action"].partition("#")[0]
        elif tag == "input" and self.action:
            self.fields[attributes["name"]] = attributes.get("value", "")
        elif tag == "textarea":
            self._open = attributes["name"]
            self.fields[self._open] = ""

    def handle_data(self, data):
        if self._open:
            self.fields[self._open] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the line break that follows the start tag, and sends the others as CRLF (HTML, 4.10.11).
            typed = self.fields[self._open].replace("\r\n", "\n").removeprefix("\n")
            self.fields[self._open], self._open = typed.replace("\n", "\r\n"), None
