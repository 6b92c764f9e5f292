"""A report of illegal content opens a case: numbered, decided with reasons, and kept with its history."""

import csv
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from comments import moderation, readers, reports
from comments.models import Case, CaseEntry, Comment, Decision, Report
from comments.reports import cases
from comments.tokens import Purpose, page_of
from tests.comments.reports.reporting import a_network, from_network, post_report, reported
from tests.factories import make_article, make_comment
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

WORDS = "The second line calls for violence against a named person."
REASONS = "Paragraph 3 of the press act: it does call for violence."


def make_case(comment=None, explanation=WORDS, **fields):
    comment = comment or make_comment()
    return reports.report_illegal(comment, explanation=explanation, network=a_network(), **fields)


def page_at_desk(case):
    return reverse("admin:comments_case_change", args=[case.pk])


def now(comment):
    return Comment.objects.get(pk=comment.pk)


# Opening


def test_who_reports_something_illegal_gets_a_number_and_a_page(reader):
    comment = make_comment()
    answer = post_report(reader, comment, reason="illegal", note=WORDS)
    page = reader.get(answer["Location"])
    case = Case.objects.get()
    assert answer.status_code == 303
    assert f"Case {case.number}" in page.text
    assert "Waiting for a decision" in page.text
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert "noindex" in page["X-Robots-Tag"]
    assert (case.text, case.explanation, case.comment_number) == (comment.text, WORDS, comment.pk)


def test_a_case_puts_its_comment_before_a_moderator_at_once():
    comment = make_comment()
    make_case(comment)
    assert (now(comment).state, now(comment).is_waiting, now(comment).mark_list) == ("approved", True, ["reported"])
    assert now(comment).risk >= 60


def test_cases_are_numbered_by_the_year_and_one_after_the_other():
    cases_of = [make_case(at=datetime(year, 5, 1, tzinfo=UTC)).number for year in (2025, 2026, 2026, 2027, 2026)]
    assert cases_of == ["2025-0001", "2026-0001", "2026-0002", "2027-0001", "2026-0003"]


def test_the_number_after_9999_is_10000():
    Case.objects.create(number="2026-9999", comment_number=1, outcome="upheld")
    assert [make_case(at=datetime(2026, 5, 1, tzinfo=UTC)).number for _ in range(2)] == ["2026-10000", "2026-10001"]


def test_reports_of_one_comment_join_its_open_case():
    comment = make_comment()
    first, second = make_case(comment), make_case(comment, "It also gives her address.")
    assert first == second
    assert [entry.what for entry in first.entries.all()] == [WORDS, "It also gives her address."]


def test_a_notice_sent_twice_is_one_entry_and_leads_to_one_page(reader):
    comment = make_comment()
    sent = [post_report(from_network(1), comment, reason="illegal", note=WORDS) for _ in range(2)]
    assert [each.status_code for each in sent] == [303, 303]
    assert (Case.objects.count(), CaseEntry.objects.count(), Report.objects.count()) == (1, 1, 1)


def test_a_network_that_reported_before_can_still_give_notice():
    """Whoever shares it with others must not be kept from saying that something is illegal."""
    comment, network = make_comment(), a_network()
    reports.report(comment, reason="spam", network=network)
    case = reports.report_illegal(comment, explanation=WORDS, network=network)
    assert case.entries.get().what == WORDS
    assert Report.objects.count() == 1


def test_after_a_decision_new_words_open_a_new_case_and_the_same_lead_to_the_old_one(moderator):
    comment, sender = make_comment(), {"network": "n1"}
    case = reports.report_illegal(comment, explanation=WORDS, **sender)
    cases.decide(case, by=moderator, outcome="dismissed", reasons=REASONS)
    assert reports.report_illegal(comment, explanation=WORDS, **sender) == case
    assert not now(comment).is_waiting
    assert reports.report_illegal(comment, explanation="There is a new law.", **sender) != case
    assert now(comment).is_waiting


def test_a_comment_has_one_open_case_at_a_time():
    case = make_case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(number="x", comment=case.comment, comment_number=case.comment_number)


@pytest.mark.django_db(transaction=True)
def test_cases_that_open_at_the_same_moment_have_numbers_of_their_own():
    article = make_article()
    comments, together = [make_comment(article) for _ in range(4)], Barrier(4)

    def send(comment):
        together.wait()
        try:
            return make_case(comment).number[-4:]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, comments)) == ["0001", "0002", "0003", "0004"]


# What the reporter sees


def test_the_page_of_a_case_tells_what_was_decided_and_why(reader, moderator):
    case = make_case()
    cases.decide(case, by=moderator, outcome="upheld", reasons=REASONS)
    page = reader.get(page_of(Purpose.CASE, case)).text
    assert "Decided: the comment was taken down" in page
    assert REASONS in page
    assert moderator.get_username() not in page


def test_the_page_of_a_case_shows_nothing_of_other_reporters(reader):
    """S22."""
    comment = make_comment()
    case = make_case(comment, "I am the neighbour, and it is about me.")
    make_case(comment, WORDS)
    page = reader.get(page_of(Purpose.CASE, case)).text
    assert "neighbour" not in page
    assert WORDS not in page


@pytest.mark.parametrize("token", ["", "1", "garbage", "é:x:y"])
def test_without_its_link_a_case_is_not_there(reader, token):
    """S4, S20."""
    make_case()
    assert reader.get(reverse("comments:case"), {"key": token}).status_code == 404


# Deciding


@pytest.mark.parametrize(("outcome", "state"), [("upheld", "removed"), ("dismissed", "approved")])
def test_a_decision_is_done_to_the_comment_in_the_same_step(moderator, outcome, state):
    comment = make_comment()
    case = make_case(comment)
    cases.decide(case, by=moderator, outcome=outcome, reasons=REASONS)
    assert (now(comment).state, now(comment).is_waiting) == (state, False)
    assert Report.objects.get().outcome == outcome
    decision = Decision.objects.last()
    assert (decision.decided_by, decision.note) == (moderator, f"Case {case.number}")
    assert decision.reason == ("illegal" if outcome == "upheld" else "")


def test_a_comment_that_reports_hid_comes_back_when_its_case_is_dismissed(moderator):
    comment = make_comment()
    case = make_case(comment)
    reported(comment, 3)
    assert now(comment).is_held
    cases.decide(case, by=moderator, outcome="dismissed", reasons=REASONS)
    assert now(comment).is_approved


def test_to_dismiss_a_case_brings_nothing_back_that_was_taken_down_for_another_reason(moderator):
    comment = make_comment()
    case = make_case(comment)
    moderation.remove(now(comment), by=moderator, reason="spam")
    cases.decide(case, by=moderator, outcome="dismissed", reasons=REASONS)
    assert now(comment).is_removed


def test_to_dismiss_a_case_publishes_no_wording_that_nobody_has_read(moderator):
    """S18."""
    comment = make_comment()
    case = make_case(comment)
    readers.edit(now(comment), "Quite another text.")
    cases.decide(case, by=moderator, outcome="dismissed", reasons=REASONS)
    assert (now(comment).text, now(comment).is_waiting) == (comment.text, True)


def test_a_case_is_decided_although_the_comment_was_withdrawn_or_is_gone(moderator):
    withdrawn, gone = make_comment(), make_comment()
    opened = [make_case(withdrawn), make_case(gone)]
    readers.withdraw(now(withdrawn))
    gone.delete()
    for case in opened:
        case.refresh_from_db()
        cases.decide(case, by=moderator, outcome="upheld", reasons=REASONS)
    assert now(withdrawn).is_withdrawn
    assert [case.entries.last().what.splitlines()[-1] for case in opened] == [
        "The comment stays as it was: withdrawn.",
        "The comment was no longer there.",
    ]


def test_every_step_stands_in_the_history(moderator):
    case = make_case()
    cases.decide(case, by=moderator, outcome="upheld", reasons=REASONS)
    opened, decided = case.entries.all()
    assert (opened.who, opened.what) == ("a reader", WORDS)
    assert decided.who == "moderator"
    assert decided.what.startswith(f"the comment was taken down: {REASONS}")


def test_who_may_not_moderate_decides_no_case(editor):
    case = make_case()
    with pytest.raises(PermissionDenied):
        cases.decide(case, by=editor, outcome="upheld", reasons=REASONS)
    assert not Case.objects.get().is_decided


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_the_same_moment_one_is_made(moderator, administrator):
    """S19."""
    case, together = make_case(), Barrier(2)

    def decide(by, outcome):
        seen = Case.objects.get(pk=case.pk)
        together.wait()
        try:
            cases.decide(seen, by=by, outcome=outcome, reasons=REASONS)
        except cases.AlreadyDecided:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(decide, (moderator, administrator), ("upheld", "dismissed"))) == 1
    assert CaseEntry.objects.count() == 2
    assert Decision.objects.count() == 2


# At the desk


def test_a_moderator_decides_on_the_page_of_a_case(moderator, desk):
    case, browser = make_case(), desk(moderator)
    page = browser.get(page_at_desk(case)).text
    assert all(words in page for words in (case.number, WORDS, case.text))
    sent = {"outcome": "upheld", "reasons": REASONS}
    answers = [browser.post(page_at_desk(case), sent) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert "the comment was taken down" in browser.get(page_at_desk(case)).text
    assert CaseEntry.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"outcome": ""}, {"reasons": "  "}])
def test_a_decision_without_outcome_or_reasons_is_given_back(moderator, desk, wrong):
    case = make_case()
    refusal = desk(moderator).post(page_at_desk(case), {"outcome": "upheld", "reasons": REASONS} | wrong)
    assert refusal.status_code == 422
    assert ("Choose one." if "outcome" in wrong else "not decided without reasons") in refusal.text
    assert REASONS in refusal.text or "reasons" in wrong
    assert now(case.comment).is_approved


def test_the_second_moderator_is_told_and_loses_nothing_typed(moderator, administrator, desk):
    """S19."""
    case = make_case()
    cases.decide(case, by=administrator, outcome="dismissed", reasons=REASONS)
    answer = desk(moderator).post(page_at_desk(case), {"outcome": "upheld", "reasons": "I typed this."})
    assert answer.status_code == 409
    assert "administrator decided this case on" in answer.text
    assert "I typed this." in answer.text


def test_the_desks_first_page_says_what_is_to_be_decided(moderator, editor, desk):
    make_case()
    assert "1 case of illegal content is to be decided" in desk(moderator).get("/admin/").text
    assert "illegal content is to be" not in desk(editor).get("/admin/").text


def test_the_list_of_cases_takes_the_same_queries_for_three_and_for_thirty(moderator, desk):
    browser, address = desk(moderator), reverse("admin:comments_case_changelist")
    browser.get(address)
    seen = []
    for number in (3, 27):
        for _ in range(number):
            cases.decide(make_case(), by=moderator, outcome="dismissed", reasons=REASONS)
        seen.append(queries_of(browser, address))
    assert seen[0] == seen[1] <= 8


# Taken out


def test_one_case_is_taken_out_with_its_history(moderator, desk):
    case = make_case()
    cases.decide(case, by=moderator, outcome="upheld", reasons=REASONS)
    answer = desk(moderator).get(reverse("admin:comments_case_one", args=[case.pk]))
    told = answer.json()
    assert "no-store" in answer["Cache-Control"]
    assert {name: told[name] for name in ("number", "explanation", "outcome", "reasons", "decided_by")} == {
        "number": case.number,
        "explanation": WORDS,
        "outcome": "upheld",
        "reasons": REASONS,
        "decided_by": "moderator",
    }
    assert [entry["who"] for entry in told["entries"]] == ["a reader", "moderator"]


def test_all_cases_are_taken_out_as_a_table_without_formulas(moderator, desk):
    """S14."""
    make_case(make_comment(text='=HYPERLINK("https://elsewhere.example")'), explanation="+1+1")
    answer = desk(moderator).get(reverse("admin:comments_case_all"))
    [row] = csv.DictReader(answer.getvalue().decode().splitlines())
    assert row["text"].startswith("'=HYPERLINK")
    assert (row["explanation"], row["decided_at"]) == ("'+1+1", "")


@pytest.mark.parametrize("name", ["comments_case_changelist", "comments_case_all"])
def test_only_who_moderates_sees_cases(reporter, editor, moderator, desk, name):
    case = make_case()
    addresses = [reverse(f"admin:{name}"), page_at_desk(case), reverse("admin:comments_case_one", args=[case.pk])]
    for user, status in ((reporter, 403), (editor, 403), (moderator, 200)):
        assert {desk(user).get(address).status_code for address in addresses} == {status}


def test_what_a_case_did_to_its_comment_may_be_undone_and_the_case_is_open_again(moderator, administrator, reader):
    case = make_case()
    cases.decide(case, by=moderator, outcome="upheld", reasons=REASONS)
    undone = moderation.undo(case.comment.decisions.last(), by=administrator)
    case = Case.objects.get()
    assert not case.is_decided
    last = case.entries.last()
    assert last.who == administrator.get_username()
    assert f"entry {undone.number} in the record" in last.what
    assert "taken down" not in reader.get(page_of(Purpose.CASE, case)).text
    cases.decide(case, by=moderator, outcome="dismissed", reasons=REASONS)
    assert now(case.comment).is_approved


def test_undoing_another_decision_leaves_a_case_as_it_was(moderator):
    case = make_case()
    cases.decide(case, by=moderator, outcome="dismissed", reasons=REASONS)
    removal = moderation.remove(now(case.comment), by=moderator)
    moderation.undo(removal, by=moderator)
    assert Case.objects.get().is_decided


def test_a_case_stays_decided_if_a_later_one_about_the_same_comment_is_open(moderator):
    comment = make_comment()
    reported(comment, 9)
    case = make_case(now(comment))
    cases.decide(case, by=moderator, outcome="dismissed", reasons=REASONS)
    later = make_case(now(case.comment), "Another reason.")
    moderation.undo(Decision.objects.get(note__contains=case.number), by=moderator)
    case.refresh_from_db()
    assert case.is_decided
    assert case.entries.last().what.startswith("Taken back")
    assert not later.is_decided
