"""Pages kept in memory: who gets one, what is never kept, what drops one, and what stands in when building fails."""

import gzip
import threading

import brotli
import pytest

from newsroom.lib import pagecache
from newsroom.lib.pagecache import PAGE, News, PageCache, accepted

HOST = "paper.example"
SHARED = [("Content-Type", "text/html"), ("Cache-Control", "max-age=0, public, s-maxage=30")]
A_DAY = 86_400


class Paper:
    """A WSGI application that says what it is told to, and counts how often it was asked."""

    def __init__(self):
        self.asked = 0
        self.status, self.headers, self.tags, self.is_shared = "200 OK", list(SHARED), {"article:1"}, True
        self.body = "one"
        self.during = lambda: None

    def __call__(self, environ, start_response):
        self.asked += 1
        body = self.body.encode()
        self.during()
        page = environ.get(PAGE)
        if page:
            page.is_shared = self.is_shared
            page.tags |= self.tags
        start_response(self.status, self.headers)
        return [body]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = int(status[:3]), {name.lower(): value for name, value in headers}, body

    @property
    def how(self):
        return self.headers.get("cache-status", "").removeprefix("newsroom; ")


class Desk:
    """Where the news come from, and the clock."""

    def __init__(self):
        self.now = 1_000_000.0
        self.tags: dict | None = {}
        self.turn = self.now + A_DAY
        self.is_down = False

    def __call__(self):
        if self.is_down:
            raise ConnectionError("no database")
        tags, self.tags = self.tags, {}
        return News(tags=tags, turn=self.turn)

    def drop(self, *tags, removes=False):
        self.tags |= dict.fromkeys(tags, removes)
        self.now += 1


@pytest.fixture
def paper():
    return Paper()


@pytest.fixture
def desk_news():
    return Desk()


@pytest.fixture
def cache(paper, desk_news):
    return PageCache(
        paper,
        desk_news,
        hosts=[HOST],
        private_cookies=["sessionid"],
        scheme_of=lambda environ: environ["wsgi.url_scheme"],
        megabytes=1,
        last_resort=3600,
        clock=lambda: desk_news.now,
    )


def environ_of(path="/a/", query="", method="GET", **environ):
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": HOST,
        "wsgi.url_scheme": "http",
    } | environ


def ask(cache, path="/a/", query="", method="GET", **environ):
    said = []
    result = cache(environ_of(path, query, method, **environ), lambda *args: said.append(args))
    return Answer(said[0][0], said[0][1], b"".join(result))


# What is kept, and for whom


def test_a_page_is_built_once_for_all(cache, paper):
    answers = [ask(cache) for _ in range(3)]
    assert paper.asked == 1
    assert [answer.body for answer in answers] == [b"one"] * 3
    assert [answer.how for answer in answers] == ["fwd=miss", "hit", "hit"]


def test_a_page_goes_out_compressed_as_the_reader_takes_it(cache):
    assert brotli.decompress(ask(cache, HTTP_ACCEPT_ENCODING="gzip, deflate, br, zstd").body) == b"one"
    zipped = ask(cache, HTTP_ACCEPT_ENCODING="gzip")
    assert gzip.decompress(zipped.body) == b"one"
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.headers["content-length"] == str(len(zipped.body))
    plain = ask(cache)
    assert plain.body == b"one"
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("br", "br"),
        ("gzip, br", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("BR", "br"),
        ("br;q=nonsense", ""),
        (";;,,=", ""),
    ],
)
def test_a_reader_gets_the_best_encoding_they_take(header, encoding):
    assert accepted(header) == encoding


def test_what_browsers_send_is_remembered_and_no_more_than_that():
    for number in range(1000):
        accepted(f"made-up-{number}")
    assert len(pagecache._accepted) <= 201


def test_whoever_has_the_page_is_told_so(cache):
    tag = ask(cache, HTTP_ACCEPT_ENCODING="br").headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = ask(cache, HTTP_IF_NONE_MATCH=known)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == tag
        assert "content-length" not in answer.headers
    assert ask(cache, HTTP_IF_NONE_MATCH='"other"').status == 200


MARCH, APRIL = "Sun, 01 Mar 2026 00:00:00 GMT", "Wed, 01 Apr 2026 00:00:00 GMT"


@pytest.mark.parametrize(
    ("since", "status"), [(MARCH, 304), (APRIL, 304), ("Sat, 28 Feb 2026 00:00:00 GMT", 200), ("yesterday", 200)]
)
def test_whoever_has_the_page_by_its_date_is_told_so(cache, paper, since, status):
    paper.headers.append(("Last-Modified", MARCH))
    ask(cache)
    assert ask(cache, HTTP_IF_MODIFIED_SINCE=since).status == status


def test_a_tag_says_more_than_a_date(cache, paper):
    paper.headers.append(("Last-Modified", MARCH))
    ask(cache)
    assert ask(cache, HTTP_IF_MODIFIED_SINCE=APRIL, HTTP_IF_NONE_MATCH='"other"').status == 200


def test_a_page_that_changed_has_another_etag(cache, paper, desk_news):
    tag = ask(cache).headers["etag"]
    paper.body = "two"
    desk_news.drop("article:1")
    assert ask(cache, HTTP_IF_NONE_MATCH=tag).status == 200


def test_head_gets_the_headers_of_the_page(cache, paper):
    page = ask(cache)
    head = ask(cache, method="HEAD")
    assert head.body == b""
    assert head.headers["content-length"] == page.headers["content-length"]
    assert paper.asked == 1


def test_head_of_a_page_that_is_not_kept_is_answered_by_the_paper(cache, paper):
    ask(cache, method="HEAD")
    ask(cache, method="HEAD")
    assert paper.asked == 2


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "PUT"},
        {"REQUEST_METHOD": "PURGE"},
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": "theme=dark; sessionid=abc"},
        {"HTTP_COOKIE": "a=b;sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Basic YTpi"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": f"{HOST}:8000"},
        {"HTTP_HOST": f"{HOST}."},
        {"HTTP_HOST": HOST.upper()},
        {"HTTP_HOST": ""},
        {"CONTENT_LENGTH": "5"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-16"},
        {"SCRIPT_NAME": "/elsewhere"},
    ],
    ids=str,
)
def test_an_unusual_request_passes_by_and_leaves_nothing(cache, paper, environ):
    ask(cache, **environ)
    paper.body = "two"
    assert ask(cache, **environ).body == b"two"
    paper.body = "three"
    assert ask(cache).body == b"three"
    paper.body = "four"
    assert ask(cache).body == b"three"
    assert ask(cache, **environ).body == b"four"


def test_a_host_that_is_missing_passes_by(cache, paper):
    for _ in range(2):
        environ = environ_of()
        del environ["HTTP_HOST"]
        cache(environ, lambda *args: None)
    assert paper.asked == 2


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_SCHEME": "nothttps"},
        {"HTTP_X_ORIGINAL_URL": "/admin/"},
        {"HTTP_X_REWRITE_URL": "/admin/"},
        {"HTTP_X_HTTP_METHOD_OVERRIDE": "POST"},
        {"HTTP_X_FORWARDED_FOR": "10.0.0.1"},
        {"HTTP_ACCEPT_LANGUAGE": "ar"},
        {"HTTP_USER_AGENT": "<script>"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_REFERER": "https://evil.example"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"HTTP_CACHE_CONTROL": "no-cache"},
        {"HTTP_IF_MODIFIED_SINCE": "Thu, 01 Jan 2026 00:00:00 GMT"},
        {"HTTP_COOKIE": "tracker=1; theme=dark"},
    ],
    ids=str,
)
def test_a_header_that_is_no_part_of_the_key_changes_nothing(cache, paper, environ):
    """What is sent along with the first request must not be answered to the second."""
    first = ask(cache, **environ)
    second = ask(cache)
    assert (first.status, first.body) == (second.status, second.body) == (200, b"one")
    assert paper.asked == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("/a/", ""), ("/b/", "")),
        (("/a/", ""), ("/a/", "x=1")),
        (("/a/", "x=1"), ("/a/", "x=2")),
        (("/a/", "x=1&y=2"), ("/a/", "y=2&x=1")),
        (("/a/", ""), ("/a/;x", "")),
        (("/a/", ""), ("/a/b.css", "")),
        (("/a/", ""), ("//a/", "")),
        (("/a/", ""), ("/A/", "")),
        (("/a/", ""), ("/a/\x00", "")),
        (("/a/?", ""), ("/a/", "?")),
    ],
)
def test_each_address_has_a_page_of_its_own(cache, paper, one, other):
    ask(cache, *one)
    paper.body = "two"
    assert ask(cache, *other).body == b"two"
    assert ask(cache, *one).body == b"one"


def test_the_two_schemes_are_kept_apart(cache, paper):
    ask(cache)
    paper.body = "two"
    assert ask(cache, **{"wsgi.url_scheme": "https"}).body == b"two"
    assert ask(cache).body == b"one"


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("404 Not Found", None),
        ("301 Moved Permanently", ("Location", "/elsewhere/")),
        ("500 Internal Server Error", None),
        ("206 Partial Content", None),
        ("200 OK", ("Set-Cookie", "sessionid=abc")),
        ("200 OK", ("set-cookie", "a=b")),
        ("200 OK", ("Vary", "Cookie")),
        ("200 OK", ("Vary", "Accept-Encoding, Cookie")),
        ("200 OK", ("Vary", "*")),
        ("200 OK", ("Cache-Control", "private")),
        ("200 OK", ("Cache-Control", "no-store")),
    ],
)
def test_what_is_not_for_everybody_is_not_kept_whatever_the_view_says(cache, paper, status, header):
    paper.status = status
    paper.headers = [*SHARED, *([header] if header else [])]
    ask(cache)
    paper.body = "two"
    answer = ask(cache)
    assert answer.body == b"two"
    assert answer.status == int(status[:3])
    if header:
        assert answer.headers[header[0].lower()] == header[1]


def test_what_no_view_vouches_for_is_not_kept(cache, paper):
    """A path that ends as a style sheet does, below a private page: it is the view that says who a page is for."""
    paper.is_shared = False
    ask(cache, "/admin/theme.css")
    paper.body = "two"
    assert ask(cache, "/admin/theme.css").body == b"two"


def test_what_the_view_streams_is_not_held_back(cache, paper):
    paper.is_shared = False
    paper.headers = [("Content-Type", "image/jpeg")]
    answer = ask(cache, "/media/a.jpg")
    assert answer.headers == {"content-type": "image/jpeg"}


# What drops a page


def test_a_change_is_seen_at_once_and_drops_nothing_else(cache, paper, desk_news):
    ask(cache, "/a/")
    paper.tags = {"article:2"}
    ask(cache, "/b/")
    paper.body = "two"
    desk_news.drop("article:1")
    assert ask(cache, "/a/").body == b"two"
    assert ask(cache, "/b/").body == b"one"


def test_a_worker_asks_for_news_at_most_four_times_a_second(cache, paper, desk_news):
    ask(cache)
    paper.body = "two"
    desk_news.tags = {"article:1": False}
    desk_news.now += 0.2
    assert ask(cache).body == b"one"
    desk_news.now += 0.1
    assert ask(cache).body == b"two"


def test_what_the_worker_itself_changed_is_seen_with_the_next_answer(cache, paper, desk_news):
    ask(cache)
    paper.body = "two"
    desk_news.tags = {"article:1": False}
    cache.look_soon()
    assert ask(cache).body == b"two"


def test_a_worker_that_lost_its_place_forgets_everything(cache, paper, desk_news):
    ask(cache)
    paper.body = "two"
    desk_news.tags = None
    desk_news.now += 1
    assert ask(cache).body == b"two"


def test_a_page_is_not_kept_if_what_it_shows_changed_while_it_was_built(cache, paper, desk_news):
    def change():
        paper.during = lambda: None
        desk_news.drop("article:1")
        ask(cache, "/b/")

    paper.during = change
    assert ask(cache).body == b"one"
    paper.body = "two"
    assert ask(cache).body == b"two"


def test_a_page_is_kept_no_longer_than_some_minutes(cache, paper, desk_news):
    ask(cache)
    paper.body = "two"
    desk_news.now += 299
    assert ask(cache).body == b"one"
    desk_news.now += 2
    assert ask(cache).body == b"two"


def test_no_cache_in_front_is_told_to_keep_a_page_past_the_moment_at_which_it_changes(cache, desk_news):
    ask(cache)
    assert ask(cache).headers["cache-control"] == "max-age=0, public, s-maxage=30"
    desk_news.turn = desk_news.now + 12.9
    desk_news.drop()
    assert ask(cache).headers["cache-control"] == "max-age=0, public, s-maxage=11"


def test_at_that_moment_the_news_are_asked_for(cache, paper, desk_news):
    desk_news.turn = desk_news.now + 0.1
    ask(cache)
    paper.body = "two"
    desk_news.tags = {"article:1": False}
    desk_news.now += 0.1
    assert ask(cache).body == b"two"


# One builder at a time


def test_while_one_builds_the_others_get_the_copy_before(cache, paper, desk_news):
    ask(cache)
    paper.body = "two"
    desk_news.drop("article:1")
    got = []

    def another_reader():
        paper.during = lambda: None
        thread = threading.Thread(target=lambda: got.append(ask(cache)))
        thread.start()
        thread.join(5)

    paper.during = another_reader
    assert ask(cache).body == b"two"
    assert (got[0].body, got[0].how) == (b"one", "hit; detail=being-rebuilt")
    assert paper.asked == 2


# The last good copy


def test_when_building_fails_the_copy_before_stands_in_and_says_so(cache, paper, desk_news):
    ask(cache)
    desk_news.now += 301
    paper.status, paper.is_shared = "500 Internal Server Error", False
    answer = ask(cache)
    assert (answer.status, answer.body, answer.how) == (200, b"one", "hit; detail=last-good-copy")
    assert answer.headers["cache-control"] == "max-age=0, public, s-maxage=1"


def test_when_the_paper_breaks_the_copy_before_stands_in(cache, paper, desk_news):
    ask(cache)
    desk_news.now += 301

    def break_down():
        raise ConnectionError

    paper.during = break_down
    assert ask(cache).body == b"one"
    with pytest.raises(ConnectionError):
        ask(cache, "/never-built/")


def test_a_failing_paper_is_asked_once_a_second(cache, paper, desk_news):
    ask(cache)
    desk_news.now += 301
    paper.status, paper.is_shared = "503 Service Unavailable", False
    for _ in range(5):
        ask(cache)
    assert paper.asked == 2
    desk_news.now += 1.1
    ask(cache)
    assert paper.asked == 3


def test_the_last_good_copy_stands_in_for_the_stated_time(cache, paper, desk_news):
    ask(cache)
    paper.status, paper.is_shared = "500 Internal Server Error", False
    desk_news.now += 300 + 3599
    assert ask(cache).status == 200
    desk_news.now += 3
    assert ask(cache).status == 500


def test_what_was_removed_is_never_answered_from_a_copy(cache, paper, desk_news):
    """S31."""
    ask(cache)
    desk_news.drop("article:1", removes=True)
    paper.status, paper.is_shared, paper.body = "500 Internal Server Error", False, "broken"
    assert ask(cache).status == 500


def test_what_was_removed_while_it_was_rebuilt_is_not_answered_from_a_copy(cache, paper, desk_news):
    ask(cache)
    desk_news.drop("article:1")

    def removal():
        paper.during = lambda: None
        desk_news.drop("article:1", removes=True)
        ask(cache, "/b/")

    paper.during = removal
    paper.status, paper.is_shared = "500 Internal Server Error", False
    assert ask(cache).status == 500


def test_a_worker_that_cannot_tell_what_changed_answers_with_what_it_has_and_keeps_nothing_new(
    cache, paper, desk_news, caplog
):
    ask(cache)
    desk_news.is_down = True
    desk_news.now += 2
    assert ask(cache).body == b"one"
    ask(cache, "/b/")
    paper.body = "two"
    assert ask(cache, "/b/").body == b"two"
    assert len(caplog.records) == 1
    desk_news.is_down = False
    desk_news.drop("article:1")
    assert ask(cache).body == b"two"


# How much is kept


def test_memory_is_bounded_and_what_was_asked_for_longest_ago_goes_first(cache, paper, desk_news):
    paper.body = "x" * 20_000
    for number in range(100):
        desk_news.now += 0.01
        ask(cache, f"/{number}/")
        ask(cache, "/0/")
    shelf = cache._shelves[0]
    assert shelf.size <= shelf.budget
    assert paper.asked == 100
    ask(cache, "/1/")
    assert paper.asked == 101


def test_pages_with_a_query_cannot_push_the_others_out(cache, paper, desk_news):
    paper.body = "x" * 8_000
    ask(cache)
    for number in range(300):
        desk_news.now += 0.01
        ask(cache, "/b/", f"after={number}")
    ask(cache)
    assert paper.asked == 301


def test_a_page_too_large_is_not_kept(cache, paper):
    paper.body = "x" * 100_000
    ask(cache)
    assert ask(cache).how == "fwd=miss"


def test_nothing_of_a_page_is_left_when_it_goes(cache, paper, desk_news):
    ask(cache)
    desk_news.drop("article:1", removes=True)
    paper.is_shared = False
    ask(cache)
    shelf = cache._shelves[0]
    assert (shelf.pages, shelf.size, shelf._wearing) == ({}, 0, {})
