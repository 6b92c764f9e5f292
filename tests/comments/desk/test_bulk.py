"""Deciding on many at once: by tick, by filter, by commenter; counted first, all or none, sent twice without harm."""

import pytest
from django.db import transaction

from comments import moderation
from comments.models import Comment, Decision, Thread
from comments.moderation import bulk
from newsroom import roles
from tests.comments.desk.moderating import MANY, QUEUE, make_waiting, stored, undo
from tests.factories import make_article, make_comment
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(moderator, desk):
    return desk(moderator)


@pytest.fixture
def ana(db):
    return roles.make_staff("ana", roles.MODERATOR, first_name="Ana")


def asked(at_desk, **query):
    """Open the page that asks, and return it with what it would send."""
    page = Page(at_desk.get(MANY, query))
    return page, page.one("[name=seen]")["value"]


def ticks(comments):
    return {"ticked": [f"{comment.pk}:{comment.version}" for comment in comments]}


def states(comments):
    return [stored(comment).state for comment in comments]


def test_what_is_ticked_is_counted_shown_and_then_decided(at_desk):
    """E8."""
    comments = [make_waiting(name=f"Reader {number}") for number in range(3)]
    page, seen = asked(at_desk, verb="approve", **ticks(comments[:2]))
    assert page.texts("h1") == ["Decide on 2 comments"]
    assert page.texts(".many-sample a") == ["Reader 0", "Reader 1"]
    assert "2 held; by 2 commenters." in page.one(".many").text
    assert states(comments) == ["held"] * 3
    done = Page(at_desk.post(MANY, {"verb": "approve", "seen": seen}))
    assert done.texts("h1") == ["2 approved"]
    assert states(comments) == ["approved", "approved", "held"]


def test_the_page_of_the_queue_sends_what_it_showed(at_desk):
    comment = make_waiting()
    page = Page(at_desk.get(QUEUE))
    assert page.one("[name=ticked]")["value"] == f"{comment.pk}:1"
    assert page.one("form[id=many]")["action"] == MANY


def test_all_that_fits_a_filter_is_decided_with_a_row_each(at_desk, moderator):
    """E8."""
    article = make_article()
    linked = [make_waiting(article, marks=" link ") for _ in range(3)]
    other = make_waiting(article)
    _page, seen = asked(at_desk, mark="link")
    at_desk.post(MANY, {"verb": "mark_spam", "seen": seen})
    assert (states(linked), stored(other).state) == (["spam"] * 3, "held")
    assert Decision.objects.filter(verb="mark_spam", decided_by=moderator).count() == 3


def test_all_by_one_commenter_are_decided_also_what_is_public(at_desk):
    """E8: what readers have seen is removed where the rest is rejected."""
    article = make_article()
    held = make_waiting(article, address="o@example.org")
    public = make_comment(article, address="o@example.org")
    other = make_waiting(article)
    _page, waiting = asked(at_desk, commenter=held.commenter_id)
    assert waiting == f"{held.pk}:1"
    page, seen = asked(at_desk, commenter=held.commenter_id, all=1)
    assert "1 approved, 1 held; by 1 commenter." in page.one(".many").text
    at_desk.post(MANY, {"verb": "reject", "reason": "spam", "seen": seen})
    assert states([held, public, other]) == ["rejected", "removed", "held"]
    assert Thread.objects.get().approved_count == 0


def test_what_another_decided_meanwhile_is_reported_row_by_row(at_desk, ana):
    """E8, E11."""
    article = make_article()
    comments = [make_waiting(article, name=f"Reader {number}") for number in range(3)]
    _page, seen = asked(at_desk, **ticks(comments))
    moderation.mark_spam(stored(comments[1]), by=ana)
    moderation.approve(stored(comments[2]), by=ana)
    done = Page(at_desk.post(MANY, {"verb": "approve", "seen": seen}))
    assert done.texts("h1") == ["1 approved"]
    [first, second] = done.texts(".many-sample li")
    assert first.startswith("Reader 1: Ana marked this as spam")
    assert second.startswith("Reader 2: Ana approved this")
    assert Thread.objects.get().approved_count == 2


def test_what_cannot_be_done_is_said(at_desk):
    """E8."""
    public = make_comment(name="Public")
    _page, seen = asked(at_desk, **ticks([stored(public)]))
    done = Page(at_desk.post(MANY, {"verb": "approve", "seen": seen}))
    assert (done.texts("h1"), done.texts(".many-sample li")) == (
        ["0 approved"], ["Public: it is approved; that cannot be done to it."],
    )  # fmt: skip


def test_sent_twice_it_acts_once(at_desk):
    """E8."""
    comments = [make_waiting() for _ in range(2)]
    _page, seen = asked(at_desk, **ticks(comments))
    sent = {"verb": "reject", "reason": "duplicate", "note": "One of a hundred.", "seen": seen}
    at_desk.post(MANY, sent)
    again = at_desk.post(MANY, sent).content.decode()
    assert "2 you had decided so already." in again
    assert Decision.objects.filter(reason="duplicate", note="One of a hundred.").count() == 2


def test_a_rejection_of_many_needs_a_reason_and_nothing_typed_is_lost(at_desk):
    """E13."""
    comment = make_waiting()
    _page, seen = asked(at_desk, **ticks([comment]))
    answer = at_desk.post(MANY, {"verb": "reject", "note": "One of a hundred.", "seen": seen})
    page = Page(answer)
    assert (answer.status_code, page.one("[name=seen]")["value"]) == (422, seen)
    assert page.texts(".errorlist li") == ["Choose a reason first. Nothing was changed."]
    assert page.one("[name=note]").text == "One of a hundred."
    assert stored(comment).is_held


def test_many_are_undone_at_once(at_desk):
    """E9."""
    comments = [make_waiting() for _ in range(3)]
    _page, seen = asked(at_desk, **ticks(comments))
    done = Page(at_desk.post(MANY, {"verb": "approve", "seen": seen}))
    answer = undo(at_desk, done.one("[name=decision]")["value"])
    assert (answer.json()["said"], states(comments)) == ("3 undone.", ["held"] * 3)


def test_it_is_all_or_none(moderator, monkeypatch):
    """E8: when the database fails in the middle nothing was decided."""
    comments = [make_waiting() for _ in range(3)]
    append = bulk.log.append

    def fail_at_the_last(chain, comment, **fields):
        if comment.pk == comments[2].pk:
            raise RuntimeError
        return append(chain, comment, **fields)

    monkeypatch.setattr("comments.moderation.log.append", fail_at_the_last)
    with pytest.raises(RuntimeError), transaction.atomic():
        bulk.decide_all("approve", {comment.pk: 1 for comment in comments}, by=moderator)
    assert (states(comments), Decision.objects.count()) == (["held"] * 3, 0)


def test_at_most_so_many_go_at_once_and_the_page_says_how_many_there_are(at_desk, monkeypatch):
    """E8."""
    monkeypatch.setattr(bulk, "MOST", 2)
    article = make_article()
    comments = [make_waiting(article, hours=9 - number, marks=" link ") for number in range(3)]
    page, seen = asked(at_desk, mark="link")
    assert seen == f"{comments[0].pk}:1 {comments[1].pk}:1"
    assert "3 fit. At most 2 are decided at once" in page.one(".many-cap").text


@pytest.mark.parametrize("query", [{}, {"all": "1"}, {"ticked": "x"}, {"ticked": "1:1:1"}, {"mark": "nonsense"}])
def test_without_a_choice_nothing_is_chosen(at_desk, query):
    comment = make_waiting()
    answer = at_desk.get(MANY, query, follow=True)
    assert b"many-form" not in answer.content
    assert stored(comment).is_held


@pytest.mark.parametrize("fields", [{}, {"verb": "approve"}, {"verb": "hold", "seen": "1:1"}, {"seen": "x y 1:z"}])
def test_a_form_that_was_tampered_with_does_nothing(at_desk, fields):
    make_waiting()
    at_desk.post(MANY, fields)
    assert not Decision.objects.exists()
    assert Comment.objects.get().is_held


def test_the_page_that_asks_takes_the_same_queries_for_three_and_for_thirty(at_desk):
    at_desk.get(QUEUE)
    seen = []
    for number in (3, 27):
        for _ in range(number):
            make_waiting(marks=" link ")
        seen.append(queries_of(at_desk, f"{MANY}?mark=link"))
    assert seen[0] == seen[1] <= 10
