"""Who is banned, and who is told."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Ban, Comment
from tests.comments.posting.replies import TYPED, FormOnPage, confirmed, post_reply, proof_of
from tests.factories import make_article
from tests.page import Page

pytestmark = pytest.mark.django_db


def ban_network_of(comment, **fields):
    return Ban.objects.create(network=comment.network, **{"reason": "Three floods in a week."} | fields)


@pytest.fixture
def sent(reader, article):
    post_reply(reader, article, text="The first.")
    return Comment.objects.get()


def test_a_banned_network_is_told_why_and_nothing_typed_is_lost(reader, article, sent):
    ban_network_of(sent)
    refusal = post_reply(reader, article, email="someone.else@example.org")
    assert refusal.status_code == 403
    assert (
        "No comments are taken from your network. The reason: Three floods in a week."
        in Page(refusal).one(".wrong").text
    )
    assert FormOnPage(refusal).fields["text"] == TYPED["text"]
    assert Comment.objects.count() == 1


def test_a_ban_for_a_time_says_until_when(reader, article, sent):
    until = timezone.now() + timedelta(days=2)
    ban_network_of(sent, until=until)
    said = Page(post_reply(reader, article)).one(".wrong").text
    assert f"No comments are taken from your network until {until.day} {until:%B %Y, %H:%M} UTC." in said


@pytest.mark.parametrize("over", [{"until": timezone.now()}, {"lifted_at": timezone.now()}], ids=["past", "lifted"])
def test_a_ban_that_is_over_refuses_nobody(reader, article, sent, over):
    ban_network_of(sent, **over)
    assert post_reply(reader, article).status_code == 303


def test_of_two_bans_the_longer_one_is_told(reader, article, sent):
    ban_network_of(sent, reason="Short.", until=timezone.now() + timedelta(days=1))
    ban_network_of(sent, reason="For good.")
    ban_network_of(sent, reason="Long.", until=timezone.now() + timedelta(days=9))
    assert "The reason: For good." in post_reply(reader, article).text


def test_another_network_is_not_refused(article, sent):
    ban_network_of(sent)
    assert post_reply(Client(REMOTE_ADDR="203.0.113.9"), article).status_code == 303


def test_a_ban_of_last_month_still_holds(reader, article, monkeypatch):
    """The key of the hash changes with the month, and the one before is looked at too."""
    monkeypatch.setattr("time.time", lambda: 1_798_700_000)  # 31 December 2026
    post_reply(reader, article, text="The first.")
    ban_network_of(Comment.objects.get())
    monkeypatch.setattr("time.time", lambda: 1_798_800_000)  # 1 January 2027
    assert post_reply(reader, article).status_code == 403


def test_networks_of_two_months_cannot_be_told_to_be_one(reader, article, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_798_700_000)
    post_reply(reader, article, text="The first.")
    monkeypatch.setattr("time.time", lambda: 1_798_800_000)
    post_reply(reader, article)
    assert len(set(Comment.objects.values_list("network", flat=True))) == 2


@pytest.mark.parametrize("kind", ["comment", "mistake"])
@pytest.mark.parametrize("button", [{}, {"preview": "1"}], ids=["sent", "previewed"])
def test_a_ban_holds_for_everything_that_can_be_sent(reader, sent, kind, button):
    ban_network_of(sent)
    assert post_reply(reader, make_article(), kind=kind, **button).status_code == 403


def test_a_banned_reader_who_proved_who_they_are_is_told(reader, article):
    wanda = confirmed()
    Ban.objects.create(commenter=wanda, reason="Insults.")
    refusal = post_reply(reader, article, email="", proof=proof_of(wanda))
    assert refusal.status_code == 403
    assert "You may no longer comment here. The reason: Insults." in Page(refusal).one(".wrong").text
    assert not Comment.objects.exists()


def test_a_ban_of_an_address_is_not_told_to_whoever_types_it(reader, article):
    """S10, S11: the comment is held like a stranger's, and only moderators see why."""
    Ban.objects.create(commenter=confirmed(), reason="Insults.")
    answer = post_reply(reader, article)
    comment = Comment.objects.get()
    assert (answer.status_code, comment.is_held) == (303, True)
    assert "banned" in comment.mark_list
    assert "Insults" not in reader.get(answer["Location"]).text
