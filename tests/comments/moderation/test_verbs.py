"""What happens to a comment: every transition, every refusal, and who wins when two decide."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from comments import moderation, readers
from comments.models import Comment, Commenter, Decision, Report, Thread
from newsroom import roles
from tests.factories import DAY, make_article, make_comment, send_comment

# In one worker, which makes the comments of the table once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("moderation")]

State = Comment.State

# What became of a comment before, and what each verb makes of it; every other pair is refused.
HELD, APPROVED, REJECTED, SPAM, REMOVED = (State[name] for name in ("HELD", "APPROVED", "REJECTED", "SPAM", "REMOVED"))
TABLE = {
    "held": {"approve": APPROVED, "reject": REJECTED, "mark_spam": SPAM, "pick": APPROVED},
    "hidden": {"approve": APPROVED, "remove": REMOVED, "mark_spam": SPAM, "pick": APPROVED},
    "approved": {"remove": REMOVED, "mark_spam": SPAM, "hold": HELD, "pick": APPROVED},
    "picked": {"remove": REMOVED, "mark_spam": SPAM, "hold": HELD, "unpick": APPROVED},
    "reported": {"approve": APPROVED, "remove": REMOVED, "mark_spam": SPAM, "hold": HELD, "pick": APPROVED},
    "edited": {"approve": APPROVED, "reject": APPROVED, "remove": REMOVED, "mark_spam": SPAM, "hold": HELD}
    | {"pick": APPROVED},
    "rejected": {"approve": APPROVED, "mark_spam": SPAM},
    "appealed": {"approve": APPROVED, "reject": REJECTED, "mark_spam": SPAM},
    "spam": {"approve": APPROVED, "reject": REJECTED},
    "removed": {"approve": APPROVED},
    "withdrawn": {},
}
ALL = [(before, verb) for before in TABLE for verb in moderation.VERBS]


def after(before):
    """Return a comment to which that has happened, as a moderator would fetch it."""
    states = {"held", "approved", "rejected", "spam", "removed"}
    kept = {"appealed": "rejected"}.get(before, before if before in states else "approved")
    comment = make_comment(state=kept)
    match before:
        case "hidden":
            moderation.hold(comment, by=None)
        case "picked":
            moderation.pick(comment, by=None)
        case "reported":
            Comment.objects.filter(pk=comment.pk).update(waiting_since=timezone.now())
        case "edited":
            readers.edit(comment, "Warmer, I meant.")
        case "appealed":
            readers.appeal(comment, "Why?")
        case "withdrawn":
            readers.withdraw(comment)
    return Comment.objects.get(pk=comment.pk)


@pytest.fixture(scope="class")
def cast(django_db_setup, django_db_blocker):
    """A moderator, and {what became of a comment before: its number}; made once for the tests of a class."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield roles.make_staff("moderator", roles.MODERATOR), {before: after(before).pk for before in TABLE}
        transaction.set_rollback(True)


class TestTable:
    """Each verb, tried on one comment of each kind: what it does to it is taken back after each test."""

    @pytest.fixture
    def moderator(self, cast, db):
        return cast[0]

    @pytest.fixture
    def comments(self, cast, db):
        return cast[1]

    @pytest.mark.parametrize(("before", "verb"), [case for case in ALL if case[1] in TABLE[case[0]]])
    def test_a_possible_decision_is_made_and_written_down(self, moderator, comments, before, verb):
        comment = Comment.objects.get(pk=comments[before])
        seen = comment.state, comment.version
        decision = moderation.VERBS[verb](comment, by=moderator)
        stored = Comment.objects.get(pk=comment.pk)
        assert (stored.state, stored.version) == (TABLE[before][verb], seen[1] + 1)
        assert (decision.from_state, decision.to_state, decision.decided_by) == (seen[0], stored.state, moderator)
        assert stored.thread.approved_count == (stored.state == State.APPROVED)

    @pytest.mark.parametrize(("before", "verb"), [case for case in ALL if case[1] not in TABLE[case[0]]])
    def test_an_impossible_decision_changes_nothing(self, moderator, comments, before, verb):
        comment = Comment.objects.get(pk=comments[before])
        was = Comment.objects.filter(pk=comment.pk).values().get(), comment.decisions.count()
        with pytest.raises(moderation.NotPossible):
            moderation.VERBS[verb](comment, by=moderator)
        assert (Comment.objects.filter(pk=comment.pk).values().get(), comment.decisions.count()) == was

    @pytest.mark.parametrize(("before", "verb"), [(b, v) for b, v in ALL if v in TABLE[b] and v != "unpick"])
    def test_undoing_brings_back_what_was(self, moderator, comments, before, verb):
        """E9: state, wording, pick, place in the queue and counters."""
        comment = Comment.objects.get(pk=comments[before])
        kept = [field for field in Comment._meta.get_fields() if field.concrete and field.name != "version"]
        was = {field.name: getattr(comment, field.attname) for field in kept}
        decision = moderation.VERBS[verb](comment, by=moderator)
        moderation.undo(decision, by=moderator)
        stored = Comment.objects.get(pk=comment.pk)
        assert {field.name: getattr(stored, field.attname) for field in kept} == was
        assert stored.thread.approved_count == (stored.state == State.APPROVED)


def test_nothing_is_undone_after_thirty_days_nor_after_something_else_happened(moderator):
    """E9."""
    comment = make_comment(state="held")
    decision = moderation.approve(comment, by=moderator)
    with pytest.raises(moderation.NotPossible):
        moderation.undo(decision, by=moderator, at=decision.decided_at + 30 * DAY)
    moderation.pick(Comment.objects.get(pk=comment.pk), by=moderator)
    with pytest.raises(moderation.Stale):
        moderation.undo(decision, by=moderator)


def test_an_edit_of_what_is_public_waits_and_a_decision_is_of_the_wording_that_was_read(moderator):
    """S18."""
    comment = make_comment(text="Cold.")
    seen = Comment.objects.get(pk=comment.pk)
    readers.edit(comment, "Buy my herring.")
    stored = Comment.objects.get(pk=comment.pk)
    assert (stored.text, stored.is_waiting) == ("Cold.", True)
    with pytest.raises(moderation.Stale):
        moderation.pick(seen, by=moderator)
    moderation.approve(stored, by=moderator)
    assert "Buy my herring." in Comment.objects.get(pk=comment.pk).html


def test_a_pick_of_what_waits_approves_it_and_settles_its_reports(moderator):
    """E22: audited as one decision."""
    comment = make_comment(state="held")
    Report.objects.create(comment=comment, reason="other", network="n")
    decision = moderation.pick(comment, by=moderator)
    stored = Comment.objects.get(pk=comment.pk)
    assert (stored.is_approved, stored.is_waiting, stored.picked_at is not None) == (True, False, True)
    assert (decision.verb, Report.objects.get().outcome) == ("pick", "dismissed")


def test_reports_of_a_comment_that_stands_are_dismissed_though_its_new_wording_is_refused(moderator):
    comment = make_comment()
    Report.objects.create(comment=comment, reason="other", network="n")
    readers.edit(comment, "Worse.")
    moderation.reject(comment, by=moderator, reason="off topic")
    assert Report.objects.get().outcome == "dismissed"


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
    comment = send_comment(make_article(), name="Brendan", address="b@example.org", text="Cold.")
    assert (comment.state, comment.decisions.count(), comment.thread.approved_count) == (State.HELD, 0, 0)


def test_the_same_text_sent_twice_is_one_comment():
    article = make_article()
    sent = {"name": "Brendan", "address": "b@example.org", "text": "Cold."}
    first = send_comment(article, **sent)
    again = send_comment(article, **sent | {"address": "B@EXAMPLE.org"})
    assert first == again
    assert Commenter.objects.count() == 1


def test_the_same_text_under_another_parent_is_another_comment():
    article = make_article()
    parent = make_comment(article)
    sent = {"name": "Brendan", "address": "b@example.org", "text": "Cold."}
    reply = send_comment(article, parent=parent, **sent)
    deeper = send_comment(article, parent=reply, **sent)
    assert (reply.root, deeper.root, deeper.parent) == (parent, parent, reply)
    assert send_comment(article, **sent).root is None
