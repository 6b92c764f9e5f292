"""The published ways to poison a cache, and to have it keep what is one person's, tried on a paper as it is served.

The names are those of the papers that describe them: "Practical Web Cache Poisoning" and "Web Cache Entanglement"
(Kettle 2018, 2020), "Your Cache Has Fallen" (Nguyen et al. 2019), "Cached and Confused" (Mirheidari et al. 2020),
"Gotta cache 'em all" (Doyhenard 2024).
"""

import re
import socket
from http.client import HTTPException, HTTPResponse
from itertools import count
from types import SimpleNamespace

import pytest
from django.db import connection

from newsroom.benchmarks.server import serving
from tests.factories import make_article
from tests.newsroom.papers import copied_paper

pytestmark = pytest.mark.server

NAME = "paper.example"
STORIES = 50
_numbers = count()
# The moment at which the form was stamped is the day, which may end while this runs.
_STAMP = re.compile(rb'name="stamp" value="[^"]*"')


def _fill() -> list[str]:
    made = [make_article(slug=f"story-{n}", headline=f"Story {n}").get_absolute_url() for n in range(STORIES)]
    connection.close()
    return made


@pytest.fixture(scope="module")
def house():
    """A paper that one worker serves, so that what an attack leaves is what the next reader meets."""
    with copied_paper() as paper:
        stories = paper.run(_fill)
        with serving(paper, workers=1, ALLOWED_HOSTS=NAME, TASKS="workers") as port:
            yield SimpleNamespace(port=port, stories=stories)


@pytest.fixture
def path(house):
    """The address of a story that nobody has asked for yet."""
    return house.stories[next(_numbers)]


@pytest.fixture
def say(house):
    """Send bytes to the server, and return what comes back; status 0 for a line that is closed without an answer."""

    def say(sent: bytes):
        with socket.create_connection(("127.0.0.1", house.port), timeout=20) as line:
            try:
                line.sendall(sent)
                answer = HTTPResponse(line)
                answer.begin()
                body = answer.read()
            except (OSError, HTTPException):
                return SimpleNamespace(status=0, headers={}, body=b"", how="")
            how = answer.headers.get("Cache-Status", "").removeprefix("newsroom; ")
            return SimpleNamespace(
                status=answer.status, headers=answer.headers, body=_STAMP.sub(b"", body), how=how.partition(";")[0]
            )

    return say


def get(path, *headers, host=NAME, version="1.1", body=""):
    lines = [f"GET {path} HTTP/{version}", *([f"Host: {host}"] if host else []), *headers, "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("latin-1")


def assert_untouched(say, path):
    """The next reader gets the page as the paper makes it for someone whom no cache answers."""
    after = say(get(path))
    assert after.status == 200
    assert b"evil" not in after.body
    assert "Set-Cookie" not in after.headers
    assert after.headers["Cache-Control"] == "max-age=0, public, s-maxage=30"
    assert after.headers["Vary"] == "Accept-Encoding"
    assert after.body == say(get(path, "Authorization: Basic YTpi")).body
    assert say(get(path)).how == "hit"


UNKEYED = [
    "X-Forwarded-Host: evil.example",
    "X-Host: evil.example",
    "X-Forwarded-Server: evil.example",
    "Forwarded: host=evil.example;proto=http",
    "X-Forwarded-Scheme: nothttps",
    "X-Forwarded-Proto: evil",
    "X-Forwarded-Port: 1",
    "X-Forwarded-Prefix: /evil",
    "X-Original-URL: /admin/",
    "X-Rewrite-URL: /admin/",
    "X-HTTP-Method-Override: DELETE",
    "X-HTTP-Method: HEAD",
    "X-Method-Override: POST",
    "X_Forwarded_Host: evil.example",
    "Cookie: csrftoken=evil; messages=evil; theme=evil",
    "Range: bytes=0-9",
    'If-Match: "evil"',
    "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
    "Accept-Encoding: identity;q=0, *;q=0",
    "Accept: application/evil",
    "Accept-Language: ar",
    "Cache-Control: only-if-cached",
    "Expect: evil",
    "Upgrade: h2c",
    "Connection: close, Host, X-Forwarded-For, Cookie",
    "Max-Forwards: 0",
    "Content-Type: text/html; charset=utf-16",
    f"X-Oversized: {'x' * 20_000}",
    "X-Metacharacter: \x07\x01",
]


@pytest.mark.parametrize("header", UNKEYED, ids=lambda header: header[:30])
def test_a_header_changes_nothing_for_the_next_reader(say, path, header):
    """Unkeyed input, cache-poisoned denial of service by oversized, malformed and overriding headers."""
    say(get(path, header))
    assert_untouched(say, path)


@pytest.mark.parametrize(
    "attack",
    [
        lambda path: get(path, "Content-Length: 6", body="page=2"),
        lambda path: get(path, "Transfer-Encoding: chunked", body="6\r\npage=2\r\n0\r\n\r\n"),
        lambda path: get(path, "Content-Length: 3", "Transfer-Encoding: chunked", body="0\r\n\r\n"),
        lambda path: get(path, host="evil.example"),
        lambda path: get(path, host=f"{NAME}:1"),
        lambda path: get(path, host=f"{NAME}."),
        lambda path: get(path, host=f"evil@{NAME}"),
        lambda path: get(path, "Host: evil.example"),
        lambda path: get(path, host=""),
        lambda path: get(f"http://evil.example{path}"),
        lambda path: get(path, host="evil.example", version="1.0"),
        lambda path: get(path).replace(b"GET", b"HEAD", 1),
        lambda path: get(path).replace(b"GET", b"PURGE", 1),
        lambda path: get(path).replace(b"GET", b"get", 1),
    ],
    ids=[
        *("fat GET", "fat GET in chunks", "both lengths", "host", "port", "dot", "userinfo", "two hosts", "no host"),
        *("absolute form", "HTTP/1.0", "HEAD", "PURGE", "small letters"),
    ],
)
def test_a_request_of_another_shape_leaves_nothing_behind(say, path, attack):
    say(attack(path))
    assert_untouched(say, path)


@pytest.mark.parametrize(
    "of",
    [
        *("{0}theme.css", "{0}..%2f..%2fadmin/", "{0}../../admin/", "{0}%2e%2e/%2e%2e/admin/", "/{0}", "{0};evil.css"),
        *("{0}%00.css", "{0}%0a.css", "{0}%3fevil", "{0}%23evil", "{0}#evil", "{0}%0d%0aSet-Cookie:evil=1", "{0}\\"),
        *("{0}?sent=evil", "{0}?%", "{0}?a=1;sent=evil", "{0}?utm_source=evil", "{0}?a=1&a=evil"),
    ],
)
def test_another_address_is_another_page(say, house, of):
    """Path confusion, delimiters, normalisation, cloaked and repeated parameters: none is answered with what the
    address itself has, and none is kept in its place."""
    path = house.stories[-1]
    page = say(get(path))
    other = say(get(of.format(path)))
    assert other.status != 200 or "no-store" in other.headers["Cache-Control"] or other.body == page.body
    assert "Set-Cookie" not in other.headers
    assert_untouched(say, path)


def test_a_private_page_is_kept_under_no_name(say):
    """Web cache deception: what the desk shows is no style sheet, whatever its address ends with."""
    for path in ("/admin/", "/admin/login/", "/admin/theme.css", "/admin/login/;.js", "/admin%2flogin/%00.css"):
        answers = [say(get(path)) for _ in range(2)]
        assert [answer.how for answer in answers] == ["", ""]
        assert all("s-maxage" not in answer.headers.get("Cache-Control", "") for answer in answers)


def test_neither_what_is_missing_nor_what_leads_elsewhere_is_kept(say, path):
    """Cache-poisoned denial of service by a 404 or a redirect."""
    for address in (path.rstrip("/"), f"{path}none/", "/none/"):
        answers = [say(get(address)) for _ in range(2)]
        assert all(answer.status in (301, 404) for answer in answers)
        assert [answer.how for answer in answers] == ["", ""]
    assert_untouched(say, path)


def test_a_very_long_query_costs_no_one_their_page(say, path):
    for length in (8_000, 70_000):
        assert say(get(f"{path}?sent={'x' * length}")).how != "hit"
    assert_untouched(say, path)
