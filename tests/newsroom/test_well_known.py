"""The small files that programs look for at fixed addresses."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from environs import EnvError

from newsroom.env import BASE_DIR, records

pytestmark = pytest.mark.django_db


def lines(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return response.content.decode().splitlines()


# robots.txt


def test_crawlers_are_told_where_to_look_and_where_not(client):
    """M2: every sitemap in full, and each of them there; not the desk, searches, previews, forms."""
    said = lines(client, "/robots.txt")
    assert said[0] == "User-agent: *"
    assert {"/admin/", "/search/", "/preview/", "/comments/"} == {
        line.removeprefix("Disallow: ") for line in said if line.startswith("Disallow")
    }
    sitemaps = [line.removeprefix("Sitemap: ") for line in said if line.startswith("Sitemap")]
    assert sitemaps == ["http://testserver/sitemap.xml", "http://testserver/sitemaps/news.xml"]
    assert {client.get(address).status_code for address in sitemaps} == {200}


@pytest.mark.parametrize("name", ["STAGING", "DEBUG"])
def test_a_copy_for_trying_out_turns_all_of_them_away(client, settings, name):
    """M2."""
    setattr(settings, name, True)
    assert lines(client, "/robots.txt") == ["User-agent: *", "Disallow: /"]


def test_nobody_is_pinged_with_a_sitemap():
    """M5: the addresses for that were withdrawn in 2023, and are not in the code."""
    asked = re.compile(r"ping\?sitemap|/ping\b|webmasters/(tools|sitemaps)/ping", re.IGNORECASE)
    files = [path for room in ("articles", "comments", "newsroom") for path in Path(BASE_DIR, room).rglob("*.py")]
    assert [path.name for path in files if asked.search(path.read_text())] == []
    assert asked.search("https://www.google.com/ping?sitemap=https://paper.example/sitemap.xml")


# security.txt


@pytest.mark.parametrize("day", [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, tzinfo=UTC)])
def test_whoever_finds_a_hole_is_told_whom_to_tell(client, settings, monkeypatch, day):
    """W5: one contact at the least, one expiry, which is never less than 30 days off nor more than a year."""
    settings.SECURITY_CONTACT = "mailto:security@paper.example"
    monkeypatch.setattr(timezone, "now", lambda: day)
    fields = [line.partition(": ") for line in lines(client, "/.well-known/security.txt")]
    assert [value for name, _, value in fields if name == "Contact"] == ["mailto:security@paper.example"]
    (expires,) = [value for name, _, value in fields if name == "Expires"]
    assert timedelta(days=30) < parse_datetime(expires) - day < timedelta(days=365)


def test_by_default_it_is_the_papers_own_address(client, settings):
    """W5."""
    assert "Contact: mailto:newsroom@testserver" in lines(client, "/.well-known/security.txt")
    assert client.get("/security.txt")["Location"] == "/.well-known/security.txt"


def test_without_anybody_to_tell_there_is_no_such_file(client, settings):
    """W5: RFC 9116 has none without a contact."""
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


# ads.txt, trust.txt


def test_a_paper_without_sellers_says_so(client, settings):
    """W6: the record that the standard has for it."""
    assert lines(client, "/ads.txt") == ["placeholder.example.com, placeholder, DIRECT, placeholder"]
    settings.ADS_TXT = ["exchange.example, 1234, DIRECT", "other.example, 5, RESELLER, f08c47fec0942fa0"]
    assert lines(client, "/ads.txt") == settings.ADS_TXT


@pytest.mark.parametrize("path", ["/trust.txt", "/.well-known/trust.txt"])
def test_what_the_paper_belongs_to_is_said_as_set(client, settings, path):
    """W6."""
    assert client.get(path).status_code == 404
    settings.TRUST_TXT = ["belongto=https://association.example/", "datatrainingallowed=no"]
    assert lines(client, path) == settings.TRUST_TXT


def test_lines_that_are_none_stop_the_start(monkeypatch):
    monkeypatch.setenv("LINES", "a=1; b=2 ;")
    assert records("LINES", r"[a-z]=\d", "a=1") == ["a=1", "b=2"]
    monkeypatch.setenv("LINES", "a=1; nonsense")
    with pytest.raises(EnvError, match="LINES must hold lines such as"):
        records("LINES", r"[a-z]=\d", "a=1")
