"""Nothing leaves the paper: no other server is asked about a comment, and none told of one."""

import re
import socket
from pathlib import Path

import pytest
from django.conf import settings

from newsroom.env import BASE_DIR
from tests.privacy.conftest import tell
from tests.traces import crawl

pytestmark = pytest.mark.django_db


@pytest.fixture
def tried(monkeypatch):
    """Deny the network; return the addresses that were asked for. libpq's own connection is none of Python's."""
    tried = []

    def refuse(*args, **kwargs):
        tried.append(args[-1] if args else kwargs)
        raise OSError("the network is denied")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return tried


def test_a_comment_goes_all_its_ways_without_the_network(tried, reader):
    """S28: sent, scored, decided, reported, mailed about (to a mail server in memory), read."""
    crawl(reader, tell().story.article.get_absolute_url(), follow=lambda address: False)
    assert tried == []


def test_nothing_of_the_paper_reaches_out_by_default():
    """S28: no setting names a server; whoever sets none has no mail server either."""
    named = {name: getattr(settings, name) for name in dir(settings) if name.isupper() and name != "SITE_URL"}
    assert [name for name, value in named.items() if re.match(r"(https?|redis)://", str(value))] == []
    assert settings.EMAIL_HOST == ""


def test_no_code_of_comments_knows_how_to_call_another_server():
    """S28."""
    calls = re.compile(
        r"^\s*(import|from) (socket|ssl|requests|httpx|aiohttp|urllib3|http\.client|urllib\.request)\b", re.M
    )
    files = [path for app in ("articles", "comments") for path in Path(BASE_DIR, app).rglob("*.py")]
    assert len(files) > 50
    assert [path.name for path in files if calls.search(path.read_text())] == []
