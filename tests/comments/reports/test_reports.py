"""Readers report a comment: what it weighs, what it does, and who learns of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from articles.models import Article
from comments import moderation, reports
from comments.models import Comment, Decision, Report, Thread
from comments.moderation.cards import cards, in_full
from comments.tokens import Purpose, page_of
from newsroom.lib.stamps import stamp
from tests.comments.posting.replies import OWN_PAGE, FormOnPage
from tests.comments.reports.reporting import a_network, from_network, post_report, reported
from tests.factories import DAY, THEN, make_comment

pytestmark = pytest.mark.django_db

NOTE = "It names the neighbour, see line two."


@pytest.fixture
def comment(db):
    return make_comment(text="Everybody knows what he did.")


def now(comment):
    return Comment.objects.get(pk=comment.pk)


def report_page(pk):
    return reverse("comments:report", args=[pk])


# The page


def test_a_reader_reports_without_account_cookie_and_script(reader, comment):
    page = reader.get(report_page(comment.pk))
    form = FormOnPage(page)
    answer = reader.post(form.action, form.fields | {"reason": "private", "note": NOTE}, headers=OWN_PAGE)
    assert (answer.status_code, answer.cookies, page.cookies) == (303, {}, {})
    assert "Thank you for your report" in reader.get(answer["Location"]).text
    kept = Report.objects.get()
    assert (kept.comment, kept.reason, kept.note) == (comment, "private", NOTE)


def test_each_comment_on_the_page_can_be_reported(reader, comment):
    page = reader.get(comment.thread.article.get_absolute_url()).text
    assert f'href="{report_page(comment.pk)}"' in page


def test_the_page_is_the_same_for_all_and_kept_by_nobody(reader, comment):
    one, other = reader.get(report_page(comment.pk)), from_network(9).get(report_page(comment.pk))
    assert one.content == other.content
    assert one["Cache-Control"] == "private, no-store"
    assert "noindex" in one["X-Robots-Tag"]


REFUSALS = {
    "no reason": (422, {"reason": ""}, "Choose what comes nearest."),
    "a reason of one's own": (422, {"reason": "dull"}, "Select a valid choice"),
    "illegal without words": (422, {"reason": "illegal", "note": " "}, "Tell us which words are illegal, and why"),
    "a note too long": (422, {"note": "x" * 2001}, "at most 2000 characters"),
    "the trap": (422, {"second_name": "Bot"}, "Please empty the field"),
    "no stamp": (422, {"stamp": ""}, "This page had been open for a long time."),
    "another site": (403, {"headers": {"Sec-Fetch-Site": "cross-site"}}, "from our own page"),
}


@pytest.mark.parametrize(("status", "wrong", "said"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_says_why_and_gives_back_the_note(reader, comment, status, wrong, said):
    typed = {"note": 'He "said" <b>it</b>'} | wrong
    refusal = post_report(reader, comment, **typed)
    assert refusal.status_code == status
    assert said in refusal.text
    assert FormOnPage(refusal).fields["note"] == typed["note"]
    assert not Report.objects.exists()


def test_a_stamp_of_the_reply_form_is_none_here(reader, comment):
    """S5."""
    assert post_report(reader, comment, stamp=stamp(comment)).status_code == 422


def test_a_network_that_reports_without_end_is_told_to_wait(settings, comment):
    settings.REPORTS_PER_TEN_MINUTES = 2
    article, client = comment.thread.article, from_network(1)
    answers = [post_report(client, make_comment(article)).status_code for _ in range(3)]
    assert answers == [303, 303, 429]
    assert post_report(from_network(2), comment).status_code == 303


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("state", ["held", "rejected", "spam", "removed"])
def test_what_readers_do_not_see_answers_as_what_never_was(reader, method, state):
    """S20."""
    hidden = make_comment(state=state)
    answers = [_asked(reader, method, hidden, pk) for pk in (hidden.pk, hidden.pk + 10_000, 10**30)]
    assert {(each.status_code, each.content) for each in answers} == {(404, answers[1].content)}
    assert [dict(each.items()) for each in answers] == [dict(answers[1].items())] * 3
    assert not Report.objects.exists()


def _asked(reader, method, comment, pk):
    return reader.get(report_page(pk)) if method == "get" else post_report(reader, comment, pk=pk)


@pytest.mark.parametrize("fields", [{"withdrawn_at": THEN + DAY}, {"published_at": None}], ids=["withdrawn", "draft"])
def test_under_an_article_that_is_not_out_nothing_can_be_reported(reader, comment, fields):
    """S21."""
    Article.objects.update(**fields)
    assert reader.get(report_page(comment.pk)).status_code == 404
    assert post_report(reader, comment).status_code == 404
    assert reader.get(reverse("comments:reported", args=[comment.thread.article_id])).status_code == 404
    assert not Report.objects.exists()


# What it weighs


def test_a_network_counts_once_and_is_answered_the_same(comment):
    client = from_network(1)
    first, again = post_report(client, comment), post_report(client, comment, reason="spam", note="Again.")
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert Report.objects.get().reason == "attack"


def test_a_network_of_last_month_is_known_again(comment):
    reports.report(comment, reason="attack", network="november")
    reports.report(comment, reason="attack", network="december", networks=("december", "november"))
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("upheld", "dismissed", "weight"), [(0, 0, 1 / 2), (1, 0, 2 / 3), (0, 1, 1 / 3), (8, 0, 9 / 10), (1, 1, 1 / 2)]
)
def test_who_was_right_before_weighs_more(upheld, dismissed, weight):
    for outcome, number in (("upheld", upheld), ("dismissed", dismissed)):
        for _ in range(number):
            Report.objects.create(comment=make_comment(), reason="attack", network="n", outcome=outcome)
    assert reports.report(make_comment(), reason="attack", network="n").weight == pytest.approx(weight)


def test_one_report_lets_it_wait_in_public(comment, reader):
    reported(comment)
    after = now(comment)
    assert (after.state, after.mark_list, after.version) == ("approved", ["reported"], comment.version)
    assert after.is_waiting
    assert after.text in reader.get(after.thread.article.get_absolute_url()).text


def test_a_report_leaves_the_card_that_a_moderator_reads_good(comment, moderator):
    reported(comment)
    moderation.remove(comment, by=moderator)
    assert now(comment).is_removed


def test_three_reports_of_new_reporters_hide_it_until_a_moderator_decides(comment, reader):
    reported(comment, 3)
    after, decision = now(comment), Decision.objects.last()
    assert (after.state, after.is_waiting, after.mark_list) == ("held", True, ["reported"])
    assert (decision.verb, decision.actor, decision.who) == ("hold", "readers", "reports of readers")
    assert after.text not in reader.get(after.thread.article.get_absolute_url()).text
    assert Thread.objects.get().approved_count == 0


def test_nobody_hides_a_comment_alone_however_right_they_were(comment, settings):
    settings.REPORTS_HIDE_AT = 0.4
    reported(comment)
    assert now(comment).is_approved
    reported(comment)
    assert now(comment).is_held


def test_zero_means_that_reports_hide_nothing(comment, settings):
    settings.REPORTS_HIDE_AT = 0
    reported(comment, 5)
    assert (now(comment).state, now(comment).is_waiting) == ("approved", True)


def test_the_report_that_hid_it_sent_twice_is_answered_the_same(comment):
    reported(comment, 2)
    client = from_network(1)
    first, again = post_report(client, comment), post_report(client, comment)
    assert now(comment).is_held
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    assert post_report(client, comment, reason="").status_code == 404


@pytest.mark.parametrize(("verb", "outcome"), [("approve", "dismissed"), ("remove", "upheld")])
def test_the_decision_says_whether_the_reports_were_right(comment, moderator, verb, outcome):
    reported(comment, 3)
    moderation.VERBS[verb](now(comment), by=moderator)
    assert {each.outcome for each in Report.objects.all()} == {outcome}


def test_the_same_wave_does_not_hide_again_what_a_moderator_let_stand(comment, moderator):
    networks = [a_network() for _ in range(3)]
    for _round in range(2):
        for network in networks:
            reports.report(comment, reason="attack", network=network)
        if _round == 0:
            moderation.approve(now(comment), by=moderator)
    assert (now(comment).state, now(comment).is_waiting) == ("approved", False)


def test_after_a_review_it_takes_twice_the_weight(comment, moderator):
    reported(comment, 3)
    moderation.approve(now(comment), by=moderator)
    reported(comment, 5)
    assert now(comment).is_approved
    reported(comment)
    assert now(comment).is_held


def test_what_is_reported_is_looked_at_before_what_nobody_sees(comment):
    held = make_comment(state="held")
    reported(comment)
    label, points = now(comment).signals[-1]
    assert (label, now(comment).risk) == ("reported by readers", points)
    assert now(comment).risk > held.risk


def test_marks_that_were_settled_are_not_taken_for_reasons_to_wait(comment):
    """An appeal of last year must not keep a moderator from what is reported today."""
    Comment.objects.update(marks=" newcomer appeal ")
    reported(comment)
    assert now(comment).mark_list == ["reported"]
    assert not now(comment).has_appeal


@pytest.mark.django_db(transaction=True)
def test_six_reports_at_the_same_moment_hide_it_once():
    comment, together = make_comment(), Barrier(6)

    def send(number):
        together.wait()
        try:
            reports.report(Comment.objects.get(pk=comment.pk), reason="attack", network=f"n{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(send, range(6)))
    assert Report.objects.count() == 6
    assert [each.verb for each in Decision.objects.all()] == ["approve", "hold"]
    assert (now(comment).state, Thread.objects.get().approved_count) == ("held", 0)


@pytest.mark.django_db(transaction=True)
def test_one_network_that_sends_at_the_same_moment_counts_once():
    comment, together = make_comment(), Barrier(4)

    def send(_number):
        together.wait()
        try:
            return post_report(from_network(1), comment).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(4))) == [303] * 4
    assert Report.objects.count() == 1


# Who learns of it


def test_nobody_outside_learns_who_reported_or_that_anyone_did(comment, reader):
    """S22: neither readers nor its author."""
    article = comment.thread.article
    pages = [article.get_absolute_url(), page_of(Purpose.COMMENT, comment), report_page(comment.pk)]
    before = [reader.get(page).text for page in pages]
    post_report(from_network(7), comment, note=NOTE)
    kept = Report.objects.get()
    after = [reader.get(page).text for page in pages]
    assert after == before
    assert not any(secret in page for page in after for secret in (kept.network, NOTE))


def test_its_author_is_not_told_that_reports_hid_it(comment, reader):
    """S22."""
    reported(comment, 3, note=NOTE)
    page = reader.get(page_of(Purpose.COMMENT, comment)).text
    assert "Hidden for now" in page
    assert "report" not in page.lower().replace("reporter", "")
    assert NOTE not in page


def test_a_moderator_sees_how_many_why_and_what_it_weighs_and_no_more(comment, moderator, desk):
    """S22."""
    post_report(from_network(7), comment, note=NOTE)
    kept = Report.objects.get()
    page = desk(moderator).get(reverse("admin:comments_comment_change", args=[comment.pk])).text
    assert "1 report, weight 0.5" in page
    assert NOTE in page
    assert kept.network not in page
    [card] = cards(in_full(Comment.objects.filter(pk=comment.pk)))
    assert card.grounds == [("It attacks a person or a group", 1)]


def test_the_record_does_not_say_who_reported(comment):
    """S22: of what hid a comment it says that readers did."""
    reported(comment, 3, note=NOTE)
    decision = Decision.objects.last()
    assert (decision.decided_by, decision.decider, decision.note) == (None, "", "")
