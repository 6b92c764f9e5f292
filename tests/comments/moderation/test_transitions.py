"""The table of transitions: each verb, from each state, for each kind of actor. No database is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Decision
from comments.moderation.transitions import (
    COMMENTER,
    POLICY,
    READERS,
    RULE,
    TRANSITIONS,
    Actor,
    State,
    Step,
    Who,
    changes_of,
    moderator,
    resolved,
)
from comments.screening.checks import Action, Verdict

NOW = timezone.now()
SHOWN = {"published_at": NOW, "waiting_since": None}
# What a comment went through before: {field: value}.
BEFORE = {
    "held": {"state": "held", "waiting_since": NOW},
    "hidden": {"state": "held", "waiting_since": NOW, "published_at": NOW},
    "approved": {"state": "approved"} | SHOWN,
    "approved long ago": {"state": "approved", "waiting_since": None, "published_at": NOW - timedelta(hours=1)},
    "rejected": {"state": "rejected", "waiting_since": None},
    "appealed": {"state": "rejected", "waiting_since": NOW, "appealed_at": NOW},
    "spam": {"state": "spam", "waiting_since": None},
    "removed": {"state": "removed"} | SHOWN,
    "withdrawn": {"state": "withdrawn", "waiting_since": None},
    "forgotten": {"state": "rejected", "waiting_since": None, "text": ""},
}
ACTORS = {
    "moderator": moderator(object()),
    "command line": moderator(None),
    "commenter": COMMENTER,
    "staff that writes": Who(Actor.AUTHOR, object()),
    "reports of readers": READERS,
    "policy": POLICY,
    "rule": RULE,
}
_BY_MODERATORS = {
    "held": {"approve", "reject", "mark_spam", "pick"},
    "hidden": {"approve", "remove", "mark_spam", "pick"},
    "approved": {"remove", "mark_spam", "hold", "pick"},
    "approved long ago": {"remove", "mark_spam", "hold", "pick"},
    "rejected": {"approve", "mark_spam"},
    "appealed": {"approve", "reject", "mark_spam"},
    "spam": {"approve", "reject"},
    "removed": {"approve"},
}
_BY_COMMENTERS = {
    "held": {"edit", "withdraw"},
    "hidden": {"withdraw"},
    "approved": {"edit", "withdraw"},
    "approved long ago": {"withdraw"},
    "rejected": {"withdraw", "appeal"},
    "appealed": {"withdraw"},
    "spam": {"withdraw", "appeal"},
    "removed": {"withdraw", "appeal"},
    "forgotten": {"withdraw"},
}
# {actor: {what the comment went through: the verbs that are possible}}; undoing stands apart.
POSSIBLE = {
    "moderator": _BY_MODERATORS,
    "command line": _BY_MODERATORS,
    "commenter": _BY_COMMENTERS,
    # By the link of the comment they may do what a commenter may.
    "staff that writes": _BY_COMMENTERS | {"held": {"approve", "edit", "withdraw"}},
    "reports of readers": {"approved": {"hold"}, "approved long ago": {"hold"}},
    "policy": {"held": {"approve"}},
    "rule": {"held": {"reject"}},
}


def step(verb, before, who):
    badge = "staff" if who.user and who.actor is Actor.AUTHOR else ""
    comment = Comment(pk=1, badge=badge, **{"text": "Cold."} | BEFORE[before])
    undoes = Decision(verb="approve", before={"state": "held", "picked_at": None})
    found = Verdict(Action.HOLD)
    return Step(Decision.Verb(verb), comment, who, NOW, text="Warm.", found=found, undoes=undoes)


@pytest.mark.parametrize("actor", ACTORS)
def test_each_verb_from_each_state_is_possible_for_those_whom_the_table_names(actor):
    verbs = [verb for verb in TRANSITIONS if verb != "undo"]
    found = {before: {verb.value for verb in verbs if resolved(step(verb, before, ACTORS[actor]))} for before in BEFORE}
    assert {before: verbs for before, verbs in found.items() if verbs} == POSSIBLE[actor]


def test_every_verb_of_the_log_stands_in_the_table():
    assert set(TRANSITIONS) == set(Decision.Verb)


@pytest.mark.parametrize("actor", ACTORS)
def test_only_moderators_undo(actor):
    found = {before for before in BEFORE if resolved(step("undo", before, ACTORS[actor]))}
    assert found == (set(BEFORE) if actor in ("moderator", "command line") else set())


def test_undoing_brings_back_the_state_and_every_field_that_the_decision_changed():
    undo = resolved(step("undo", "approved", ACTORS["moderator"]))
    assert undo.after is State.HELD
    assert changes_of(undo) == {"state": "held", "picked_at": None}


@pytest.mark.parametrize(
    "verb", [verb for verb in TRANSITIONS if verb not in ("undo", "edit", "unpick", "appeal", "hold")]
)
def test_what_is_decided_waits_for_nobody_any_more(verb):
    for before in BEFORE:
        for who in ACTORS.values():
            if made := resolved(step(verb, before, who)):
                changes = {"waiting_since": made.comment.waiting_since} | changes_of(made)
                assert changes["waiting_since"] is None or (verb, before) == ("pick", "approved"), (verb, before)
