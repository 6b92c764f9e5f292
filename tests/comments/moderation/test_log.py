"""The record of decisions: whoever changes a row, takes one out or cuts off the end is found out."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from comments import moderation
from comments.models import Chain, Decision
from comments.moderation import log
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(moderator):
    """A record of four decisions."""
    article = make_article()
    for verb, given in (("approve", {}), ("reject", {"reason": "illegal", "note": "See case 7."}), ("mark_spam", {})):
        moderation.VERBS[verb](make_comment(article, state="held"), by=moderator, **given)
    moderation.undo(Decision.objects.last(), by=moderator)
    return Decision.objects.all()


def verified(**options):
    out = io.StringIO()
    call_command("verify_decisions", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def test_a_record_that_nobody_touched_is_as_it_was_written(decided):
    assert list(log.faults()) == []
    assert verified().startswith("4 decisions")


def test_an_empty_record_is_in_order():
    assert verified().startswith("0 decisions")


@pytest.mark.parametrize(
    "changed",
    [{"reason": "spam"}, {"decider": "someone else"}, {"to_state": "approved"}, {"comment_number": 99}, {"waited": 1}],
    ids=str,
)
def test_a_decision_that_was_changed_shows(decided, changed):
    decided.filter(number=2).update(**changed)
    assert list(log.faults()) == ["2: changed after it was written"]


def test_a_decision_whose_time_was_changed_shows(decided):
    decided.filter(number=2).update(decided_at=decided[0].decided_at)
    assert list(log.faults()) == ["2: changed after it was written"]


def test_a_note_that_was_changed_shows(decided):
    decided.filter(number=2).update(note="See case 8.")
    assert list(log.faults()) == ["2: its note was changed"]


def test_a_note_that_was_erased_leaves_the_record_in_order(decided):
    decided.filter(number=2).update(note="", note_salt="")
    assert list(log.faults()) == []


def test_a_decision_that_was_taken_out_shows(decided):
    decided.filter(number=2).delete()
    assert list(log.faults()) == ["2 to 2: missing"]


def test_a_decision_that_was_taken_out_and_the_rest_moved_up_shows(decided):
    decided.filter(number=2).delete()
    for decision in decided.filter(number__gt=2):
        decided.filter(pk=decision.pk).update(number=decision.number - 1)
    assert "2: does not follow the row before it" in list(log.faults())


def test_a_decision_cut_off_the_end_shows(decided):
    decided.filter(number=4).delete()
    assert list(log.faults()) == ["4 to 4: missing at the end"]


def test_an_end_that_was_cut_off_with_its_seal_shows_to_whoever_kept_the_hash(decided):
    kept = decided.last().hash
    decided.filter(number=4).delete()
    Chain.objects.update(length=3, hash=decided.last().hash)
    assert list(log.faults()) == []
    assert list(log.faults(kept)) == ["the record never ended with the hash that was given"]


def test_a_hash_that_was_kept_is_found_in_a_record_that_has_grown(decided, moderator):
    kept = decided.last().hash
    moderation.approve(make_comment(state="held"), by=moderator)
    assert list(log.faults(kept)) == []


def test_the_command_fails_where_the_record_does(decided):
    decided.filter(number=2).update(reason="spam")
    with pytest.raises(CommandError, match="1 fault"):
        verified()


def test_the_record_survives_its_article_and_its_moderator(decided, moderator):
    comment = decided[0].comment
    comment.thread.article.delete()
    moderator.delete()
    assert list(log.faults()) == []
    assert {decision.decider for decision in decided} == {"moderator"}
    assert decided[0].comment_number == comment.pk


def test_every_step_of_a_comment_is_written_down(moderator):
    comment = make_comment(state="held")
    moderation.approve(comment, by=moderator)
    moderation.pick(comment, by=moderator)
    moderation.remove(comment, by=moderator, reason="illegal", note="Ordered by a court.")
    steps = Decision.objects.values_list("verb", "from_state", "to_state", "reason", "note", "decider", "version")
    assert list(steps) == [
        ("approve", "held", "approved", "", "", "moderator", 1),
        ("pick", "approved", "approved", "", "", "moderator", 2),
        ("remove", "approved", "removed", "illegal", "Ordered by a court.", "moderator", 3),
    ]


def test_s14_the_table_of_decisions_holds_no_formula(decided, moderator):
    """S14: a cell that a spreadsheet would run begins with an apostrophe."""
    held = make_comment(state="held")
    moderation.reject(held, by=moderator, note='=HYPERLINK("https://example.org")')
    out = io.StringIO()
    call_command("export_decisions", stdout=out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert len(rows) == 5
    assert rows[-1]["note"] == '\'=HYPERLINK("https://example.org")'


def test_the_record_is_taken_out_at_the_desk(decided, desk, moderator):
    answer = desk(moderator).get("/admin/comments/decision/record.csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "no-store" in answer["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [row["what"] for row in rows] == ["approve", "reject", "mark_spam", "undo"]
    assert rows[3]["undoes"] == "3"


def test_the_record_is_not_for_those_who_do_not_moderate(decided, desk, reporter):
    assert desk(reporter).get("/admin/comments/decision/record.csv").status_code == 403
    assert desk(reporter).get("/admin/comments/decision/").status_code == 403


def test_nobody_changes_the_record_at_the_desk(decided, desk, administrator):
    decision = decided[1]
    page = f"/admin/comments/decision/{decision.pk}/change/"
    assert desk(administrator).get(page).status_code == 200
    assert desk(administrator).post(page, {"reason": "spam"}).status_code == 403
    assert desk(administrator).post(f"/admin/comments/decision/{decision.pk}/delete/").status_code == 403
