"""What readers say is wrong with an article reaches the editors' desk, and becomes a correction in one step."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from articles.models import Article, Correction
from articles.workflow import WrongState
from comments.models import Comment, ErrorReport
from comments.reports import mistakes
from comments.reports.mistakes import report_mistake
from newsroom import roles
from tests.factories import DAY, THEN, make_article
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

WORDS = "The ferry left at seven, not at six. I was aboard."
ADDRESS = "ama.quist@example.org"
PRINTED = {"kind": "correction", "text": "The ferry left at seven, not at six."}
CHANGELIST = "admin:comments_errorreport_changelist"


def make_report(article=None, text=WORDS):
    return report_mistake(article or make_article(), name="Ama Quist", address=ADDRESS, text=text, network="n1")


def page_of(report):
    return reverse("admin:comments_errorreport_change", args=[report.pk])


def test_a_correction_is_printed_and_the_report_settled_in_one_step(editor, reader):
    report = make_report()
    printed = mistakes.correct(report, by=editor, **PRINTED)
    kept = ErrorReport.objects.get()
    assert (kept.state, kept.correction, kept.settled_by) == ("corrected", printed, editor)
    assert kept.settled_at
    assert PRINTED["text"] in reader.get(report.article.get_absolute_url()).text


def test_what_cannot_be_corrected_in_public_leaves_the_report_open(editor):
    report = make_report()
    Article.objects.update(withdrawn_at=THEN + DAY)
    with pytest.raises(WrongState):
        mistakes.correct(report, by=editor, **PRINTED)
    assert ErrorReport.objects.get().is_open
    assert not Correction.objects.exists()


def test_sent_twice_a_correction_is_printed_once(editor):
    report = make_report()
    first, again = (mistakes.correct(report, by=editor, **PRINTED) for _ in range(2))
    assert first == again == Correction.objects.get()


def test_said_twice_there_is_nothing_to_correct(editor):
    report = make_report()
    mistakes.dismiss(report, by=editor)
    mistakes.dismiss(report, by=editor)
    assert ErrorReport.objects.get().state == "dismissed"


@pytest.mark.parametrize("verb", [mistakes.dismiss, lambda report, by: mistakes.correct(report, by=by, **PRINTED)])
def test_who_may_not_publish_settles_nothing(reporter, moderator, verb):
    report = make_report()
    for user in (reporter, moderator):
        with pytest.raises(PermissionDenied):
            verb(report, by=user)
    assert ErrorReport.objects.get().is_open


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_the_same_moment_one_settles_it(editor, administrator):
    report, together = make_report(), Barrier(2)

    def correct(by):
        seen = ErrorReport.objects.get(pk=report.pk)
        together.wait()
        try:
            mistakes.correct(seen, by=by, **PRINTED)
        except mistakes.AlreadySettled:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(correct, (editor, administrator))) == 1
    assert Correction.objects.count() == 1


# At the desk


def test_the_desks_first_page_says_how_many_are_open(editor, desk):
    article = make_article(headline="Ferry at dusk")
    for number in range(6):
        make_report(article, text=f"{number}. {WORDS}")
    page = desk(editor).get("/admin/").text
    assert "Readers say something is wrong: 6" in page
    assert page.count("Ferry at dusk") == 4
    assert "All of them" in page


def test_an_editor_finds_no_mistakes_in_words(editor, desk):
    page = desk(editor).get("/admin/").text
    assert "Readers say something is wrong: 0" in page
    assert "No reader has reported a mistake" in page


@pytest.mark.parametrize("group", [roles.REPORTER, roles.MODERATOR])
def test_who_is_no_editor_sees_none_of_it(group, desk):
    report, browser = make_report(), desk(roles.make_staff("ana", group))
    assert "something is wrong" not in browser.get("/admin/").text
    assert {browser.get(page).status_code for page in (reverse(CHANGELIST), page_of(report))} == {403}


def test_the_page_of_a_report_begins_a_correction_in_the_readers_words(editor, desk):
    report = make_report()
    answer = desk(editor).get(page_of(report))
    form = answer.context["form"]
    assert form.initial["text"] == WORDS
    assert form["kind"].value() == "correction"
    assert "Ama Quist" in answer.text
    assert report.commenter.pseudonym in answer.text


def test_no_page_of_a_report_shows_an_address(editor, desk):
    """S1, E17."""
    report, browser = make_report(), desk(editor)
    pages = [browser.get(page).text for page in ("/admin/", reverse(CHANGELIST), page_of(report))]
    assert not any(ADDRESS in page or report.network in page.split("\n") for page in pages)


def test_an_editor_prints_the_correction_from_there(editor, desk):
    report, browser = make_report(), desk(editor)
    answers = [browser.post(page_of(report), PRINTED | {"do": "correct"}) for _ in range(2)]
    assert [each.status_code for each in answers] == [302, 302]
    assert Correction.objects.get().text == PRINTED["text"]
    assert "settled this on" in browser.get(page_of(report)).text


def test_an_editor_leaves_it(editor, desk):
    report = make_report()
    assert desk(editor).post(page_of(report), {"do": "dismiss"}).status_code == 302
    assert ErrorReport.objects.get().state == "dismissed"


def test_a_correction_without_words_is_given_back(editor, desk):
    report = make_report()
    refusal = desk(editor).post(page_of(report), {"do": "correct", "kind": "update", "text": " "})
    assert refusal.status_code == 422
    assert "Say what was wrong" in refusal.text
    assert refusal.context["form"]["kind"].value() == "update"
    assert ErrorReport.objects.get().is_open


def test_an_article_that_is_withdrawn_is_not_corrected_and_the_words_are_kept(editor, desk):
    report = make_report()
    Article.objects.update(withdrawn_at=THEN + DAY)
    refusal = desk(editor).post(page_of(report), PRINTED | {"do": "correct"})
    assert refusal.status_code == 422
    assert "Only a published story can be corrected" in refusal.text
    assert PRINTED["text"] in refusal.text


def test_the_second_editor_is_told_and_loses_nothing_typed(editor, administrator, desk):
    report = make_report()
    mistakes.dismiss(report, by=administrator)
    answer = desk(editor).post(page_of(report), PRINTED | {"do": "correct"})
    assert answer.status_code == 409
    assert "administrator settled this on" in answer.text
    assert PRINTED["text"] in answer.text


def test_the_list_takes_the_same_queries_for_three_and_for_thirty(editor, desk):
    browser, address = desk(editor), reverse(CHANGELIST)
    browser.get(address)
    seen = []
    for number in (3, 27):
        for _ in range(number):
            make_report()
        seen.append(queries_of(browser, address))
    assert seen[0] == seen[1] <= 8


def test_what_is_for_the_newsroom_never_stands_in_the_thread(reader):
    report = make_report()
    assert WORDS not in reader.get(report.article.get_absolute_url()).text
    assert not Comment.objects.exists()
