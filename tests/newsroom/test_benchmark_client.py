"""The load client gets every answer whole, keeps its connections, and never sends a request twice."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from newsroom.benchmarks.client import NoPage, fetch, in_turns, load, request
from newsroom.benchmarks.reply_form import ReplyForm

BODY = b"A body of two lines,\r\nthe second of them this."


class Answering(BaseHTTPRequestHandler):
    """Answers in each of the ways that HTTP/1.1 has of ending a body, and writes down what it was asked."""

    protocol_version = "HTTP/1.1"
    # Head and body leave together: apart, each answer would wait for the acknowledgement of its head.
    wbufsize = -1

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path == "/hang-up":
            self.close_connection = True
            return
        self.send_response(404 if self.path == "/absent" else 200)
        if self.path == "/chunks":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"%x\r\n%s\r\n%x;last=yes\r\n%s\r\n0\r\n\r\n" % (5, BODY[:5], len(BODY) - 5, BODY[5:]))
        elif self.path == "/to-the-end":
            self.close_connection = True
            self.end_headers()
            self.wfile.write(BODY)
        else:
            self.send_header("Content-Length", str(len(BODY)))
            self.end_headers()
            self.wfile.write(BODY)

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.lines.add(self.client_address)
        self.send_response(303)
        self.send_header("Location", f"/{sent}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        server.asked, server.lines = [], set()
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize("path", ["/length", "/chunks", "/to-the-end"])
def test_a_body_comes_whole_whatever_ends_it(server, path):
    answers = load(server.server_port, [request("GET", path)] * 2, clients=1, bodies=True).came
    assert [(answer.status, answer.body) for answer in answers] == [(200, BODY)] * 2


def test_each_request_has_its_own_answer_on_lines_that_are_kept(server):
    posts = [request("POST", "/", body=str(number).encode()) for number in range(60)]
    done = load(server.server_port, posts, clients=4)
    assert [answer.location for answer in done.answers] == [f"/{number}" for number in range(60)]
    assert len(server.lines) == 4


def test_what_was_not_answered_is_not_sent_again(server):
    done = load(server.server_port, [request("GET", path) for path in ("/hang-up", "/length")], clients=1)
    assert [answer.status for answer in done.answers] == [0, 200]
    assert server.asked == ["/hang-up", "/length"]


def test_nothing_is_sent_after_its_time(server):
    done = load(server.server_port, [request("GET", "/length")] * 3, clients=2, seconds=0)
    assert done.answers == [None] * 3
    assert server.asked == []


@pytest.mark.parametrize(("path", "why"), [("/absent", "with 404"), ("/hang-up", "with nothing")])
def test_what_is_no_page_is_not_measured(server, path, why):
    with pytest.raises(NoPage, match=f"GET {path} was answered {why}"):
        fetch(server.server_port, request("GET", path))


def test_pages_take_turns(server):
    pages = {path: (server.server_port, request("GET", path)) for path in ("/one", "/two")}
    loads = in_turns(pages, 20)
    assert {path: len(done.came) for path, done in loads.items()} == {"/one": 20, "/two": 20}
    assert server.asked[2:] == 2 * (10 * ["/one"] + 10 * ["/two"])


def test_a_reply_form_is_sent_as_the_page_holds_it():
    form = ReplyForm(
        '<form action="/search/"><input name="q" value="ferry"></form>'
        '<form method="post" action="/comments/7/#reply"><input type="hidden" name="stamp" value="7.1:x">'
        '<input name="name"><input type="checkbox" name="mail" value="yes"><input type="submit" name="go" value="1">'
        '<input type="radio" name="to" value="thread" checked><input type="radio" name="to" value="desk"></form>'
    )
    assert form.action == "/comments/7/"
    assert form.fields == {"stamp": "7.1:x", "name": "", "to": "thread"}
