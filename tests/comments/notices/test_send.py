"""Mails that readers asked for: what calls for one, when it leaves, and that it leaves once, to one person."""

import threading
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import moderation, notices, readers
from comments.models import Comment, Commenter, Following, Notice
from comments.notices import send as mailing
from comments.notices import write
from comments.readers import subscriptions
from comments.tokens import Purpose, token_for
from newsroom.lib.mail import NotSent
from newsroom.lib.tasks import known, stopping
from tests.comments.readers.links import (
    buttons_of,
    confirm_address,
    everything_kept,
    followed,
    look,
    press_with,
    route,
    routes,
)
from tests.factories import DAY, HOUR, THEN, make_article, make_comment
from tests.traces import written_in

pytestmark = pytest.mark.django_db

ADDRESS = "ama@example.org"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mine(db):
    """A published comment whose reader follows it."""
    comment = confirm_address(make_comment(make_article(), text="Mine.", name="Ama", address=ADDRESS))
    followed(comment)
    return comment


@pytest.fixture
def waiting(db):
    """The same of one that waits."""
    comment = confirm_address(make_comment(make_article(), state="held", address=ADDRESS))
    followed(comment)
    return comment


def reply_to(comment, text="I disagree.", **fields):
    return make_comment(comment.thread.article, parent=comment, text=text, **fields)


def leave(after=2 * MINUTE):
    """Send what is due after a time from now, and return all mails so far."""
    notices.send_due(at=timezone.now() + after)
    return mail.outbox


def kinds():
    return list(Notice.objects.order_by("pk").values_list("kind", flat=True))


# What calls for a mail


@pytest.mark.parametrize("verb", [moderation.approve, moderation.reject, moderation.mark_spam])
def test_a_decision_is_told_to_who_follows(waiting, verb):
    verb(waiting, by=None)
    (message,) = leave()
    assert message.to == [ADDRESS]
    assert ("Published" in message.body) == (verb is moderation.approve)


def test_a_mail_about_a_decision_leads_to_the_comments_own_page(waiting, reader):
    moderation.reject(waiting, by=None, reason="off topic")
    (message,) = leave()
    link = next(line for line in message.body.splitlines() if "/comments/comment/" in line)
    assert "not about the article" in reader.get(link.removeprefix("http://testserver")).text


def test_an_answer_to_an_appeal_is_told_though_nothing_changed(waiting):
    moderation.reject(waiting, by=None)
    readers.appeal(waiting, "It is about the ferry.")
    moderation.reject(waiting, by=None)
    assert kinds() == ["decided", "decided"]


def test_what_became_of_a_new_wording_is_told(mine):
    readers.edit(mine, "Mine, better.")
    moderation.reject(mine, by=None)
    (message,) = leave()
    assert "did not accept the new wording" in message.body


def test_reports_in_vain_are_not_told(mine):
    """S22."""
    Comment.objects.update(waiting_since=timezone.now(), marks=" reported ")
    moderation.approve(Comment.objects.get(), by=None)
    assert kinds() == []


def test_ones_own_steps_are_not_told(waiting):
    readers.edit(waiting, "Better.")
    readers.withdraw(waiting)
    assert kinds() == []


def test_a_pick_is_told(mine):
    """E22."""
    moderation.pick(mine, by=None)
    (message,) = leave()
    assert "picked your comment" in message.body


def test_a_reply_is_told_once_it_is_approved(mine):
    """S12."""
    reply = reply_to(mine, state="held", name="Bea")
    assert leave() == []
    moderation.approve(reply, by=None)
    (message,) = leave()
    assert message.to == [ADDRESS]
    assert "Bea replied" in message.body
    assert "I disagree." in message.body
    assert f"http://testserver{reply.get_absolute_url()}" in message.body


def test_a_reply_further_down_the_branch_is_told_to_who_began_it(mine):
    reply_to(reply_to(mine, "First."), "Second.")
    assert len(leave()) == 2


def test_who_follows_two_comments_hears_of_a_reply_to_both_once(mine):
    own_reply = confirm_address(reply_to(mine, address=ADDRESS))
    followed(own_reply)
    reply_to(own_reply, "To both.")
    assert [("To both." in message.body) for message in leave()] == [True]


def test_ones_own_reply_is_not_told(mine):
    reply_to(mine, address=ADDRESS)
    assert kinds() == []


def test_a_comment_beside_it_is_no_reply(mine):
    make_comment(mine.thread.article)
    assert kinds() == []


# Who asked for it


def test_nobody_hears_of_anything_without_having_asked(reader):
    """S12."""
    comment = make_comment(state="held")
    moderation.approve(comment, by=None)
    reply_to(comment)
    assert leave() == []


def test_asking_on_a_comments_page_is_one_word_of_two(reader, waiting):
    """S12: only who gets the mail can say the second."""
    comment = make_comment(address="bea@example.org")
    press_with(reader, Purpose.COMMENT, token_for(Purpose.COMMENT, comment), "follow", pace="each")
    reply_to(comment)
    (message,) = leave()
    assert message.to == ["bea@example.org"]
    assert "I disagree." not in message.body
    assert comment.text not in message.body


def test_the_second_word_puts_it_in_force(reader):
    comment = make_comment(address="bea@example.org")
    subscriptions.ask(comment, "each", network="")
    wish = comment.followings.get()
    assert comment.text in look(reader, Purpose.FOLLOW, wish).text
    token = token_for(Purpose.FOLLOW, wish)
    for _ in range(2):
        answer = press_with(reader, Purpose.FOLLOW, token)
    assert "You get mail about replies" in reader.get(answer["Location"]).text
    reply_to(comment)
    assert [each.kind for each in Notice.objects.exclude(kind="follow")] == ["reply"]
    assert [message.to for message in leave()] == [["bea@example.org"]]


def test_it_does_not_say_who_wrote_the_comment(reader):
    """S10: to follow a comment is not to have written it."""
    comment = make_comment()
    subscriptions.ask(comment, "each", network="")
    press_with(reader, Purpose.FOLLOW, token_for(Purpose.FOLLOW, comment.followings.get()))
    comment.refresh_from_db()
    assert not comment.is_proven


def test_a_no_is_kept_until_it_is_asked_for_again(reader):
    comment = make_comment()
    subscriptions.ask(comment, "each", network="")
    token = token_for(Purpose.FOLLOW, comment.followings.get())
    press_with(reader, Purpose.FOLLOW, token, "stop")
    press_with(reader, Purpose.FOLLOW, token)
    assert not comment.followings.get().is_in_force
    subscriptions.ask(comment, "each", network="")
    assert comment.followings.get().is_pending


def test_the_pace_of_what_is_in_force_changes_without_a_mail(reader, mine):
    press_with(reader, Purpose.COMMENT, token_for(Purpose.COMMENT, mine), "follow", pace="daily")
    assert mine.followings.get().pace == "daily"
    assert mine.followings.get().is_in_force
    assert leave() == []


# When it leaves


def test_a_mail_waits_until_the_moderator_could_have_undone_it(waiting):
    """E10."""
    moderation.approve(waiting, by=None)
    assert leave(after=30 * timedelta(seconds=1)) == []
    assert len(leave(after=61 * timedelta(seconds=1))) == 1


def test_an_undone_decision_is_not_told_and_neither_is_that_it_was_undone(waiting, moderator):
    """E9, E10."""
    moderation.undo(moderation.approve(waiting, by=moderator), by=moderator)
    assert leave(after=DAY) == []


def test_an_undone_approval_of_a_reply_is_not_told(mine, moderator):
    """E9, E10."""
    reply = reply_to(mine, state="held")
    moderation.undo(moderation.approve(reply, by=moderator), by=moderator)
    assert leave(after=DAY) == []


def test_that_a_decision_was_undone_is_told_to_who_was_told_of_it(waiting, moderator):
    decision = moderation.reject(waiting, by=moderator)
    leave()
    moderation.undo(decision, by=moderator)
    assert "Waiting for a moderator" in leave(after=DAY)[1].body


def remove(reply):
    moderation.remove(reply, by=None)


def withdraw_article(reply):
    Article.objects.update(withdrawn_at=THEN + DAY)


def stop(reply):
    subscriptions.stop(Following.objects.get())


def forget(reply):
    Commenter.objects.filter(followings__isnull=False).update(address=None, address_hash=None)


def take_back_confirmation(reply):
    Commenter.objects.update(confirmed_at=None)


MEANWHILE = [remove, readers.withdraw, withdraw_article, stop, forget, take_back_confirmation]


@pytest.mark.parametrize("happens", MEANWHILE, ids=lambda each: each.__name__)
def test_what_no_longer_holds_is_not_told(mine, happens):
    """S21, S30: nor what is no longer wanted."""
    reply = reply_to(mine)
    happens(reply)
    assert leave(after=DAY) == []
    assert not Notice.objects.filter(kind="reply").exists()


def test_only_the_last_word_is_told(waiting):
    moderation.reject(waiting, by=None)
    moderation.approve(waiting, by=None)
    (message,) = leave()
    assert "Published" in message.body


def test_a_pick_that_was_taken_back_is_not_told(mine):
    moderation.pick(mine, by=None)
    moderation.unpick(mine, by=None)
    assert leave() == []


# Once a day


@pytest.fixture
def daily(mine):
    followed(mine, Following.Pace.DAILY)
    return mine


def test_the_replies_of_a_day_go_into_one_mail(daily):
    other = confirm_address(make_comment(make_article(), address=ADDRESS))
    followed(other, Following.Pace.DAILY)
    for text in ("One.", "Two."):
        reply_to(daily, text)
    reply_to(other, "Three.")
    (message,) = leave(after=DAY)
    assert all(text in message.body for text in ("One.", "Two.", "Three."))
    assert "3 replies" in message.subject
    assert len(leave(after=2 * DAY)) == 1


def test_what_was_removed_meanwhile_is_left_out(daily):
    gone = reply_to(daily, "Gone.")
    reply_to(daily, "Stays.")
    moderation.remove(gone, by=None)
    (message,) = leave(after=DAY)
    assert "Stays." in message.body
    assert "Gone." not in message.body


def test_a_day_without_replies_has_no_mail(daily):
    moderation.remove(reply_to(daily), by=None)
    assert leave(after=DAY) == []


@pytest.mark.parametrize(
    ("approved", "due"),
    [("06:30", "10 07:00"), ("06:59:30", "11 07:00"), ("07:30", "11 07:00"), ("23:59", "11 07:00")],
)
def test_they_are_mailed_in_the_morning_of_the_paper(settings, approved, due):
    settings.TIME_ZONE = "Asia/Kathmandu"
    at = datetime.fromisoformat(f"2026-03-10T{approved}+05:45")
    assert f"{timezone.localtime(write._next_digest(at + write.DELAY)):%d %H:%M}" == due


def test_a_decision_does_not_wait_for_the_morning(daily):
    moderation.pick(daily, by=None)
    assert len(leave()) == 1


# Stopping


def unsubscribe_address(message):
    return message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")


def test_a_mail_program_stops_it_in_one_click(mine):
    """S6, RFC 8058: a POST to the address in the header, with no word on where it comes from."""
    reply_to(mine)
    (message,) = leave()
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for _ in range(2):
        answer = Client(enforce_csrf_checks=True).post(unsubscribe_address(message), {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert not mine.followings.get().is_in_force
    reply_to(mine, "Another.")
    assert len(leave()) == 1


def test_the_one_click_may_be_sent_as_plain_form_data(mine):
    """RFC 8058, section 3.2."""
    reply_to(mine)
    body, kind = "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
    Client().post(unsubscribe_address(leave()[0]), body, content_type=kind)
    assert not mine.followings.get().is_in_force


def test_looking_at_the_address_stops_nothing(mine, reader):
    """S6: not even with the words of the one click in it."""
    reply_to(mine)
    address = unsubscribe_address(leave()[0])
    before = everything_kept()
    assert "Stop the mail about this comment" in reader.get(f"{address}&List-Unsubscribe=One-Click").text
    assert everything_kept() == before


def test_any_other_post_to_the_address_stops_nothing(mine):
    """S6, S8."""
    reply_to(mine)
    assert Client().post(unsubscribe_address(leave()[0]), {"List-Unsubscribe": "Yes"}).status_code == 404
    assert mine.followings.get().is_in_force


@pytest.mark.parametrize("purpose", [Purpose.COMMENT, Purpose.READER, Purpose.FOLLOW, Purpose.CONFIRM])
def test_no_other_page_acts_in_one_click(mine, purpose):
    """S6, S8."""
    item = {Purpose.COMMENT: mine, Purpose.FOLLOW: mine.followings.get()}.get(purpose, mine.commenter)
    before = everything_kept()
    token = token_for(purpose, item)
    for address in routes(purpose):
        answer = Client().post(f"{address}?key={token}", {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 404, address
    assert everything_kept() == before


def test_a_reader_stops_it_by_a_button(mine, reader):
    token = token_for(Purpose.UNFOLLOW, mine.followings.get())
    answer = press_with(reader, Purpose.UNFOLLOW, token)
    assert "This mail has been stopped." in reader.get(answer["Location"]).text
    assert not mine.followings.get().is_in_force


def test_each_button_leads_to_its_act(mine, reader):
    followed(confirm_address(make_comment(address=ADDRESS)))
    wish = mine.followings.get()
    assert list(buttons_of(look(reader, Purpose.UNFOLLOW, wish)).values()) == [
        route(Purpose.UNFOLLOW),
        route(Purpose.UNFOLLOW, "all"),
    ]
    Following.objects.update(confirmed_at=None)
    assert list(buttons_of(look(reader, Purpose.FOLLOW, wish)).values()) == [
        route(Purpose.FOLLOW),
        route(Purpose.FOLLOW, "stop"),
    ]


def test_a_reader_stops_all_of_it(mine, reader):
    other = followed(confirm_address(make_comment(address=ADDRESS)))
    token = token_for(Purpose.UNFOLLOW, mine.followings.get())
    assert "1 other comment" in reader.get(route(Purpose.UNFOLLOW), {"key": token}).text
    press_with(reader, Purpose.UNFOLLOW, token, "all")
    other.refresh_from_db()
    assert not other.is_in_force


def test_the_one_click_of_a_digest_stops_all_that_it_is_of(daily):
    other = confirm_address(make_comment(make_article(), address=ADDRESS))
    followed(other, Following.Pace.DAILY)
    reply_to(daily)
    reply_to(other)
    (message,) = leave(after=DAY)
    Client().post(unsubscribe_address(message), {"List-Unsubscribe": "One-Click"})
    assert not Following.objects.in_force().exists()


def test_the_mail_itself_says_how_to_stop_it(mine):
    reply_to(mine)
    (message,) = leave()
    assert f"No more of this mail: http://testserver{unsubscribe_address(message)}" in message.body


# Leaving once, to one person


def test_every_mail_is_to_one_person_and_names_nobody_else(mine):
    """S13."""
    bea = confirm_address(reply_to(mine, address="bea@example.org", name="Bea"))
    followed(bea)
    reply_to(bea, name="Cai", address="cai@example.org")
    leave()
    assert {tuple(message.recipients()) for message in mail.outbox} == {(ADDRESS,), ("bea@example.org",)}
    for message in mail.outbox:
        written = written_in([message])
        assert written.count("@example.org") == 1
        assert {"Cc", "Bcc", "Reply-To"}.isdisjoint(message.message().keys())


@pytest.mark.parametrize("name", ["Bea\r\nBcc: all@example.org", "Bea\nSubject: pills"])
def test_a_name_begins_no_header(mine, name):
    """S13."""
    Comment.objects.filter(pk=reply_to(mine).pk).update(name=name)
    (message,) = leave()
    assert message.recipients() == [ADDRESS]
    assert message.message().keys().count("Subject") == 1
    assert "Bcc" not in message.message()


def test_no_mail_leaves_twice(mine):
    reply_to(mine)
    assert [notices.send_due(at=timezone.now() + each * MINUTE) for each in (2, 3, 4)] == [1, 0, 0]


def test_a_notice_that_someone_else_sends_is_left_alone(mine):
    reply_to(mine)
    notice, at = Notice.objects.get(), timezone.now() + 2 * MINUTE
    assert Notice.objects.claim(notice.pk, at) is not None
    assert Notice.objects.claim(notice.pk, at) is None
    assert leave() == []


@pytest.mark.django_db(transaction=True)
def test_two_processes_share_the_work_and_double_nothing():
    comment = confirm_address(make_comment(make_article(), address=ADDRESS))
    followed(comment)
    for number in range(12):
        reply_to(comment, f"Reply {number}.")
    at = timezone.now() + 2 * MINUTE

    def work():
        notices.send_due(at=at)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len({message.body for message in mail.outbox}) == len(mail.outbox) == 12


def test_a_reply_that_is_shown_again_is_not_told_again(mine):
    reply = reply_to(mine)
    leave()
    moderation.remove(reply, by=None)
    moderation.approve(reply, by=None)
    assert len(leave()) == 1


# When the mail server fails


@pytest.fixture
def mail_server(monkeypatch):
    """A mail server that fails until it is mended; what it was asked for."""

    class Server:
        asked, failure = 0, NotSent("reply", "no connection")

        def send(self, *args, **kwargs):
            self.asked += 1
            if self.failure:
                raise self.failure

    server = Server()
    monkeypatch.setattr(mailing, "send", server.send)
    return server


def test_what_did_not_leave_is_tried_again_later(mine, mail_server):
    reply_to(mine)
    start = timezone.now() + 2 * MINUTE
    assert notices.send_due(at=start) == 0
    assert notices.send_due(at=start + MINUTE) == 0
    assert mail_server.asked == 1
    mail_server.failure = None
    assert notices.send_due(at=start + 3 * MINUTE) == 1
    assert notices.send_due(at=start + DAY) == 0


def test_it_is_tried_five_times_and_ever_more_seldom(mine, mail_server):
    reply_to(mine)
    at, tries = timezone.now() + 2 * MINUTE, []
    for minute in range(600):
        notices.send_due(at=at + minute * MINUTE)
        tries += [minute] * (mail_server.asked - len(tries))
    assert tries == [0, 2, 10, 42, 170]


def test_an_address_that_is_none_is_not_tried_again(mine, mail_server):
    reply_to(mine)
    mail_server.failure = NotSent("reply", "no such mailbox", is_final=True)
    for hour in range(1, 9):
        notices.send_due(at=timezone.now() + hour * HOUR)
    assert mail_server.asked == 1


def test_one_mail_that_fails_keeps_no_other_back(mine, monkeypatch):
    reply_to(mine, "Fails.")
    reply_to(mine, "Leaves.")
    send = mailing.send

    def failing(name, to, context, **options):
        if "Fails." in [reply.text for reply in context["replies"]]:
            raise NotSent(name, "too large")
        send(name, to, context, **options)

    monkeypatch.setattr(mailing, "send", failing)
    assert ["Leaves." in message.body for message in leave()] == [True]


def test_replies_of_a_day_that_did_not_leave_are_tried_together(daily, mail_server):
    reply_to(daily, "One.")
    reply_to(daily, "Two.")
    notices.send_due(at=timezone.now() + DAY)
    notices.send_due(at=timezone.now() + DAY + HOUR)
    assert mail_server.asked == 2


def test_an_address_whose_secret_is_lost_keeps_no_mail_back(mine, settings):
    settings.ADDRESS_SECRETS = ["another-secret-that-is-long-enough-0123456789"]
    reply_to(mine)
    settings.ADDRESS_SECRETS = ["a-third-secret-that-is-long-enough-9876543210"]
    comment = confirm_address(make_comment(make_article(), address="bea@example.org"))
    followed(comment)
    reply_to(comment)
    assert [message.to for message in leave()] == [["bea@example.org"]]


def test_a_process_that_is_told_to_end_sends_no_more(mine):
    reply_to(mine)
    stopping.set()
    try:
        assert leave() == []
    finally:
        stopping.clear()
    assert len(leave()) == 1


def test_nothing_personal_is_said_to_the_log(mine, monkeypatch, caplog):
    """S27."""
    caplog.set_level("DEBUG")

    def refuse(*args, **kwargs):
        raise OSError(ADDRESS)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    reply_to(mine, "A secret reply.")
    leave()
    assert not [each for each in (ADDRESS, "secret reply", "key=") if each in caplog.text]


def test_mail_is_sent_by_a_task_four_times_a_minute():
    assert known()["send mail to readers"].every == timedelta(seconds=15)


def test_one_round_takes_the_same_queries_for_each_mail(mine, django_assert_max_num_queries):
    for number in range(3):
        reply_to(mine, f"Reply {number}.")
    with django_assert_max_num_queries(2 + 3 * 10):
        leave()
