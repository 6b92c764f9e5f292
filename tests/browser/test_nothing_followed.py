"""A reader walks through the paper, and nobody learns who they are: no cookie, no other host, one number sent."""

import re
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

ARTICLE = "/city/night-ferry/"
WALK = ["/", "/city/", ARTICLE, "/search/?q=ferry", "/most-read/", "/saved/"]
# Timers wait until a test lets them pass.
TIMERS = """
    const waiting = [];
    window.setTimeout = (act, length) => waiting.push([act, length]);
    window.letPass = (length) => waiting.splice(0).forEach((each) => (each[1] <= length ? each[0]() : waiting.push(each)));
"""
LONG_ENOUGH, A_GLANCE = 10_000, 9_000


@pytest.fixture
def sent(page):
    """What the browser asks for, in order."""
    found = []
    page.on("request", lambda request: found.append(request))
    return found


@pytest.fixture
def read(page):
    """Go to a page and have it before one's eyes for so many milliseconds."""
    page.add_init_script(TIMERS)

    def go(path=ARTICLE, length=LONG_ENOUGH):
        page.goto(path, wait_until="networkidle")
        wait(page, length)

    return go


def wait(page, length=LONG_ENOUGH):
    page.evaluate(f"letPass({length})")
    page.wait_for_load_state("networkidle")


def posts(sent):
    return [request for request in sent if request.method != "GET"]


def test_a_walk_leaves_no_cookie_asks_no_other_host_and_says_only_what_was_read(
    page, context, paper, read, sent, complaints
):
    for path in WALK:
        read(path)
    assert {urlsplit(request.url).netloc for request in sent} == {urlsplit(paper.url).netloc}
    assert context.cookies() == []
    (told,) = posts(sent)
    assert urlsplit(told.url).path == "/most-read/"
    assert re.fullmatch(r"\d+", told.post_data)
    assert {"cookie", "referer", "authorization"} & told.all_headers().keys() == set()
    assert told.response().status == 204
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert complaints == []


def test_what_was_looked_at_for_a_moment_is_not_told(page, read, sent):
    read(length=A_GLANCE)
    assert posts(sent) == []
    wait(page)
    assert len(posts(sent)) == 1


def test_a_page_that_is_loaded_again_was_read_once(page, read, sent):
    read()
    page.reload(wait_until="networkidle")
    wait(page)
    read("/")
    page.go_back(wait_until="networkidle")
    wait(page)
    assert len(posts(sent)) == 1
