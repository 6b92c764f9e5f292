"""Several servers on one PostgreSQL and one Redis are one paper: what is done at one is so at the others."""

import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import count
from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from newsroom import roles
from newsroom.accounts import FAILURES
from newsroom.benchmarks.paper import temporary_paper
from newsroom.benchmarks.server import serving
from tests.comments.posting.replies import OWN_PAGE, TYPED, FormOnPage
from tests.factories import make_article, make_comment, make_section

DATABASE, CACHE = os.environ.get("DATABASE_URL", ""), os.environ.get("CACHE_URL", "")

pytestmark = [
    pytest.mark.skipif(
        not (DATABASE.startswith("postgres") and CACHE.startswith("redis")),
        reason="servers share PostgreSQL and Redis: name them in DATABASE_URL and CACHE_URL",
    ),
    pytest.mark.server,
    pytest.mark.any_database,
]

PASSWORD = "a-lantern-over-the-quay"
LIMIT = 4
# Connections among which each worker of a server has, as good as surely, had one: they are dealt out by chance.
ENOUGH = 12
STORIES = ("approved", "removed", "limited", "doubled", "copied")


@dataclass
class Browser:
    """Someone at one address of the net, who visits servers by their ports and keeps cookies as a browser does."""

    network: str
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def ask(self, port: int, path: str, typed: dict | None = None, **headers):
        """Fetch a page, or send a form, by a connection of its own; redirects are not followed."""
        headers |= {"X-Forwarded-For": self.network}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={each.value}" for name, each in self.cookies.items() if each.value)
        body = None
        if typed is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(typed)
        line = HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            line.request("GET" if typed is None else "POST", path, body, headers)
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                self.cookies.load(cookie)
            return SimpleNamespace(
                status=answer.status, location=answer.headers["Location"], text=answer.read().decode()
            )
        finally:
            line.close()

    def sign_in(self, port: int, name: str, password: str = PASSWORD):
        self.ask(port, "/admin/login/")
        typed = {"username": name, "password": password, "csrfmiddlewaretoken": self.cookies["csrftoken"].value}
        return self.ask(port, "/admin/login/?next=/admin/", typed)

    def press(self, port: int, path: str, typed: dict):
        """Send what a button of the desk sends, and return what its script is told."""
        headers = {"X-CSRFToken": self.cookies["csrftoken"].value, "Accept": "application/json"}
        return self.ask(port, path, typed, **headers)

    def is_in(self, port: int) -> bool:
        return self.ask(port, "/admin/").status == 200

    def reply(self, port: int, path: str, text: str):
        return self.send(port, self.fill_in(port, path, text))

    def fill_in(self, port: int, path: str, text: str) -> tuple[str, dict]:
        form = FormOnPage(self.ask(port, path).text)
        return form.action, form.fields | TYPED | {"text": text}

    def send(self, port: int, form: tuple[str, dict]):
        return self.ask(port, *form, **OWN_PAGE)


# What is done inside of the paper


def _fill() -> dict[str, tuple[int, str]]:
    """Fill an empty paper; return {slug: (its number, its address)}. Leave no connection, so that it can be copied."""
    roles.make_staff("moderator", roles.MODERATOR, password=PASSWORD)
    roles.make_staff("editor", roles.EDITOR, password=PASSWORD)
    stories = {slug: make_article(slug=slug, headline=f"Story {slug}") for slug in STORIES}
    made = {slug: (story.pk, story.get_absolute_url()) for slug, story in stories.items()}
    connection.close()
    connection.close_pool()
    return made


def _comment(article: int, state: str) -> tuple[str, dict]:
    """Make a comment; return where the desk decides on it, and what the form says of its version."""
    comment = make_comment(Article.objects.get(pk=article), state=state, text="It was colder than you say.")
    return f"/admin/comments/comment/{comment.pk}/decide/", {"version": comment.version}


def _schedule(seconds: float) -> tuple[str, float]:
    """Have a story come out so many seconds from now; return its address and the moment."""
    out_at = timezone.now() + timedelta(seconds=seconds)
    story = make_article(slug="soon", headline="Soon to be read", section=make_section(), published_at=out_at)
    return story.get_absolute_url(), out_at.timestamp()


def _count(text: str) -> int:
    return Comment.objects.filter(text=text).count()


# The servers


@contextmanager
def _copy_of(url: str):
    """Make a copy of a database on its server, with a headline that tells it from the first; yield its address."""
    name = urlsplit(url).path.strip("/")
    copy = urlsplit(url)._replace(path=f"/{name}_copy").geturl()
    with psycopg.connect(DATABASE, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}_copy" TEMPLATE "{name}"')
        try:
            with psycopg.connect(copy) as inside:
                inside.execute("UPDATE articles_article SET headline = 'As the copy has it' WHERE slug = 'copied'")
            yield copy
        finally:
            server.execute(f'DROP DATABASE "{name}_copy" WITH (FORCE)')


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A paper at three ports: `one` and `other`, of two workers each, and `reading`, which reads a copy."""
    settings = {
        "CACHE_URL": CACHE,
        "TRUSTED_PROXIES": "1",
        "TASKS": "workers",
        "COMMENTS_PER_TEN_MINUTES": str(LIMIT),
    }
    with temporary_paper(DATABASE, **settings) as paper, ExitStack() as stack:
        stories = paper.run(_fill)
        copy = stack.enter_context(_copy_of(paper.environment["DATABASE_URL"]))

        def serve(name, workers, **more):
            # As `make serve` leaves it on a new machine: static files are collected, and nothing else is there.
            folder = tmp_path_factory.mktemp(name)
            shutil.copytree(paper.folder / "static", folder / "static")
            environment = paper.environment | {"DATA_DIR": str(folder)} | more
            return serving(replace(paper, environment=environment, folder=folder), workers=workers)

        servers = [serve("one", 2), serve("other", 2), serve("reading", 1, REPLICA_URL=copy)]
        with ThreadPoolExecutor() as pool:
            one, other, reading = pool.map(stack.enter_context, servers)
        yield SimpleNamespace(paper=paper, stories=stories, one=one, other=other, reading=reading)


_networks = count(1)


@pytest.fixture
def someone():
    """Return a browser in a network of its own."""
    return lambda: Browser(f"198.51.100.{next(_networks)}")


@pytest.fixture
def moderator(house, someone):
    """A moderator, who has signed in at the first server."""
    browser = someone()
    assert browser.sign_in(house.one, "moderator").status == 302
    return browser


def until(is_so: Callable[[], bool]) -> float:
    """Return the moment at which something was found to be so, and still was whichever worker was asked."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if is_so():
            since = time.time()
            if all(is_so() for _ in range(ENOUGH)):
                return since
    raise AssertionError("it never came")


def within_one_window(seconds=600):
    """Wait for the next window of what is counted in windows, where this one is nearly over."""
    left = seconds - time.time() % seconds
    if left < 5:
        time.sleep(left)


@pytest.mark.parametrize(
    ("story", "before", "typed"),
    [
        ("approved", "held", {"verb": "approve"}),
        ("removed", "approved", {"verb": "remove", "reason": "personal attack"}),
    ],
)
def test_a_decision_at_one_is_on_the_next_page_of_the_other(house, moderator, someone, story, before, typed):
    number, path = house.stories[story]
    decide, version = house.paper.run(_comment, number, before)
    reader = someone()

    def is_shown():
        return "It was colder than you say." in reader.ask(house.other, path).text

    was_shown = before == "approved"
    until(lambda: is_shown() == was_shown)
    said = moderator.press(house.one, decide, typed | version)
    decided_at = time.time()
    assert said.status == 200, said.text
    assert until(lambda: is_shown() != was_shown) - decided_at < 1


def test_who_signs_in_at_one_is_in_at_the_other_and_out_of_both_at_once(house, moderator):
    assert moderator.is_in(house.one)
    assert moderator.is_in(house.other)
    kept = Browser(moderator.network, SimpleCookie(moderator.cookies.output(header="", sep=";", attrs=[])))
    assert kept.is_in(house.one)
    moderator.press(house.other, "/admin/logout/", {})
    assert not any(kept.is_in(port) for port in [house.one, house.other] * ENOUGH)


def test_guesses_at_a_password_count_wherever_they_are_made(house, someone):
    within_one_window()
    guesser = someone()
    ports = [house.one, house.other] * FAILURES
    with ThreadPoolExecutor(4) as pool:
        guesses = [
            pool.submit(Browser(guesser.network).sign_in, port, f"nobody-{number}", "a guess")
            for number, port in enumerate(ports[:FAILURES])
        ]
        assert [guess.result().status for guess in guesses] == [200] * FAILURES
    for port in (house.one, house.other):
        assert "Too many attempts to sign in" in guesser.sign_in(port, "moderator").text
    assert someone().sign_in(house.other, "moderator").status == 302


def test_comments_of_a_network_count_wherever_they_are_sent(house, someone):
    within_one_window()
    reader = someone()
    path = house.stories["limited"][1]
    ports = [house.one, house.other] * LIMIT
    statuses = [reader.reply(port, path, f"Number {each}.").status for each, port in enumerate(ports)]
    assert statuses == [303] * LIMIT + [429] * LIMIT


@pytest.mark.parametrize("turn", range(4))
def test_a_comment_that_is_sent_to_both_at_the_same_moment_is_kept_once(house, someone, turn):
    text = f"Sent by a phone with two antennas, {turn}."
    reader = someone()
    form = reader.fill_in(house.one, house.stories["doubled"][1], text)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda port: reader.send(port, form), [house.one, house.other]))
    assert [answer.status for answer in answers] == [303, 303]
    assert len({urlsplit(answer.location).fragment for answer in answers}) == 1
    assert house.paper.run(_count, text) == 1


def test_a_scheduled_story_comes_out_at_both_at_its_moment(house, someone):
    reader = someone()
    for port in (house.one, house.other):
        until(lambda port=port: "Soon to be read" not in reader.ask(port, "/").text)
    path, out_at = house.paper.run(_schedule, 2)

    def comes_out(port):
        is_out = until(lambda: "Soon to be read" in reader.ask(port, "/").text)
        return is_out, until(lambda: reader.ask(port, path).status == 200)

    assert reader.ask(house.one, path).status == 404
    with ThreadPoolExecutor(2) as pool:
        found_at = [moment for both in pool.map(comes_out, [house.one, house.other]) for moment in both]
    assert all(0 <= moment - out_at < 1 for moment in found_at), (out_at, found_at)


class TestWithAReplica:
    """The copy of the database says "As the copy has it" where the database itself says "Story copied"."""

    def test_what_everybody_sees_comes_from_it(self, house, someone):
        reader = someone()
        for path in ("/", house.stories["copied"][1]):
            text = reader.ask(house.reading, path).text
            assert "As the copy has it" in text
            assert "Story copied" not in text

    def test_who_has_just_written_finds_it_on_the_page(self, house, someone):
        reader = someone()
        sent = reader.reply(house.reading, house.stories["copied"][1], "I was there, and saw it.")
        assert sent.status == 303
        assert "?sent=" in sent.location
        text = reader.ask(house.reading, sent.location.partition("#")[0]).text
        assert "I was there, and saw it." in text
        assert "Story copied" in text
        assert "As the copy has it" not in text

    def test_the_desk_works_on_the_database_itself(self, house, someone):
        editor = someone()
        editor.sign_in(house.one, "editor")
        text = editor.ask(house.reading, f"/admin/articles/article/{house.stories['copied'][0]}/change/").text
        assert "Story copied" in text
        assert "As the copy has it" not in text
