"""What happens to a comment: every transition, every refusal, and who wins when two decide."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from comments import moderation
from comments.models import Comment, Commenter, Decision, Thread
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

State = Comment.State

POSSIBLE = {(verb, before): after for verb, moves in moderation.TRANSITIONS.items() for before, after in moves.items()}
ALL = [(verb, state) for verb in moderation.VERBS for state in State]


def in_state(state):
    comment = make_comment(state="held")
    Comment.objects.filter(pk=comment.pk).update(state=state)
    if state == State.APPROVED:
        Thread.objects.filter(pk=comment.thread_id).update(approved_count=1)
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.parametrize(("verb", "before"), [case for case in ALL if case in POSSIBLE])
def test_a_possible_decision_is_made_and_written_down(moderator, verb, before):
    comment = in_state(before)
    decision = moderation.VERBS[verb](comment, by=moderator)
    stored = Comment.objects.get(pk=comment.pk)
    assert (stored.state, stored.version) == (POSSIBLE[verb, before], 2)
    assert (decision.from_state, decision.to_state, decision.decided_by) == (before, stored.state, moderator)
    assert stored.thread.approved_count == (stored.state == State.APPROVED)


@pytest.mark.parametrize(("verb", "before"), [case for case in ALL if case not in POSSIBLE])
def test_an_impossible_decision_changes_nothing(moderator, verb, before):
    comment = in_state(before)
    with pytest.raises(moderation.NotPossible):
        moderation.VERBS[verb](comment, by=moderator)
    stored = Comment.objects.get(pk=comment.pk)
    assert (stored.state, stored.version, stored.decisions.count()) == (before, 1, 0)


def test_a_decision_keeps_its_reason(moderator):
    decision = moderation.reject(make_comment(state="held"), by=moderator, reason="off topic")
    assert Decision.objects.get(pk=decision.pk).get_reason_display() == "off topic"


@pytest.mark.parametrize(("first", "second"), [("approve", "approve"), ("approve", "reject"), ("mark_spam", "approve")])
def test_of_two_moderators_exactly_one_wins(moderator, administrator, first, second):
    comment = make_comment(state="held")
    seen_by_another = Comment.objects.get(pk=comment.pk)
    decision = moderation.VERBS[first](comment, by=moderator)
    with pytest.raises(moderation.Stale) as refusal:
        moderation.VERBS[second](seen_by_another, by=administrator)
    assert refusal.value.comment.state == decision.to_state
    assert list(Decision.objects.all()) == [decision]
    assert Thread.objects.get().approved_count == (first == "approve")


@pytest.mark.django_db(transaction=True)
def test_of_eight_decisions_at_the_same_moment_exactly_one_is_made():
    comment = make_comment(state="held")
    together = Barrier(8)

    def approve(_number):
        seen = Comment.objects.get(pk=comment.pk)
        together.wait()
        try:
            moderation.approve(seen, by=None)
        except moderation.Stale:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(approve, range(8))) == 1
    assert Decision.objects.count() == 1
    assert Thread.objects.get().approved_count == 1


def test_the_counter_stays_exact_through_a_comments_life(moderator):
    article = make_article()
    comment, _other = make_comment(article, state="held"), make_comment(article)
    counts = []
    for verb in ("approve", "remove", "approve", "remove"):
        moderation.VERBS[verb](comment, by=moderator)
        counts.append(Thread.objects.get().approved_count)
    assert counts == [2, 1, 2, 1]


def test_who_may_not_moderate_decides_nothing(editor):
    comment = make_comment(state="held")
    with pytest.raises(PermissionDenied):
        moderation.approve(comment, by=editor)
    assert Comment.objects.get(pk=comment.pk).is_held


def test_what_is_received_is_held():
    comment = moderation.receive(make_article(), name="Brendan", address="b@example.org", text="Cold.")
    assert (comment.state, comment.decisions.count(), comment.thread.approved_count) == (State.HELD, 0, 0)


def test_the_same_text_sent_twice_is_one_comment():
    article = make_article()
    sent = {"name": "Brendan", "address": "b@example.org", "text": "Cold."}
    first = moderation.receive(article, **sent)
    again = moderation.receive(article, **sent | {"address": "B@EXAMPLE.org"})
    assert first == again
    assert Commenter.objects.count() == 1


def test_the_same_text_under_another_parent_is_another_comment():
    article = make_article()
    parent = make_comment(article)
    sent = {"name": "Brendan", "address": "b@example.org", "text": "Cold."}
    reply = moderation.receive(article, parent=parent, **sent)
    deeper = moderation.receive(article, parent=reply, **sent)
    assert (reply.root, deeper.root, deeper.parent) == (parent, parent, reply)
    assert moderation.receive(article, **sent).root is None
