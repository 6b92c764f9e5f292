"""What counts as a read, and what becomes of it: no reader is known by it, and nobody reads a story up the list."""

import logging
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.db import OperationalError

from articles.models import Article, ReadCount
from articles.reads import Tally
from newsroom.beacon import PATH, Beacon
from newsroom.lib import sketch as sketches
from newsroom.lib.crawlers import is_crawler
from newsroom.lib.sketch import Sketch
from tests.factories import DAY, make_article

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0"


class Noted(Tally):
    """A tally that tells what it was given."""

    def __init__(self):
        super().__init__()
        self.articles = []

    def add(self, article, at):
        self.articles.append(article)


@pytest.fixture
def tally():
    return Noted()


@pytest.fixture
def say(tally):
    """Send the beacon as a reader's browser does, but for what is said otherwise; return status and headers."""
    beacon = Beacon(lambda environ, start: start("200 OK", []) or [b"the paper"], tally)

    def send(body="12", **otherwise):
        sent = str(body).encode()
        environ = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": PATH,
            "CONTENT_LENGTH": str(len(sent)),
            "REMOTE_ADDR": "192.0.2.7",
            "HTTP_SEC_FETCH_SITE": "same-origin",
            "HTTP_USER_AGENT": FIREFOX,
            "wsgi.input": BytesIO(sent),
        }
        said = []
        beacon(environ | otherwise, lambda *args: said.extend(args))
        return said

    return send


def test_a_read_is_counted_and_answered_with_nothing(say, tally):
    status, headers = say("12")
    assert tally.articles == [12]
    assert (status, dict(headers)) == ("204 No Content", {"Cache-Control": "no-store"})


@pytest.mark.parametrize(
    "otherwise",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_SEC_FETCH_SITE": ""},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
    ],
    ids=str,
)
def test_what_no_reader_sent_is_not_counted_and_answered_alike(say, tally, otherwise):
    assert say("12", **otherwise) == say("12")
    assert tally.articles == [12]


@pytest.mark.parametrize("body", ["", "x", "-1", "1.5", "12 ", "٣", "9" * 19, "9" * 5000, "12&user=7"])
def test_what_is_no_number_of_a_story_is_not_counted(say, tally, body):
    assert say(body)[0] == "204 No Content"
    assert tally.articles == []


@pytest.mark.parametrize("length", ["", "many", "-2"])
def test_a_length_that_is_none_is_not_counted(say, tally, length):
    say("12", CONTENT_LENGTH=length)
    assert tally.articles == []


def test_everything_else_goes_to_the_paper(say, tally):
    assert say(REQUEST_METHOD="GET")[0] == "200 OK"
    assert say(PATH_INFO="/comments/")[0] == "200 OK"
    assert tally.articles == []


def test_one_network_cannot_read_a_story_up_the_list(say, tally):
    for _ in range(50):
        say("12")
    say("13")
    say("12", REMOTE_ADDR="198.51.100.4")
    assert (tally.articles.count(12), tally.articles.count(13)) == (6, 1)


PROGRAMS = (
    "curl/8.5.0",
    "python-requests/2.32",
    "Mozilla/5.0 (compatible; bingbot/2.0)",
    "Twitterbot/1.0",
    "GPTBot/1.2",
    "facebookexternalhit/1.1",
    "Mozilla/5.0 HeadlessChrome/126.0 Safari/537.36",
    "Chrome-Lighthouse",
    "",
)
PEOPLE = (
    FIREFOX,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 21) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
)


def test_a_program_is_known_by_its_name_and_no_person_is_taken_for_one():
    assert [name for name in PROGRAMS if not is_crawler(name)] == []
    assert [name for name in PEOPLE if is_crawler(name)] == []


# What remembers a network


def test_a_sketch_counts_what_comes_again_and_forgets_it_when_its_window_is_over():
    now = [0.0]
    sketch = Sketch(seconds=3600, clock=lambda: now[0])
    assert [sketch.hit(b"a"), sketch.hit(b"b"), sketch.hit(b"a")] == [1, 1, 2]
    now[0] = 3600
    assert sketch.hit(b"a") == 1


def test_a_sketch_under_another_key_holds_other_bytes(monkeypatch):
    keys = iter([b"1" * 32, b"2" * 32])
    monkeypatch.setattr(sketches.secrets, "token_bytes", lambda length: next(keys))
    one, other = (Sketch(seconds=60, places=1000) for _ in range(2))
    one.hit(b"192.0.2.7"), other.hit(b"192.0.2.7")
    assert one._rows != other._rows


def test_a_full_sketch_counts_seldom_too_high():
    sketch = Sketch(seconds=60, places=5000, clock=lambda: 0)
    wrong = [sketch.hit(b"%d" % number) for number in range(5000)]
    assert sum(count > 5 for count in wrong) < 25


# What is written down

THEN = datetime(2026, 3, 10, 12, 20, tzinfo=UTC)


def counts():
    return {(row.article_id, row.hour.hour): row.count for row in ReadCount.objects.all()}


@pytest.mark.django_db
def test_reads_are_added_up_by_story_and_hour_over_all_workers():
    article = make_article()
    one, other = Tally(), Tally()
    for tally, minutes in [(one, 0), (one, 30), (other, 31), (one, 50)]:
        tally.add(article.pk, THEN.replace(minute=minutes))
    one.add(article.pk, THEN.replace(hour=13))
    one.write(), other.write(), one.write()
    assert counts() == {(article.pk, 12): 4, (article.pk, 13): 1}


@pytest.mark.django_db
def test_what_readers_cannot_see_is_counted_for_nothing():
    draft, story = make_article(published_at=None), make_article()
    gone = make_article(withdrawn_at=THEN - DAY)
    tally = Tally()
    for article in (draft.pk, story.pk, gone.pk, 4_000_000_000):
        tally.add(article, THEN)
    tally.write()
    assert counts() == {(story.pk, 12): 1}


def copies_of(article, number):
    """Return so many articles that are like one, made at once."""
    fields = {field.name: getattr(article, field.name) for field in article._meta.concrete_fields}
    del fields["id"]
    return Article.objects.bulk_create(Article(**fields | {"slug": f"{article.slug}-{each}"}) for each in range(number))


@pytest.mark.django_db
def test_many_stories_are_written_in_a_few_statements(django_assert_max_num_queries):
    articles = copies_of(make_article(byline=None), 320)
    tally = Tally()
    for article in articles:
        tally.add(article.pk, THEN)
    with django_assert_max_num_queries(6):
        tally.write()
    assert len(counts()) == 320


@pytest.mark.django_db
def test_reads_wait_for_a_database_that_is_down(monkeypatch):
    article, tally = make_article(), Tally()
    tally.add(article.pk, THEN)
    with monkeypatch.context() as down:
        down.setattr(type(ReadCount.objects.all()), "add", _fail)
        with pytest.raises(OperationalError):
            tally.write()
    tally.add(article.pk, THEN)
    tally.write()
    assert counts() == {(article.pk, 12): 2}


def _fail(*args):
    raise OperationalError("the disk is full")


def test_whoever_makes_up_numbers_fills_no_memory():
    tally = Tally()
    for number in range(10_050):
        tally.add(number, THEN)
    tally.add(0, THEN)
    assert len(tally._counts) == 10_000
    assert tally._counts[0, THEN.replace(minute=0)] == 2


@pytest.mark.django_db
def test_the_log_holds_nothing_of_who_read(say, caplog):
    with caplog.at_level(logging.DEBUG):
        say("12")
    assert caplog.text == ""
