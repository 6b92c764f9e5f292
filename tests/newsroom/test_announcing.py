"""Search engines and the feeds' hub are told what readers can see, once, and again while they do not answer."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.db import transaction
from django.utils import timezone

from articles import workflow
from articles.models import Announcement, Article
from newsroom import announcing
from newsroom.announcing import tell_hub, tell_search_engines
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db

KEY = "0123456789abcdef"
DAY = timedelta(days=1)


class Listener:
    """Somebody else's server: what it was told, and what it answers."""

    def __init__(self):
        self.told = []
        self.status = 202
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                listener.told.append((self.headers["Content-Type"], body))
                self.send_response(listener.status)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def addresses(self):
        return [address for _type, body in self.told for address in json.loads(body)["urlList"]]


@pytest.fixture
def listener():
    listener = Listener()
    yield listener
    listener.server.shutdown()
    listener.server.server_close()


@pytest.fixture
def engines(listener, settings, monkeypatch):
    settings.INDEXNOW_KEY = KEY
    monkeypatch.setattr(announcing, "INDEXNOW", listener.address)
    return listener


@pytest.fixture
def hub(listener, settings):
    settings.WEBSUB_HUB = listener.address
    return listener


def address(article):
    return f"http://testserver{article.get_absolute_url()}"


# Search engines


def test_search_engines_are_told_what_was_published(engines):
    """M4: host, key, its place and the addresses, as JSON."""
    article = make_article(published_at=None)
    assert tell_search_engines() == 0
    workflow.publish(article, by=None)
    assert tell_search_engines() == 1
    assert tell_search_engines() == 0
    ((content_type, body),) = engines.told
    assert content_type == "application/json; charset=utf-8"
    assert json.loads(body) == {
        "host": "testserver",
        "key": KEY,
        "keyLocation": f"http://testserver/{KEY}.txt",
        "urlList": [address(article)],
    }


@pytest.mark.parametrize(
    "change",
    [
        lambda article: workflow.mark_updated(article, by=None),
        lambda article: workflow.correct(article, by=None, kind="correction", text="Six."),
        lambda article: workflow.withdraw(article, by=None, reason="An error."),
        lambda article: Article.objects.get(pk=article.pk).delete(),
    ],
    ids=["update", "correction", "withdrawal", "deletion"],
)
def test_they_are_told_of_what_changed_in_substance_and_of_what_went(engines, change):
    """M4: sent on publish, substantive update, delete."""
    article = make_article()
    tell_search_engines()
    engines.told.clear()
    change(article)
    tell_search_engines()
    assert engines.addresses == [address(article)]


def test_a_mended_comma_is_none_of_their_business(engines):
    """M4."""
    article = make_article()
    tell_search_engines()
    article.copy += "<p>, at last.</p>"
    article.save()
    make_article(published_at=None)
    assert tell_search_engines() == 0


@pytest.mark.parametrize("moment", ["published_at", "embargo_until"])
def test_what_is_to_appear_is_told_when_it_has_appeared(engines, monkeypatch, moment):
    """M4: neither when it is saved nor under embargo."""
    now = timezone.now()
    article = make_article(**{"published_at": now, moment: now + DAY})
    assert tell_search_engines() == 0
    monkeypatch.setattr(timezone, "now", lambda: now + DAY)
    assert tell_search_engines() == 1
    assert engines.addresses == [address(article)]


def test_what_was_put_off_is_not_told_at_its_former_time(engines, monkeypatch):
    """M4: the row speaks of a moment, the article decides."""
    now = timezone.now()
    article = make_article(published_at=now + DAY)
    article.embargo_until = now + 3 * DAY
    article.save()
    monkeypatch.setattr(timezone, "now", lambda: now + DAY)
    tell_search_engines()
    assert engines.addresses == []
    monkeypatch.setattr(timezone, "now", lambda: now + 3 * DAY)
    tell_search_engines()
    assert engines.addresses == [address(article)]


def test_what_was_deleted_before_it_appeared_is_never_told(engines, monkeypatch):
    """M4."""
    now = timezone.now()
    make_article(embargo_until=now + DAY).delete()
    monkeypatch.setattr(timezone, "now", lambda: now + DAY)
    tell_search_engines()
    assert engines.addresses == []


def test_what_search_engines_are_to_pass_over_is_not_told(engines):
    """M4."""
    article = make_article(is_unlisted=True)
    workflow.withdraw(article, by=None, reason="An error.")
    article.delete()
    tell_search_engines()
    assert engines.addresses == []


def test_what_was_rolled_back_is_not_told(engines):
    """M4: written in the change's own transaction."""
    with transaction.atomic():
        make_article()
        transaction.set_rollback(True)
    assert tell_search_engines() == 0


@pytest.mark.parametrize("status", [429, 403, 503])
def test_who_refuses_is_told_again_later_and_nobody_waits_for_it(engines, status):
    """M4: a 429 ends the round; the task rests longer each time (newsroom.scheduler)."""
    article = make_article()
    engines.status = status
    with pytest.raises(OSError, match=str(status)):
        tell_search_engines()
    assert len(engines.told) == 1
    engines.told.clear()
    engines.status = 200
    assert tell_search_engines() == 1
    assert engines.addresses == [address(article)]


def test_publishing_does_not_notice_that_nobody_listens(settings, monkeypatch):
    """M4: failure never blocks publishing."""
    settings.INDEXNOW_KEY, settings.WEBSUB_HUB = KEY, "http://127.0.0.1:9/"
    monkeypatch.setattr(announcing, "INDEXNOW", "http://127.0.0.1:9/")
    article = make_article(published_at=None)
    workflow.publish(article, by=None)
    assert article.is_published
    for tell in (tell_search_engines, tell_hub):
        with pytest.raises(OSError):  # noqa: PT011 - the words are the system's
            tell()


def test_what_nobody_took_for_a_day_is_given_up(engines):
    make_article()
    Announcement.objects.update(due_at=timezone.now() - 2 * DAY)
    assert announcing.forget_what_nobody_heard() == 1
    assert tell_search_engines() == 0


def test_many_go_in_parts_and_each_address_once(engines, monkeypatch):
    """M4: no more than 10,000 at a time."""
    monkeypatch.setattr(announcing, "_AT_A_TIME", 2)
    article = make_article()
    workflow.mark_updated(article, by=None)
    make_article()
    assert tell_search_engines() == 3
    assert [len(json.loads(body)["urlList"]) for _type, body in engines.told] == [1, 1]
    assert announcing._AT_A_TIME <= 10_000


@pytest.mark.parametrize(("path", "status"), [(f"/{KEY}.txt", 200), ("/another-key.txt", 404), ("/.txt", 404)])
def test_the_key_is_where_they_look_for_it(client, engines, path, status):
    """M4: as text/plain in UTF-8, and no other key."""
    response = client.get(path)
    assert response.status_code == status
    if status == 200:
        assert (response.content.decode(), response["Content-Type"]) == (KEY, "text/plain; charset=utf-8")


def test_without_a_key_there_is_no_such_file(client):
    """M4: off by default."""
    assert client.get(f"/{KEY}.txt").status_code == 404


# The hub


def test_the_hub_is_told_of_each_feed_that_changed(hub):
    """F7: on publish and on update, and when it is out."""
    article = make_article(topics=[make_topic()])
    assert tell_hub() == 1
    ((content_type, body),) = hub.told
    told = parse_qs(body)
    assert content_type == "application/x-www-form-urlencoded"
    assert told["hub.mode"] == ["publish"]
    subjects = ("", "section/city/", "topic/harbour/", "contributor/ada-quayle/")
    assert set(told["hub.url"]) == {
        f"http://testserver/feeds/{subject}{name}"
        for subject in subjects
        for name in ("rss.xml", "atom.xml", "feed.json")
    }
    workflow.mark_updated(article, by=None)
    assert tell_hub() == 1


def test_the_hub_hears_nothing_of_what_readers_do_not_see(hub):
    """F7."""
    make_article(published_at=None)
    make_article(embargo_until=timezone.now() + DAY)
    tell_hub()
    assert hub.told == []


# By default


def test_by_default_nothing_is_told_or_owed():
    """M4, F7: off by default."""
    workflow.mark_updated(make_article(), by=None)
    assert not Announcement.objects.exists()
    assert (tell_search_engines(), tell_hub()) == (0, 0)


def test_a_copy_for_trying_out_tells_nobody(engines, settings):
    settings.STAGING = True
    make_article()
    assert tell_search_engines() == 0
    assert not Announcement.objects.exists()
