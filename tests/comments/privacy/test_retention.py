"""What is forgotten, and when: networks, texts that were turned down, addresses nobody uses."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import moderation, readers, reports
from comments.models import Ban, Case, Comment, Commenter, CommenterNote, Decision, ErrorReport, Following, Notice
from comments.moderation import NotPossible, Stale, bans, log
from comments.privacy import erase, retention
from comments.readers import addresses, subscriptions
from comments.reports import mistakes
from newsroom.lib import tasks
from tests.factories import DAY, make_article, make_comment, send_comment

pytestmark = pytest.mark.django_db

MONTH = timedelta(days=31)


@pytest.fixture
def article(db):
    return make_article()


def sent(article, days_ago, *, decided=None, verb="reject", **fields):
    """Return a comment sent so many days ago, and decided on then or so many days ago."""
    at = timezone.now() - days_ago * DAY
    fields = {"name": "Wanda", "address": "wanda@example.org", "text": f"{days_ago} {verb}", "network": "net"} | fields
    comment = send_comment(article, at=at, **fields)
    if verb:
        moderation.VERBS[verb](comment, by=None, at=timezone.now() - (decided or days_ago) * DAY)
    return comment


def forgotten():
    """Forget what is due; return {kind: number} without what there was none of."""
    return {str(kind): number for kind, number in retention.forget() if number}


# Networks


def test_the_network_of_a_comment_is_forgotten_after_thirty_days(article):
    sent(article, 31, verb="approve"), sent(article, 29, verb="approve")
    assert forgotten() == {"networks of comments": 1}
    assert sorted(Comment.objects.values_list("network", flat=True)) == ["", "net"]


def test_the_networks_of_reports_are_forgotten_too(article):
    comment, then = make_comment(article), timezone.now() - 31 * DAY
    reports.report(comment, reason="spam", network="net", at=then)
    mistakes.report_mistake(article, name="W", address="w@example.org", text="Six, not five.", network="net")
    ErrorReport.objects.update(made_at=then)
    assert forgotten() == {"networks of reports": 1, "networks of reports of mistakes": 1}
    assert forgotten() == {}


def test_what_makes_a_second_click_the_same_comment_stays(article):
    comment = sent(article, 31, verb="approve")
    forgotten()
    assert Comment.objects.get(pk=comment.pk).digest == comment.digest


def test_a_ban_of_a_network_goes_when_it_is_over(article, moderator):
    comment, now = sent(article, 20, verb="approve"), timezone.now()
    bans.ban(comment, by=moderator, reason="Flooding.", of_network=True, until=now - DAY, at=now - 2 * DAY)
    in_force = bans.ban(comment, by=moderator, reason="Flooding.", of_network=True)
    of_address = bans.ban(comment, by=moderator, reason="Threats.", until=now - DAY, at=now - 2 * DAY)
    assert forgotten() == {"bans of networks that are over": 1}
    assert set(Ban.objects.all()) == {in_force, of_address}


# Texts


@pytest.mark.parametrize("verb", ["reject", "mark_spam"])
def test_what_was_turned_down_loses_its_words_and_keeps_its_row_and_record(article, verb):
    comment = sent(article, 91, verb=verb, website="https://wanda.example/")
    assert forgotten()["texts of comments turned down or taken back"] == 1
    was, comment = comment, Comment.objects.get(pk=comment.pk)
    assert (comment.text, comment.name, comment.website, comment.html, comment.fingerprint) == ("",) * 5
    assert (comment.state, comment.decisions.count(), comment.version) == (was.state, 1, was.version + 1)
    assert list(log.faults()) == []


def test_what_was_removed_or_taken_back_loses_its_words_too(article):
    removed, withdrawn = (sent(article, 200, verb="approve", text=text) for text in ("one", "two"))
    moderation.remove(removed, by=None, at=timezone.now() - 91 * DAY)
    readers.withdraw(withdrawn, at=timezone.now() - 91 * DAY)
    assert forgotten()["texts of comments turned down or taken back"] == 2


def test_the_days_are_counted_from_the_last_decision(article):
    sent(article, 200, decided=89)
    assert "texts of comments turned down or taken back" not in forgotten()


def test_what_is_public_waits_or_is_appealed_keeps_its_words(article):
    sent(article, 300, verb="approve"), sent(article, 300, verb=None)
    readers.appeal(sent(article, 300), "I meant it kindly.", at=timezone.now() - 290 * DAY)
    assert "texts of comments turned down or taken back" not in forgotten()
    assert not Comment.objects.filter(text="").exists()


def test_what_was_forgotten_can_neither_be_undone_nor_decided_nor_appealed(article, moderator, settings):
    settings.FORGET_REJECTED_AFTER_DAYS = 7
    comment = sent(article, 8)
    decision = comment.decisions.get()
    seen = Comment.objects.get(pk=comment.pk)
    forgotten()
    for changed in (comment, decision):
        changed.refresh_from_db()
    with pytest.raises(NotPossible):
        moderation.undo(decision, by=moderator)
    with pytest.raises(Stale):
        moderation.approve(seen, by=moderator)
    assert not moderation.possible("approve", comment)
    assert not readers.may_appeal(comment)


def test_no_button_is_offered_where_the_words_are_forgotten(article, desk, moderator, settings):
    settings.FORGET_REJECTED_AFTER_DAYS = 7
    comment = sent(article, 8)
    page = f"/admin/comments/comment/{comment.pk}/change/"
    assert 'value="approve"' in desk(moderator).get(page).text
    forgotten()
    assert 'value="approve"' not in desk(moderator).get(page).text


def test_the_name_under_a_mistake_that_was_dealt_with_is_forgotten(article, editor):
    told = mistakes.report_mistake(article, name="Wanda", address="w@example.org", text="Six.", network="net")
    mistakes.dismiss(told, by=editor, at=timezone.now() - 91 * DAY)
    assert forgotten() == {"names under settled reports of mistakes": 1}
    told.refresh_from_db()
    assert (told.name, told.commenter, told.text) == ("", None, "Six.")


# Addresses


def test_an_address_that_was_not_used_for_long_is_forgotten_and_the_comments_stay(article, moderator):
    comment = sent(article, 740, verb="approve")
    addresses.confirm(comment.commenter, comment)
    subscriptions.follow(comment, Following.Pace.EACH)
    CommenterNote.objects.create(commenter=comment.commenter, text="Kind.", written_by=moderator)
    assert forgotten()["addresses"] == 1
    commenter = Commenter.objects.get()
    assert (commenter.address, commenter.address_hash, commenter.domain_hash) == (None, None, "")
    assert (commenter.is_confirmed, commenter.key_version) == (False, 2)
    assert not any(model.objects.exists() for model in (Following, Notice, CommenterNote))
    assert Comment.objects.approved().by(commenter).get().name == "Wanda"


def test_an_address_that_comments_again_is_kept(article):
    sent(article, 740, verb="approve"), sent(article, 1, verb="approve")
    assert "addresses" not in forgotten()


def test_an_address_under_a_ban_is_kept_until_the_ban_is_over(article, moderator):
    comment, now = sent(article, 740, verb="approve"), timezone.now()
    ban = bans.ban(comment, by=moderator, reason="Threats.", until=now + DAY)
    assert "addresses" not in forgotten()
    bans.lift(ban, by=moderator)
    assert forgotten() == {"addresses": 1}
    assert not Ban.objects.exists()


def test_who_comes_back_after_that_is_new(article):
    old = sent(article, 740, verb="approve").commenter
    forgotten()
    again = sent(article, 0, verb=None).commenter
    assert again != old
    assert again.has_address("wanda@example.org")


# The rest


def test_notices_and_wishes_that_are_done_with_are_forgotten(article):
    comment, now = sent(article, 1, verb="approve"), timezone.now()
    for days in (59, 61):
        due = now - days * DAY
        Notice.objects.create(kind="confirm", commenter=comment.commenter, key=str(days), due_at=due, sent_at=due)
    subscriptions.ask(comment, Following.Pace.EACH, network="net", at=now - 31 * DAY)
    assert forgotten() == {"notices that are done with": 1, "wishes to follow that were never confirmed": 1}


def test_the_text_in_a_case_of_an_erased_comment_goes_once_the_case_is_decided(article):
    comment = sent(article, 1, verb="approve")
    case = Case.objects.create(number="1", comment=comment, comment_number=comment.pk, text="halibut")
    erase.erase(comment.commenter)
    assert forgotten() == {}
    Case.objects.update(outcome=Case.Outcome.UPHELD)
    assert forgotten() == {"texts in decided cases, of erased comments": 1}
    case.refresh_from_db()
    assert case.text == ""


@pytest.mark.parametrize("name", ["NETWORKS_AFTER_DAYS", "REJECTED_AFTER_DAYS", "ADDRESSES_AFTER_MONTHS"])
def test_nought_is_never(article, settings, name):
    """Each of the three settings keeps its own."""
    sent(article, 5000)
    every = {str(kind) for kind, number in retention.due() if number}
    setattr(settings, f"FORGET_{name}", 0)
    assert len(every) == 3
    assert len(every - forgotten().keys()) == 1


def test_the_command_says_what_is_due_and_forgets_nothing_on_a_dry_run(article, capsys):
    sent(article, 5000), sent(article, 4000)
    call_command("forget", "--dry-run")
    first = capsys.readouterr().out
    assert Comment.objects.filter(text="").count() == 0
    call_command("forget")
    second = capsys.readouterr().out
    assert first.partition("\n")[2] == second.partition("\n")[2]
    assert "        2  texts of comments turned down or taken back" in second
    assert Comment.objects.filter(text="").count() == 2


def test_it_goes_in_batches_and_can_be_stopped_between_them(article, monkeypatch):
    monkeypatch.setattr(retention, "_BATCH", 2)
    for number in range(5):
        sent(article, 40 + number, verb="approve")
    monkeypatch.setattr(tasks.stopping, "is_set", iter([False, True] + [True] * 20).__next__)
    assert forgotten() == {"networks of comments": 2}
    monkeypatch.undo()
    assert forgotten() == {"networks of comments": 3}


def test_it_is_a_task_of_every_day(article):
    sent(article, 31, verb="approve")
    task = tasks.known()["forget what is due"]
    task.do()
    assert task.every == DAY
    assert not Comment.objects.exclude(network="").exists()


def test_what_is_decided_on_at_that_moment_is_left_alone(article, monkeypatch):
    """The batch is looked at again by whoever has locked the log."""
    comment = sent(article, 91)
    held = log.lock

    def decided_meanwhile():
        chain = held()
        Comment.objects.filter(pk=comment.pk).update(state="approved", published_at=timezone.now())
        return chain

    monkeypatch.setattr(log, "lock", decided_meanwhile)
    assert "texts of comments turned down or taken back" not in forgotten()
    assert Comment.objects.get().text == comment.text


def test_an_empty_day_costs_a_query_a_kind(article):
    for number in range(3):
        sent(article, 800 + number)
    list(retention.forget())
    with CaptureQueriesContext(connection) as queries:
        list(retention.forget())
    assert len(queries) == len(retention.kinds())


def test_nothing_that_is_forgotten_is_counted_twice(article):
    sent(article, 91, text="one")
    Decision.objects.update(note="Seen twice.")
    assert forgotten()
    assert forgotten() == {}
    assert Decision.objects.get().note == "Seen twice."
