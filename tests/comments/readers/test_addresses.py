"""Showing that an address is one's own: by a mail of fixed text, a page, and a button."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments import moderation, notices
from comments.models import Comment, Commenter, Notice
from comments.readers import addresses
from comments.tokens import Purpose, item_of, token_for
from tests.comments.posting.replies import OWN_PAGE, TYPED, post_reply
from tests.comments.readers.links import buttons_of, confirm_address, everything_kept, look, press, press_with, route
from tests.factories import HOUR, make_article, make_comment
from tests.page import Page

pytestmark = pytest.mark.django_db

ADDRESS = "ama@example.org"
SOON = timedelta(seconds=1)


@pytest.fixture
def comment(db):
    return make_comment(state="held", text="The dredger was never insured.", address=ADDRESS)


def sent_mails(at=None):
    """Send what is due and return all that has left so far."""
    notices.send_due(at=at or timezone.now() + SOON)
    return mail.outbox


def link_in(message):
    return re.search(r"http://testserver(/\S+)", message.body)[1]


def confirming(comment):
    return token_for(Purpose.CONFIRM, comment.commenter, comment=comment.pk)


# The mail


def test_a_reader_who_ticks_for_it_gets_a_mail(reader):
    post_reply(reader, make_article(), mail_me="on")
    (message,) = sent_mails()
    assert message.to == [TYPED["email"]]
    assert "Is this address yours?" in reader.get(link_in(message)).text


def test_a_reader_who_does_not_tick_for_it_gets_none(reader):
    post_reply(reader, make_article())
    assert sent_mails() == []


def test_the_mail_is_the_same_for_everyone_but_for_its_link(reader):
    """S12: nothing that anyone typed is in it, nor what the article is called."""
    for number in range(2):
        article = make_article(headline=f"Buy pillboxes {number}")
        typed = {
            "name": f"Pillboxes {number}",
            "text": f"Go to pillboxes.example {number}",
            "email": f"{number}@example.org",
        }
        post_reply(reader, article, mail_me="on", **typed)
    one, other = sent_mails()
    assert one.subject == other.subject
    assert one.body.replace(link_in(one), "") == other.body.replace(link_in(other), "")
    assert "pillbox" not in (one.body + one.subject).lower()


def test_the_mail_has_nothing_to_unsubscribe_from_and_names_nobody_else(comment):
    """S13."""
    notices.ask_for_proof(comment)
    (message,) = sent_mails()
    headers = message.message()
    assert headers["To"] == ADDRESS
    assert {"Cc", "Bcc", "Reply-To", "List-Unsubscribe"}.isdisjoint(headers.keys())
    assert ADDRESS not in str(headers).replace(f"To: {ADDRESS}", "")


def test_an_address_gets_one_such_mail_a_day(reader, comment):
    """S12: whoever asks, by whatever comment, from wherever."""
    now = timezone.now()
    for number in range(4):
        other = make_comment(state="held", address=ADDRESS.upper())
        notices.ask_for_proof(other, network=f"network {number}", at=now + number * HOUR)
        press(reader, Purpose.COMMENT, other, "follow", pace="each")
        notices.send_link(ADDRESS, network=f"another {number}", at=now + number * HOUR)
    assert len(sent_mails(at=now + 20 * HOUR)) == 1
    notices.ask_for_proof(comment, network="last", at=now + 25 * HOUR)
    assert len(sent_mails(at=now + 26 * HOUR)) == 2


def test_midnight_brings_no_second_mail(comment):
    """S12."""
    late = timezone.now().replace(hour=23, minute=59)
    notices.ask_for_proof(comment, at=late)
    notices.ask_for_proof(comment, at=late + HOUR)
    assert Notice.objects.count() == 1


def test_two_requests_at_once_cause_one_mail(comment, monkeypatch):
    """S12: neither sees the other's, and the database keeps one."""
    monkeypatch.setattr("comments.models.notice.NoticeQuerySet.asking", lambda self, commenter: self.none())
    notices.ask_for_proof(comment)
    notices.ask_for_proof(comment)
    assert Notice.objects.count() == 1


def test_a_network_causes_so_many_such_mails_an_hour(settings, clock):
    """S12."""
    settings.CONFIRMATIONS_PER_HOUR = 3
    for _ in range(5):
        notices.ask_for_proof(make_comment(network="one"))
    notices.ask_for_proof(make_comment(network="two"))
    assert Notice.objects.count() == 4
    clock(1 / 24)
    notices.ask_for_proof(make_comment(network="one"))
    assert Notice.objects.count() == 5


def test_the_network_of_who_asks_counts_and_not_that_of_the_comment(settings, comment):
    """S12, S29."""
    settings.CONFIRMATIONS_PER_HOUR = 1
    asking = Client(REMOTE_ADDR="203.0.113.5")
    for each in (comment, make_comment()):
        press(asking, Purpose.COMMENT, each, "confirm")
    assert Notice.objects.count() == 1


def test_a_forgotten_address_gets_none(comment):
    Commenter.objects.update(address=None, address_hash=None)
    comment.refresh_from_db()
    notices.ask_for_proof(comment)
    press(Client(), Purpose.COMMENT, comment, "confirm")
    assert Notice.objects.count() == 0


def make_known(reader, article):
    confirm_address(make_comment(article, address=TYPED["email"]))


def make_banned(reader, article):
    from comments.models import Ban

    Ban.objects.create(commenter=make_comment(article, address=TYPED["email"]).commenter, reason="Threats.")


WHO = {"unknown": lambda reader, article: None, "confirmed": make_known, "banned": make_banned}


@pytest.mark.parametrize("history", WHO.values(), ids=WHO)
def test_whoever_ticks_is_answered_and_mailed_alike(reader, history):
    """S11."""
    article = make_article()
    history(reader, article)
    ticked, other = (
        post_reply(reader, article, text=text, **tick)
        for text, tick in (("Ticked.", {"mail_me": "on"}), ("Plain.", {}))
    )
    assert ticked.status_code == other.status_code == 303
    assert ticked.headers.keys() == other.headers.keys()
    assert [message.to for message in sent_mails()] == [[TYPED["email"]]]


# The page


def test_the_page_shows_what_is_confirmed_and_waits_for_the_button(reader, comment):
    """S6."""
    before = everything_kept()
    page = look(reader, Purpose.CONFIRM, comment.commenter, comment=comment.pk)
    assert comment.text in page.text
    assert everything_kept() == before


def test_each_button_leads_to_its_act(reader, comment):
    page = look(reader, Purpose.CONFIRM, comment.commenter, comment=comment.pk)
    assert buttons_of(page) == {
        "Yes, I wrote it, and the address is mine": route(Purpose.CONFIRM),
        "The address is mine, but I did not write it: remove it": route(Purpose.CONFIRM, "disown"),
    }


def test_the_button_confirms_the_address_and_claims_the_comment(reader, comment):
    other = make_comment(state="held", address=ADDRESS)
    answer = press_with(reader, Purpose.CONFIRM, confirming(comment))
    assert answer.status_code == 303
    comment.refresh_from_db()
    assert comment.commenter.confirmed_at
    assert comment.is_proven
    assert comment.is_held
    assert not Comment.objects.get(pk=other.pk).is_proven
    assert "Your comments" in reader.get(answer["Location"]).text


def test_it_raises_nothing_but_that(reader, comment):
    """S10: neither the state nor the risk, nor what else was sent with the address."""
    before = set(everything_kept())
    press_with(reader, Purpose.CONFIRM, confirming(comment))
    after = set(everything_kept())
    assert {column for _table, column, _value in before ^ after} == {"confirmed_at", "is_proven"}


def test_confirmed_twice_is_confirmed_once(reader, comment):
    """S7: and leads to the same place."""
    token = confirming(comment)
    press_with(reader, Purpose.CONFIRM, token)
    before = everything_kept()
    answer = press_with(reader, Purpose.CONFIRM, token)
    assert everything_kept() == before
    assert reader.get(answer["Location"]).status_code == 200


def test_after_two_days_the_page_says_that_the_link_has_ended(reader, comment, clock):
    """S7."""
    token = confirming(comment)
    clock(2.1)
    for answer in (
        reader.get(reverse("comments:confirm"), {"key": token}),
        press_with(reader, Purpose.CONFIRM, token),
    ):
        assert answer.status_code == 404
        assert "Links that we give to readers end" in answer.text
    assert not Commenter.objects.exclude(confirmed_at=None).exists()


@pytest.mark.parametrize("verb", [moderation.reject, moderation.mark_spam])
def test_confirming_brings_nothing_back(reader, comment, verb):
    """S7: what a moderator turned down stays so, and no row is made."""
    verb(comment, by=None)
    press_with(reader, Purpose.CONFIRM, confirming(comment))
    assert Comment.objects.count() == 1
    assert Comment.objects.decided_against().count() == 1


def test_confirming_makes_no_new_row_of_a_comment_that_is_gone(reader, comment):
    """S7."""
    token = confirming(comment)
    Comment.objects.all().delete()
    assert press_with(reader, Purpose.CONFIRM, token).status_code == 303
    assert not Comment.objects.exists()


def test_another_readers_comment_is_not_claimed(reader, comment):
    """S4, S5."""
    other = make_comment(address="bea@example.org")
    forged = token_for(Purpose.CONFIRM, comment.commenter, comment=other.pk)
    press_with(reader, Purpose.CONFIRM, forged)
    press_with(reader, Purpose.CONFIRM, forged, "disown")
    other.refresh_from_db()
    assert not other.is_proven
    assert other.is_approved


def test_who_did_not_write_it_takes_it_out(reader, comment):
    """S10: it never counts for the owner of the address."""
    press_with(reader, Purpose.CONFIRM, confirming(comment), "disown")
    comment.refresh_from_db()
    assert comment.is_withdrawn
    assert not comment.is_proven
    assert comment.commenter.confirmed_at


def test_what_is_proven_to_be_ones_own_cannot_be_disowned(reader, comment):
    confirm_address(comment)
    press_with(reader, Purpose.CONFIRM, confirming(comment), "disown")
    assert not Comment.objects.get().is_withdrawn


def test_confirming_leads_to_a_token_for_all_that_is_the_readers(reader, comment):
    location = press_with(reader, Purpose.CONFIRM, confirming(comment))["Location"]
    assert item_of(Purpose.READER, location.partition("key=")[2]) == comment.commenter


# A new link


def test_a_reader_who_lost_their_links_gets_a_new_one(reader, comment):
    address = reverse("comments:ask")
    answer = reader.post(address, {"email": " AMA@example.org "}, headers=OWN_PAGE)
    assert answer.status_code == 303
    (message,) = sent_mails()
    assert message.to == [ADDRESS]
    page = reader.get(link_in(message)).text
    assert "Someone asked us to mail this link" in page
    assert comment.text not in page


def test_an_address_that_nobody_gave_is_answered_alike_and_gets_none(reader, comment):
    """S11, S12."""
    answers = [reader.post(reverse("comments:ask"), {"email": each}, headers=OWN_PAGE) for each in (ADDRESS, "x@y.org")]
    assert len({(answer.status_code, answer["Location"], answer.content) for answer in answers}) == 1
    assert len({reader.get(answer["Location"]).content for answer in answers}) == 1
    assert [message.to for message in sent_mails()] == [[ADDRESS]]
    assert Commenter.objects.count() == 1


def test_what_is_no_address_is_given_back(reader):
    answer = reader.post(reverse("comments:ask"), {"email": "ama"}, headers=OWN_PAGE)
    assert answer.status_code == 422
    assert Page(answer).one("input[name=email]")["value"] == "ama"
    assert Page(answer).has(".field__error")


def test_another_site_cannot_have_a_mail_sent(reader, comment):
    """S12, S16."""
    answer = reader.post(reverse("comments:ask"), {"email": ADDRESS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not Notice.objects.exists()


def test_ending_all_links_ends_the_one_in_a_mail_that_was_on_its_way(reader, comment):
    """S5."""
    token = confirming(comment)
    addresses.end_links(comment.commenter)
    assert press_with(reader, Purpose.CONFIRM, token).status_code == 404
    assert not Commenter.objects.exclude(confirmed_at=None).exists()
