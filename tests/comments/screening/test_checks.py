"""Before a moderator has looked: every check is asked, and one that fails lets nothing through."""

import logging

import pytest

from comments import readers
from comments.models import Ban, Commenter, Decision, HousePolicy, Mark, Rule
from comments.screening import checks
from comments.screening.finding import Finding
from tests.factories import make_article, make_comment, send_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """An article whose comments go straight in unless something speaks against one."""
    HousePolicy.objects.create(policy="open")
    return make_article()


def send(article, text="The boat was late.", **typed):
    return send_comment(article, **{"name": "Ada", "address": "ada@example.org", "text": text} | typed)


def failing(comment, policy, networks):
    raise RuntimeError("ada@example.org wrote: The boat was late.")


def test_with_nothing_against_it_a_comment_is_published(article):
    comment = send(article)
    assert comment.is_approved
    assert Decision.objects.get().actor == Decision.Actor.POLICY


def test_s26_a_check_that_fails_holds_the_comment(article, monkeypatch):
    """S26: any checker exception: held, with reason "check failed"."""
    monkeypatch.setattr(checks, "CHECKS", [*checks.CHECKS, failing])
    comment = send(article)
    assert comment.is_held
    assert comment.mark_list == [Mark.FAILED]
    assert "failing" in comment.signals[0][0]


def test_s26_checks_that_take_too_long_hold_the_comment(article, monkeypatch):
    """S26: any checker timeout: held, with reason "check failed"."""
    moments = iter([0.0, checks.PATIENCE + 1])
    monkeypatch.setattr("comments.screening.checks.time.monotonic", lambda: next(moments))
    assert send(article).mark_list == [Mark.FAILED]


def test_a_rule_rejects_nothing_while_another_check_fails(article, monkeypatch):
    def rejecting(comment, policy, networks):
        return [Finding(Mark.RULE, "never", reject=True)]

    monkeypatch.setattr(checks, "CHECKS", [rejecting, failing])
    assert send(article).is_held


def test_s27_a_check_that_fails_says_nothing_of_the_reader_in_the_log(article, monkeypatch, caplog):
    """S27: no email and no text in the log."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(checks, "CHECKS", [failing])
    send(article)
    assert "RuntimeError" in caplog.text
    assert "example.org" not in caplog.text
    assert "boat" not in caplog.text


def test_a_banned_address_is_held_and_marked(article):
    Ban.objects.create(commenter=Commenter.objects.with_address("ada@example.org"), reason="Threats.")
    assert send(article).mark_list == [Mark.BANNED]


def test_a_banned_network_is_held_and_marked(article):
    Ban.objects.create(network="f" * 64, reason="Threats.")
    assert send(article, network="e" * 64, networks=("e" * 64, "f" * 64)).mark_list == [Mark.BANNED]


def test_a_ban_that_was_lifted_or_is_over_says_nothing(article):
    reader = Commenter.objects.with_address("ada@example.org")
    for over in ({"until": article.published_at}, {"lifted_at": article.published_at}):
        Ban.objects.create(commenter=reader, reason="Threats.", **over)
    assert send(article).is_approved


def test_what_speaks_against_a_comment_is_added_up_and_kept(article):
    Rule.objects.create(name="Links", kind="links", number=1, action="mark")
    Rule.objects.create(name="Boats", kind="terms", terms="boat", action="hold")
    comment = send(article, "The boat: https://example.org")
    assert comment.is_held
    assert comment.risk == 30
    assert sorted(comment.signals) == [["Boats", 20], ["Links", 10]]


def test_what_a_rule_rejects_is_in_the_record_with_its_name(article):
    Rule.objects.create(name="No boats", kind="terms", terms="boat", action="reject")
    comment = send(article)
    decision = Decision.objects.get()
    assert comment.state == "rejected"
    assert (decision.actor, decision.note, decision.decided_by) == (Decision.Actor.RULE, "No boats", None)


def test_sent_twice_a_comment_is_screened_once(article):
    assert send(article) == send(article)
    assert Decision.objects.count() == 1


# A new wording


def terms_rule(action, terms="casino"):
    return Rule.objects.create(name="Gambling", kind=Rule.Kind.TERMS, terms=terms, action=action)


@pytest.mark.parametrize("action", Rule.Action.values)
@pytest.mark.parametrize("state", ["held", "approved"])
def test_a_rule_is_asked_of_a_new_wording_which_waits_whatever_it_says(action, state):
    """S18, S25: nothing gets past a rule by an edit, and nothing is turned down by one unseen."""
    terms_rule(action)
    comment = make_comment(state=state)
    readers.edit(comment, "The best c a s i n o in town.")
    comment.refresh_from_db()
    assert (comment.state, comment.is_waiting) == (state, True)
    assert Mark.RULE in comment.mark_list
    assert ["Gambling", comment.risk] in comment.signals


def test_a_wording_without_fault_takes_back_what_spoke_against_the_first():
    terms_rule(Rule.Action.HOLD)
    comment = make_comment(state="held", text="The best casino in town.")
    assert Mark.RULE in comment.mark_list
    readers.edit(comment, "The boat was late.")
    assert Mark.RULE not in comment.mark_list
    assert Mark.NEWCOMER in comment.mark_list
    assert (comment.risk, comment.signals) == (0, [])


def test_a_check_that_fails_is_told_of_a_new_wording_too(monkeypatch):
    """S26."""
    comment = make_comment()
    monkeypatch.setattr("comments.readers.verbs.CHECKS_OF_WORDING", [failing])
    readers.edit(comment, "The boat was very late.")
    assert Mark.FAILED in comment.mark_list
    assert comment.is_waiting


def test_a_comment_that_is_reworded_does_not_count_against_itself():
    comment = make_comment(state="held", text="The boat was late.")
    Rule.objects.create(name="Twice", kind=Rule.Kind.REPEATED, number=2, action=Rule.Action.HOLD)
    readers.edit(comment, "The boat was late!")
    assert Mark.RULE not in comment.mark_list
