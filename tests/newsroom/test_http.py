"""What is asked of a request, and promised of a response."""

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom.lib.http import behind_proxies, in_utf_8, is_from_own_page, network_of, private_page, public_page

NETWORKS = {
    "192.0.2.7": "192.0.2.7",
    "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
    "2001:DB8:1:2::1": "2001:db8:1:2::/64",
    "[2001:db8:1:2::1]": "2001:db8:1:2::/64",
    "fe80::1%eth0": "fe80::/64",
    "::ffff:192.0.2.7": "192.0.2.7",
    "": "unknown",
    "unix:": "unknown",
    "192.0.2.700": "unknown",
    "unknown": "unknown",
}


@pytest.mark.parametrize(("address", "network"), NETWORKS.items())
def test_a_network_is_what_one_subscriber_holds(address, network):
    """S29."""
    assert network_of(address) == network


PROXIED = [
    (1, "198.51.100.9", "198.51.100.9"),
    (1, "6.6.6.6, 198.51.100.9", "198.51.100.9"),
    (2, "6.6.6.6, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
    (2, "198.51.100.9", "10.0.0.1"),
    (1, "", "10.0.0.1"),
    (1, " , ", "10.0.0.1"),
]


@pytest.mark.parametrize(("count", "header", "seen"), PROXIED)
def test_only_our_own_proxies_are_believed(count, header, seen):
    """S29: a reader cannot write the address that limits count against."""
    meta = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": header}
    behind_proxies(meta, count)
    assert meta["REMOTE_ADDR"] == seen


@pytest.mark.parametrize(
    ("header", "scheme"), [("https", "https"), ("http", "http"), ("https, http", "http"), ("http, https", "https")]
)
def test_the_scheme_is_the_nearest_proxys(header, scheme):
    meta = {"wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": header}
    behind_proxies(meta, 1)
    assert meta["wsgi.url_scheme"] == scheme


@pytest.mark.parametrize(
    ("host", "origin", "is_own"),
    [
        ("testserver", "http://testserver", True),
        ("localhost:8000", "http://localhost:8000", True),
        ("localhost:8000", "http://localhost", False),
        ("testserver", "http://testserver:80", False),
        ("testserver", "http://", False),
        ("testserver", "file://testserver", False),
    ],
)
def test_a_page_is_our_own_by_scheme_host_and_port(host, origin, is_own):
    """S16; the table of all headers is in tests/comments/posting/test_verbs.py."""
    assert is_from_own_page(RequestFactory().post("/", headers={"Host": host, "Origin": origin})) == is_own


def respond(query, view=lambda request: HttpResponse("Hello.")):
    return public_page("page")(view)(RequestFactory().get(f"/?{query}"))


@pytest.mark.parametrize("query", ["", "page=2", "page=2&page=3"])
def test_a_public_page_may_be_kept_for_half_a_minute(query):
    response = respond(query)
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=30"
    assert "X-Robots-Tag" not in response


@pytest.mark.parametrize("query", ["sent=x", "page=2&sent=x", "utm_source=x", "%ff=1"])
def test_with_any_other_parameter_it_is_kept_by_nobody(query):
    """S3."""
    response = respond(query)
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_a_private_page_stays_private_on_a_public_address():
    response = respond("", lambda request: private_page(HttpResponse("Yours.")))
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("declared", "passed_on"),
    [
        ("text/plain; charset=base64", "text/plain"),
        ("application/x-www-form-urlencoded;CHARSET=utf-16", "application/x-www-form-urlencoded"),
        ('multipart/form-data; charset="x"; boundary=abc', "multipart/form-data; boundary=abc"),
        ("multipart/form-data; boundary=abc", "multipart/form-data; boundary=abc"),
        ("", ""),
    ],
)
def test_every_request_is_read_as_utf_8(declared, passed_on):
    seen = []
    in_utf_8(lambda environ, start: seen.append(environ["CONTENT_TYPE"]))({"CONTENT_TYPE": declared}, None)
    assert seen == [passed_on]


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["base64", "rot13", "utf-16", "no-such"])
def test_a_charset_that_is_no_text_is_answered_like_any_other(charset, monkeypatch):
    # All of a test is one transaction, which would end with the request.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    environ = RequestFactory().get("/", {"a": "b"}, content_type=f"text/plain; charset={charset}").environ
    environ["CONTENT_TYPE"] = f"text/plain; charset={charset}"
    said = []
    in_utf_8(get_wsgi_application())(environ, lambda *args: said.append(args))
    assert said[0][0] == "200 OK"
