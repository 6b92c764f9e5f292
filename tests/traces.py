"""Look for an email address, and for what can be made of it, in whatever the paper gives out or keeps."""

import base64
import hashlib
import html
import logging
import re
import zlib
from contextlib import contextmanager, suppress
from functools import lru_cache
from logging import Formatter
from unittest import mock
from urllib.parse import unquote, urljoin

from django.db import connection

from comments.models import Commenter

_DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha512")
_TOKEN = re.compile(r"[\w+/-]{16,}={0,2}", re.ASCII)


class Marks:
    """What gives an address away: itself in any spelling and coding, and every function of it without a key."""

    def __init__(self, address: str):
        spellings = {address, address.strip(), address.lower(), address.strip().lower()}
        digests = [hashlib.new(name, each.encode()).digest() for name in _DIGESTS for each in spellings]
        whole = [each.strip().encode() for each in spellings]
        # The part before the "@" is enough to tell whose address it is.
        self.words = {address.strip().partition("@")[0].casefold()}
        self.words |= {each.hex() for each in digests + whole}
        self.codes = {code for each in digests for code in _in_base64(each)} | {_amid_base64(each) for each in whole}

    def found_in(self, *texts) -> list[str]:
        """Return the marks that texts, or bytes, carry, in the open or in what looks like a token."""
        return sorted({mark for text in texts for reading in _readings(_as_text(text)) for mark in self._in(reading)})

    def _in(self, text: str) -> list[str]:
        folded = text.casefold()
        return [word for word in self.words if word in folded] + [code for code in self.codes if code in text]


def _in_base64(value: bytes) -> set[str]:
    return {code(value).decode().rstrip("=") for code in (base64.b64encode, base64.urlsafe_b64encode)}


def _amid_base64(value: bytes) -> str:
    """Return what stands in a base64 text that holds `value` from a multiple of three bytes on."""
    return base64.b64encode(value[: len(value) // 3 * 3]).decode()


def _as_text(value) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


def _readings(text: str):
    """Give a text as it stands, without the escapes of HTML, addresses and JSON, and what its tokens hold."""
    yield text
    if "%" in text or "&" in text or "\\u" in text:
        yield html.unescape(unquote(text)).replace("\\u0040", "@").replace("\\u002B", "+")
    if len(text) >= 16:
        yield "\n".join(map(_held_in, set(_TOKEN.findall(text))))


@lru_cache(maxsize=1 << 16)
def _held_in(token: str) -> str:
    """Return what a token holds; most pages have most of their tokens in common."""
    read = []
    with suppress(ValueError):
        held = base64.b64decode(token.replace("-", "+").replace("_", "/").rstrip("=") + "==")
        read.append(held.decode("latin-1"))
        with suppress(zlib.error):
            read.append(zlib.decompress(held).decode("latin-1"))
    return "\n".join(read)


# Where to look


def kept_rows():
    """Yield (table, column, value) for everything that the database holds, past models and their fields."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((table, column, value) for column, value in zip(columns, row, strict=True))


def kept_commenters():
    """Return what the database holds of commenters' addresses: sealed texts and keyed hashes."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT address, address_hash FROM {Commenter._meta.db_table}")
        return [value for row in cursor.fetchall() for value in row]


def said_in(records) -> str:
    """Return log records as a handler writes them, with their tracebacks."""
    return "\n".join(map(Formatter("%(levelname)s %(name)s: %(message)s %(args)s").format, records))


def written_in(mails) -> str:
    """Return mails in full: headers as they are sent, and every body decoded."""
    parts = [part for mail in mails for part in mail.message().walk()]
    bodies = [_as_text(part.get_payload(decode=True) or b"") for part in parts]
    return "\n".join([str(mail.message()) for mail in mails] + bodies)


def answered(response) -> bytes:
    """Return all that a response gives out: status, headers, cookies and body."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{response.status_code}\n{headers}\n{response.cookies.output()}\n\n".encode() + body


_ATTRIBUTE = re.compile(
    r"""[\s"'/](href|src|action|data-popup-url|srcset|content|data-url)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<!\S)(?:https?:/)?/[^\s,]+")


def links_of(page: str) -> set[str]:
    """Return what the attributes of a page lead to, and the addresses that some of them list."""
    found = set()
    for name, *values in set(_ATTRIBUTE.findall(page)):
        value = html.unescape("".join(values))
        if name.lower() in ("srcset", "content", "data-url"):
            found.update(_ADDRESS.findall(value))
        elif value:
            found.add(value)
    return found


def crawl(client, *starts: str, follow) -> dict[str, bytes]:
    """Walk a site along its links and redirects; return {address: all that was answered there}.

    `follow(address)` tells whether to go to an address of the site, given without host and fragment.
    """
    seen, judged, waiting = {}, set(), list(starts)
    with nothing_noted():
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            response = client.get(address)
            seen[address] = answered(response)
            is_page = response.get("Content-Type", "").startswith("text/html")
            links = links_of(response.text) if is_page else set()
            targets = {_led_to(address, link) for link in links | {response.get("Location", "")}} - judged
            judged |= targets
            waiting += [path for path in targets if path.startswith("/") and follow(path)]
    return seen


def _led_to(address: str, link: str) -> str:
    """Return the address within the site that a link on a page leads to, or "" for one that leads away from it."""
    target = urljoin(f"http://testserver{address}", link).partition("#")[0]
    path = target.removeprefix("http://testserver")
    return path if path != target else ""


def look_at(client, *addresses: str) -> dict[str, bytes]:
    """Return {address: all that was answered there}, without following a link."""
    with nothing_noted():
        return {address: answered(client.get(address)) for address in dict.fromkeys(addresses)}


@contextmanager
def nothing_noted():
    """Have nobody keep a copy of each template's context, nor write out a traceback for each page that is refused.

    Both take long, and nobody looks at them: an error that is no refusal the test client raises.
    """
    refusals = logging.getLogger("django.request")
    with (
        mock.patch("django.test.client.store_rendered_templates", return_value=None),
        mock.patch.object(refusals, "disabled", True),
    ):
        yield
