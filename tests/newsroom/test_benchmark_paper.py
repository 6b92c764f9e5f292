"""A measurement has a paper and a production server of its own, and leaves nothing behind."""

import os
import socket

import pytest

from newsroom.benchmarks import approval, bare, filling, hot, posting
from newsroom.benchmarks.paper import temporary_paper
from newsroom.benchmarks.server import serving
from tests.newsroom.papers import copied_paper

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def paper():
    url = os.environ.get("DATABASE_URL", "")
    with temporary_paper(url) if url.startswith("postgres") else copied_paper() as paper:
        yield paper
    assert not paper.folder.exists()


@pytest.mark.any_database
def test_posted_comments_are_there_once_each(paper):
    _article, path = paper.run(posting.filling.publish)
    load, lost, doubled = posting.post_to_form(paper, path, "few", {"comments": 24, "clients": 4, "workers": 1})
    assert (load.statuses, lost, doubled) == ({303: 24}, 0, 0)
    assert paper.run(posting.numbers_kept, "few") == dict.fromkeys(range(24), 1)


@pytest.fixture(scope="module")
def interrupted(paper):
    """A story's page, as headers and body, and the port of the server that made it before a measurement was stopped."""
    _article, path = paper.run(filling.publish, "the-floor")
    seen = []
    with pytest.raises(KeyboardInterrupt):
        _break_off(paper, path, seen)
    return seen


def _break_off(paper, path, seen):
    with serving(paper, workers=1) as port:
        seen += [hot.page_of(port, path), port]
        raise KeyboardInterrupt


def test_a_server_stops_when_a_measurement_does(interrupted):
    _page, port = interrupted
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


@pytest.mark.any_database
def test_an_approval_is_seen_on_every_server(paper):
    rows = approval.measure(paper, 1)
    assert [row["seen on"] for row in rows] == ["one server", "the other"]
    assert all(0 < row["longest ms"] < 5000 for row in rows)


def test_the_floor_answers_with_the_bytes_of_the_page(paper, interrupted):
    (headers, body), _port = interrupted
    kept = paper.folder / "page"
    bare.keep_page(kept, headers, body)
    floor = {"workers": 1, bare.VARIABLE: str(kept)}
    with serving(paper, application="newsroom.benchmarks.bare:application", **floor) as port:
        assert hot.page_of(port, "/anything/")[1] == body
    with serving(paper, settings="newsroom.benchmarks.floor", **floor) as port:
        assert hot.page_of(port, "/same/") == (headers, body)
