"""A cache in front is told what to forget, once, and again while it does not answer."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client

from newsroom.lib.droplog import drop, trim
from newsroom.models import PageDrop
from newsroom.purging import purge
from tests.factories import make_article

pytestmark = pytest.mark.django_db


class Edge:
    """A cache in front: what it was told, and what it answers."""

    def __init__(self):
        self.told = []
        self.status = 200
        edge = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                edge.told.append((dict(self.headers), json.loads(body)["tags"]))
                self.send_response(edge.status)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def edge(settings):
    edge = Edge()
    settings.PURGE_URL = f"http://127.0.0.1:{edge.server.server_port}/purge"
    settings.EDGE_TAG_HEADER = "Surrogate-Key"
    settings.PURGE_HEADER = "Fastly-Key: abc: def"
    yield edge
    edge.server.shutdown()
    edge.server.server_close()


def test_it_is_told_the_tags_once(edge):
    drop("article:1", "front")
    drop("front")
    assert purge() == 3
    assert purge() == 0
    headers, tags = edge.told[0]
    assert tags == ["article:1", "front"]
    assert headers["Surrogate-Key"] == "article:1 front"
    assert headers["Fastly-Key"] == "abc: def"
    assert len(edge.told) == 1


def test_a_cache_that_refuses_is_told_again(edge):
    drop("article:1")
    edge.status = 503
    with pytest.raises(OSError, match="503"):
        purge()
    edge.status = 200
    assert purge() == 1


def test_many_tags_are_told_in_parts(edge):
    drop(*(f"article:{number}" for number in range(300)))
    assert purge() == 300
    assert [len(tags) for _headers, tags in edge.told] == [256, 44]


def test_what_it_was_not_told_outlives_the_log(edge, monkeypatch):
    drop("article:1")
    PageDrop.objects.update(dropped_at=0)
    drop("article:2")
    PageDrop.objects.filter(tag="article:2").update(dropped_at=PageDrop.objects.last().dropped_at - 7200)
    assert trim() == 1
    assert purge() == 1


def test_without_one_nothing_is_sent_or_owed(settings):
    settings.PURGE_URL = ""
    drop("article:1")
    assert purge() == 0
    assert not PageDrop.objects.to_be_purged().exists()


@pytest.mark.parametrize(("name", "separator"), [("Surrogate-Key", " "), ("Cache-Tag", ",")])
def test_a_page_tells_it_what_it_shows(settings, name, separator):
    article = make_article()
    settings.EDGE_TAG_HEADER = name
    tags = Client().get(article.get_absolute_url())[name].split(separator)
    assert f"article:{article.pk}" in tags
    assert f"thread:{article.pk}" in tags


def test_no_page_tells_readers_what_nobody_in_front_asks_for(settings):
    response = Client().get(make_article().get_absolute_url())
    assert not {"Surrogate-Key", "Cache-Tag"} & set(response.headers)
