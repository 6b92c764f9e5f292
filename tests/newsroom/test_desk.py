"""The desk's first page, its look and its door."""

import re
import time

import pytest
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from newsroom import roles
from newsroom.accounts import FAILURES
from newsroom.lib import ratelimit
from tests.factories import DAY, HOUR, make_article, make_comment, make_contributor
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

PASSWORD = "quay-lantern-otter"


def draft(**overrides):
    return make_article(**{"published_at": None, "review": Article.Review.DRAFT} | overrides)


# What waits


def test_a_moderator_finds_what_waits_before_anything_else(moderator, desk):
    held = make_comment(text="Held for an hour.", state="held")
    Comment.objects.filter(pk=held.pk).update(waiting_since=timezone.now() - HOUR)
    page = desk(moderator).get("/admin/").content.decode()
    assert "Waiting for a moderator: 1" in page
    assert page.index("Held for an hour.") < page.index("app-comments")
    assert "waiting for 1\xa0hour" in page


def test_a_card_shows_the_article_and_what_is_answered(moderator, desk):
    article = make_article(headline="Fog on the quay")
    parent = make_comment(article, name="Petra", text="Whose fog was it?")
    make_comment(article, name="Seun", text="Mine.", parent=parent, state="held")
    page = desk(moderator).get("/admin/").content.decode()
    assert f'<a href="{article.get_absolute_url()}"><bdi>Fog on the quay</bdi></a>, City' in page
    assert "<cite><bdi>Petra</bdi></cite>: Whose fog was it?" in page


def test_the_first_page_shows_the_eight_that_waited_longest_and_counts_all(moderator, desk):
    article = make_article()
    for number in range(10):
        comment = make_comment(article, name=f"Reader number {number}", state="held")
        Comment.objects.filter(pk=comment.pk).update(waiting_since=timezone.now() - (20 - number) * HOUR)
    answer = desk(moderator).get("/admin/")
    waiting = answer.context["waiting"]
    assert waiting.count == 10
    assert [card.comment.name[-1] for card in waiting.cards] == list("01234567")


def test_the_first_page_takes_the_same_queries_for_three_and_for_thirty(administrator, desk):
    browser = desk(administrator)
    # The first visit fills the cache of sessions, where there is one.
    browser.get("/admin/")
    seen = []
    for number in (3, 27):
        for _ in range(number):
            make_comment(draft_article(), state="held")
        seen.append(queries_of(browser, "/admin/"))
    assert seen[0] == seen[1] <= 18


def draft_article():
    draft(review=Article.Review.SUBMITTED)
    return make_article()


def test_a_card_decides_with_the_version_it_showed_and_leads_to_the_next(moderator, desk):
    article = make_article()
    first, second = make_comment(article, state="held"), make_comment(article, state="held")
    browser = desk(moderator)
    form = re.search(r'<form class="decide-at-once".*?</form>', browser.get("/admin/").content.decode(), re.S)[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = browser.post(re.search(r'action="([^"]+)"', form)[1], fields | {"verb": "approve"})
    assert answer.headers["Location"] == f"/admin/#comment-{second.pk}"
    assert Comment.objects.get(pk=first.pk).is_approved


def test_when_nothing_waits_the_page_says_so(moderator, desk):
    assert "Nothing waits." in desk(moderator).get("/admin/").content.decode()


def lists_of(answer):
    return {found.title: [article.headline for article in found.articles] for found in answer.context["worklists"]}


def test_an_editor_finds_what_was_submitted_what_is_scheduled_and_what_was_worked_on(editor, desk):
    draft(headline="Handed in", review=Article.Review.SUBMITTED)
    draft(headline="Begun")
    make_article(headline="Tomorrow", published_at=timezone.now() + DAY)
    make_article(headline="Embargoed", embargo_until=timezone.now() + 2 * DAY)
    make_article(headline="Out")
    answer = desk(editor).get("/admin/")
    assert lists_of(answer) == {
        "Submitted": ["Handed in"],
        "Scheduled": ["Tomorrow", "Embargoed"],
        "Drafts changed last": ["Begun"],
    }
    assert "waiting" not in answer.context


def test_a_reporter_finds_their_own_drafts_and_what_came_back(reporter, desk):
    draft(headline="Mine", created_by=reporter)
    draft(headline="Mine by name", byline=make_contributor("Rhea Porter", user=reporter))
    draft(headline="Back again", created_by=reporter, review=Article.Review.RETURNED)
    draft(headline="Of another", byline="Someone Else")
    assert lists_of(desk(reporter).get("/admin/")) == {
        "Sent back to you": ["Back again"],
        "Your drafts": ["Mine by name", "Mine"],
    }


def test_empty_lists_say_so_in_words(editor, desk):
    page = desk(editor).get("/admin/").content.decode()
    for words in ("Nothing waits for an editor.", "Nothing is scheduled.", "There are no drafts."):
        assert words in page


# The look


def test_the_desk_carries_the_papers_name_and_leads_to_the_paper(editor, desk):
    page = desk(editor).get("/admin/").content.decode()
    assert '<a href="/admin/">Newsroom</a>' in page
    assert '<a href="/">Read the paper</a>' in page


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/articles/article/", "/admin/articles/article/add/", "/admin/comments/comment/?state=withdrawn"],
)
def test_no_page_of_the_desk_needs_an_unsafe_policy(administrator, desk, address):
    make_comment(state="held")
    answer = desk(administrator).get(address)
    policy = answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert "unsafe" not in policy
    assert not re.search(r"<style|\sstyle=|\son\w+=\"", page)
    for script in re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", page):
        nonce = re.search(r'nonce="([^"]+)"', script)
        assert nonce, script
        assert f"'nonce-{nonce[1]}'" in policy


# The door


@pytest.fixture(autouse=True)
def _one_window(monkeypatch):
    """Let no test straddle two windows of the limits."""
    now = int(time.time())
    monkeypatch.setattr(ratelimit, "_window", lambda seconds: now)


@pytest.fixture
def staff(db):
    return roles.make_staff("ines-halloran", roles.EDITOR, password=PASSWORD)


def sign_in(client, name, password, network="203.0.113.7"):
    data = {"username": name, "password": password, "next": "/admin/"}
    return client.post("/admin/login/", data, REMOTE_ADDR=network)


def test_staff_sign_in(staff, client):
    assert sign_in(client, "ines-halloran", PASSWORD).headers["Location"] == "/admin/"


def test_after_ten_failures_a_network_waits_even_with_the_right_password(staff, client):
    for number in range(FAILURES):
        assert sign_in(client, f"guess-{number}", "wrong").status_code == 200
    answer = sign_in(client, "ines-halloran", PASSWORD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "600")
    assert "Too many attempts" in answer.content.decode()
    assert sign_in(client, "ines-halloran", PASSWORD, network="203.0.113.8").status_code == 302


def test_after_ten_failures_a_name_waits_from_every_network(staff, client):
    for number in range(FAILURES):
        sign_in(client, "INES-HALLORAN" if number % 2 else "ines-halloran", "wrong", network=f"198.51.100.{number}")
    assert sign_in(client, "ines-halloran", PASSWORD, network="198.51.100.99").status_code == 429


def test_nine_failures_are_forgiven(staff, client):
    for _ in range(FAILURES - 1):
        sign_in(client, "ines-halloran", "wrong")
    assert sign_in(client, "ines-halloran", PASSWORD).status_code == 302


def test_signing_in_counts_for_nothing(staff, client):
    for _ in range(FAILURES + 2):
        assert sign_in(client, "ines-halloran", PASSWORD).status_code == 302
        client.logout()


def test_one_ipv6_subscriber_is_one_network(staff, client):
    for number in range(FAILURES):
        sign_in(client, f"guess-{number}", "wrong", network=f"2001:db8::{number + 1:x}")
    assert sign_in(client, "ines-halloran", PASSWORD, network="2001:db8::ffff").status_code == 429


def test_the_counters_hold_neither_names_nor_networks(staff, client):
    from newsroom.models import RateWindow

    sign_in(client, "ines-halloran", "wrong")
    keys = " ".join(RateWindow.objects.values_list("key", flat=True))
    assert "ines-halloran" not in keys
    assert "203.0.113" not in keys


def test_the_sign_in_page_opens_without_an_account(client):
    assert client.get("/admin/login/").status_code == 200
