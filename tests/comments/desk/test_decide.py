"""Deciding in the queue: by script and by plain form alike, undone in place, and never over another's head."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from comments import moderation, readers
from comments.models import Comment, Decision, Following, Notice, Thread
from newsroom import roles
from tests.comments.desk.moderating import HISTORY, QUEUE, decide, make_waiting, stored, undo
from tests.factories import DAY, make_article, make_comment
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

State = Comment.State


@pytest.fixture
def at_desk(moderator, desk):
    return desk(moderator)


@pytest.fixture
def ana(db):
    return roles.make_staff("ana", roles.MODERATOR, first_name="Ana")


@pytest.mark.parametrize("by_script", [True, False])
@pytest.mark.parametrize(
    ("verb", "fields", "state"),
    [
        ("approve", {}, "approved"),
        ("reject", {"reason": "off topic", "note": "Again."}, "rejected"),
        ("mark_spam", {}, "spam"),
        ("pick", {}, "approved"),
    ],
)
def test_a_script_and_a_plain_form_do_the_same_at_the_same_address(at_desk, by_script, verb, fields, state):
    """E2."""
    comment = make_waiting()
    decide(at_desk, comment, verb, by_script=by_script, **fields)
    decision = Decision.objects.get()
    assert (stored(comment).state, decision.verb, decision.note) == (state, verb, fields.get("note", ""))


def test_a_plain_form_goes_on_with_the_next_card_and_offers_to_undo(at_desk):
    """E2, E9."""
    first, second = make_waiting(name="First", hours=2), make_waiting(name="Second")
    form = Page(at_desk.get(QUEUE)).all("form.decide-at-once")[0]
    assert form["action"] == f"/admin/comments/comment/{first.pk}/decide/"
    answer = decide(at_desk, first, "mark_spam", by_script=False, next=f"{QUEUE}#comment-{second.pk}")
    assert answer.headers["Location"] == f"{QUEUE}#comment-{second.pk}"
    page = Page(at_desk.get(QUEUE))
    assert page.texts(".messagelist li") == ["Marked the comment by First as spam. Undo"]
    undo(at_desk, page.one(".messagelist [name=decision]")["value"], by_script=False)
    assert stored(first).is_held


def test_a_script_is_told_what_happened_and_what_to_undo(at_desk):
    """E1."""
    comment = make_waiting(name="Nils")
    answer = decide(at_desk, comment, "reject", reason="illegal").json()
    assert answer["said"] == "Rejected the comment by Nils."
    assert (answer["version"], answer["waits"], answer["undo"]) == (2, False, Decision.objects.get().pk)


@pytest.mark.parametrize("reason", Decision.Reason.values)
def test_every_reason_of_the_short_list_is_one_key(at_desk, reason):
    """E13: in the order of the digits, with a note if one likes."""
    comment = make_waiting()
    buttons = Page(at_desk.get(QUEUE)).all("[data-reasons] button[name=reason]")
    assert [button["value"] for button in buttons] == Decision.Reason.values
    assert [button["data-key"] for button in buttons] == list("1234567")
    decide(at_desk, comment, "reject", reason=reason)
    assert Decision.objects.get().reason == reason


def test_a_rejection_without_a_reason_is_refused(at_desk):
    """E13."""
    comment = make_waiting()
    answer = decide(at_desk, comment, "reject")
    assert (answer.status_code, answer.json()["said"]) == (422, "Choose a reason first.")
    assert stored(comment).is_held


@pytest.mark.parametrize("field", ["text", "name", "html", "proposed_text", "website", "created_at"])
def test_nothing_at_the_desk_alters_a_readers_words(at_desk, field):
    """E14: whatever else is sent along."""
    comment = make_waiting()
    was = Comment.objects.filter(pk=comment.pk).values_list(field, flat=True).get()
    decide(at_desk, comment, "approve", **{field: "Altered"})
    at_desk.post(f"/admin/comments/comment/{comment.pk}/change/", {field: "Altered"})
    assert Comment.objects.filter(pk=comment.pk).values_list(field, flat=True).get() == was
    assert not Page(at_desk.get(QUEUE)).has("[data-card-body] input[type=text]")


def test_a_pick_is_one_key_shown_as_such_and_audited(at_desk, moderator):
    """E22."""
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).update(waiting_since=timezone.now())
    answer = decide(at_desk, stored(comment), "pick").json()
    assert answer["waits"]
    assert "Newsroom pick" in Page(at_desk.get(QUEUE)).texts(".card-badge")
    decision = Decision.objects.last()
    assert (decision.verb, decision.decided_by) == ("pick", moderator)
    decide(at_desk, stored(comment), "unpick")
    assert stored(comment).picked_at is None


# Undo


def test_a_decision_is_undone_in_place_and_the_card_is_as_it_was(at_desk):
    """E9."""
    comment = make_waiting(risk=7)
    decision = decide(at_desk, comment, "approve").json()["undo"]
    answer = undo(at_desk, decision).json()
    assert (answer["version"], answer["waits"]) == (3, True)
    after = stored(comment)
    assert (after.state, after.waiting_since, after.published_at) == (State.HELD, comment.waiting_since, None)
    assert Thread.objects.get().approved_count == 0


def test_mails_leave_after_the_time_for_undoing_and_undoing_takes_them_back(at_desk):
    """E10."""
    comment = make_waiting()
    Following.objects.create(commenter=comment.commenter, comment=comment, confirmed_at=timezone.now())
    decision = decide(at_desk, comment, "approve").json()["undo"]
    assert Notice.objects.get(kind="decided").due_at - Decision.objects.get().decided_at >= timedelta(seconds=10)
    undo(at_desk, decision)
    assert not Notice.objects.filter(decision=decision).exists()


def test_what_someone_else_changed_since_is_not_undone(at_desk, ana):
    """E9, E11."""
    comment = make_waiting()
    decision = decide(at_desk, comment, "approve").json()["undo"]
    moderation.remove(stored(comment), by=ana)
    answer = undo(at_desk, decision)
    assert answer.status_code == 409
    assert re.search(r"Ana removed this \d+ s ago\.", answer.json()["said"])
    assert stored(comment).is_removed


@pytest.mark.parametrize("named", ["", "x", "999999"])
def test_there_may_be_nothing_to_undo(at_desk, named):
    answer = undo(at_desk, named)
    assert (answer.status_code, answer.json()["said"]) == (409, "This can no longer be undone.")


def test_the_history_shows_ones_own_decisions_and_everyones_and_undoes_for_thirty_days(at_desk, moderator, ana):
    """E9."""
    mine, theirs, old = (make_waiting(name=name) for name in ("Mine", "Theirs", "Old"))
    moderation.reject(mine, by=moderator, reason="other")
    moderation.reject(theirs, by=ana, reason="other")
    moderation.reject(old, by=moderator, reason="other", at=timezone.now() - 31 * DAY)
    lines = [(line.decision.comment.name, line.is_undoable) for line in at_desk.get(HISTORY).context["lines"]]
    assert lines == [("Mine", True), ("Old", False)]
    everyone = Page(at_desk.get(f"{HISTORY}?by=all"))
    assert everyone.texts(".history a") == ["Theirs", "Mine", "Old"]
    undo(at_desk, everyone.all(".history [name=decision]")[1]["value"], by_script=False)
    assert stored(mine).is_held


def test_the_history_goes_on_by_key_in_the_same_few_queries(at_desk, moderator):
    article = make_article()
    for number in range(55):
        moderation.approve(make_waiting(article, name=f"{number}"), by=moderator)
    first = at_desk.get(HISTORY)
    second = at_desk.get(f"{HISTORY}?before={first.context['before']}")
    names = [line.decision.comment.name for answer in (first, second) for line in answer.context["lines"]]
    assert names == [f"{number}" for number in reversed(range(55))]
    assert second.context["before"] is None
    assert queries_of(at_desk, HISTORY) <= 6


# Two at once


def test_whoever_decides_second_reads_who_did_what_and_stays_in_the_flow(at_desk, ana):
    """E11."""
    comment = make_waiting()
    moderation.reject(stored(comment), by=ana, reason="illegal")
    answer = decide(at_desk, comment, "approve")
    assert answer.status_code == 409
    assert re.fullmatch(r"Ana rejected this \d+ s ago\.", answer.json()["said"])
    assert (answer.json()["waits"], stored(comment).state) == (False, State.REJECTED)


def test_a_decision_is_of_the_wording_that_was_read(at_desk):
    """S18: an author who rewords a comment under the moderator's eyes does not slip it through."""
    comment = make_waiting(text="Cold.")
    readers.edit(stored(comment), "Buy my herring.")
    answer = decide(at_desk, comment, "approve")
    assert answer.status_code == 409
    assert answer.json()["said"].startswith("Its author changed the wording")
    assert (answer.json()["waits"], stored(comment).is_held) == (True, True)


def test_whoever_an_appeal_speaks_against_leaves_it_to_another(at_desk, moderator, ana, desk):
    comment = make_waiting()
    moderation.reject(comment, by=moderator, reason="other")
    readers.appeal(comment, "Why?")
    assert decide(at_desk, stored(comment), "reject", reason="other").status_code == 422
    assert decide(desk(ana), stored(comment), "approve").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_wins_and_the_other_is_told():
    """S19: one row of the record, one notice, exact counters, a 409 that says who; on a real database, by HTTP."""
    names = ("ana", "ben", "cid", "dora")
    browsers = {name: Client() for name in names}
    for name, browser in browsers.items():
        browser.force_login(roles.make_staff(name, roles.MODERATOR, first_name=name.title()))
    comment = make_waiting()
    Following.objects.create(commenter=comment.commenter, comment=comment, confirmed_at=timezone.now())
    together = Barrier(len(names))

    def press(name):
        together.wait()
        try:
            return name, decide(browsers[name], comment, "approve")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names)) as pool:
        answers = dict(pool.map(press, names))
    [winner] = [name for name, answer in answers.items() if answer.status_code == 200]
    losers = [answer for name, answer in answers.items() if name != winner]
    assert all(answer.status_code == 409 for answer in losers)
    assert all(answer.json()["said"].startswith(f"{winner.title()} approved this") for answer in losers)
    decision = Decision.objects.get()
    assert (decision.decided_by.username, Thread.objects.get().approved_count) == (winner, 1)
    assert Notice.objects.filter(decision=decision).count() == 1
