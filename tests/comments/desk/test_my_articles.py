"""Whoever wrote an article sees what readers say under it, and can bring it before a moderator."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from comments import moderation, reports
from comments.models import Comment, Decision, Report
from comments.moderation.cards import cards, in_full
from tests.comments.reports.reporting import reported
from tests.factories import make_article, make_comment, make_contributor
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

OWN = "/admin/comments/my-articles/"
ADDRESS = "petra@example.org"


@pytest.fixture
def piece(reporter):
    return make_article(byline=make_contributor("Ana Ruiz", user=reporter))


def flag_page(comment):
    return reverse("admin:comments_my_articles_flag", args=[comment.pk])


def now(comment):
    return Comment.objects.get(pk=comment.pk)


def test_a_reporter_sees_the_comments_on_their_own_articles(reporter, desk, piece):
    """E16: those that bear their name, and those that they began."""
    begun = make_article(created_by=reporter)
    make_comment(piece, text="Under the byline.")
    make_comment(begun, text="Under what was begun.")
    make_comment(text="Under another's.")
    page = desk(reporter).get(OWN).text
    assert "Under the byline." in page
    assert "Under what was begun." in page
    assert "Under another's." not in page


@pytest.mark.parametrize("state", ["held", "rejected", "spam", "removed"])
def test_they_see_what_readers_see_and_no_more(reporter, desk, piece, state):
    """E16."""
    hidden = make_comment(piece, state=state, text="Not for all.")
    browser = desk(reporter)
    assert "Not for all." not in browser.get(OWN).text
    assert browser.get(flag_page(hidden)).status_code == 404


def test_they_never_see_an_address(reporter, desk, piece):
    """E16."""
    comment = make_comment(piece, address=ADDRESS)
    browser = desk(reporter)
    pages = [browser.get(page).text for page in (OWN, flag_page(comment))]
    assert not any(ADDRESS in page or comment.commenter.pseudonym in page for page in pages)


def test_they_flag_a_comment_and_it_waits_in_public(reporter, desk, piece):
    """E16."""
    comment = make_comment(piece)
    sent = {"reason": "false", "note": "I never said so."}
    answers = [desk(reporter).post(flag_page(comment), sent) for _ in range(2)]
    kept, after = Report.objects.get(), now(comment)
    assert [each.status_code for each in answers] == [302, 302]
    assert (kept.staff, kept.weight, kept.note) == (reporter, 1.0, "I never said so.")
    assert (after.state, after.is_waiting, after.mark_list) == ("approved", True, ["flagged"])
    [card] = cards(in_full(Comment.objects.waiting()))
    assert card.grounds == [("It is false and does harm", 1)]


def test_they_cannot_decide(reporter, desk, piece):
    """E16."""
    comment = make_comment(piece)
    with pytest.raises(PermissionDenied):
        moderation.remove(comment, by=reporter)
    address = reverse("admin:comments_comment_decide", args=[comment.pk])
    sent = {"verb": "remove", "version": comment.version, "reason": "other"}
    assert desk(reporter).post(address, sent).status_code == 403
    assert now(comment).is_approved


def test_a_flag_does_not_help_to_hide_what_criticises_its_subject(reporter, piece):
    comment = make_comment(piece)
    reports.flag(comment, by=reporter, reason="attack")
    reported(comment, 2)
    assert now(comment).is_approved
    reported(comment)
    assert now(comment).is_held


def test_a_moderator_settles_a_flag_and_the_reporter_reads_of_it(reporter, moderator, desk, piece):
    comment = make_comment(piece)
    reports.flag(comment, by=reporter, reason="attack")
    assert "A moderator will look at it." in desk(reporter).get(OWN).text
    moderation.approve(now(comment), by=moderator)
    assert "A moderator has looked at it and let it stand." in desk(reporter).get(OWN).text


def test_nobody_flags_under_anothers_article(reporter, desk):
    """E16."""
    comment = make_comment()
    assert desk(reporter).get(flag_page(comment)).status_code == 404
    with pytest.raises(PermissionDenied):
        reports.flag(comment, by=reporter, reason="attack")


def test_a_flag_without_a_reason_is_given_back(reporter, desk, piece):
    refusal = desk(reporter).post(flag_page(make_comment(piece)), {"reason": "", "note": "I never said so."})
    assert refusal.status_code == 422
    assert "Choose what comes nearest." in refusal.text
    assert "I never said so." in refusal.text


def test_what_was_hidden_meanwhile_is_not_flagged(reporter, piece):
    comment = make_comment(piece)
    moderation.hold(now(comment), by=None)
    with pytest.raises(moderation.NotPossible):
        reports.flag(comment, by=reporter, reason="attack")
    assert [each.verb for each in Decision.objects.all()] == ["approve", "hold"]


def test_the_desks_first_page_leads_there_for_who_writes(reporter, moderator, desk):
    assert f'href="{OWN}"' in desk(reporter).get("/admin/").text
    assert f'href="{OWN}"' not in desk(moderator).get("/admin/").text
    assert desk(moderator).get(OWN).status_code == 403


def test_who_has_no_comments_is_told_so(reporter, desk):
    assert "Nobody has commented on your articles yet." in desk(reporter).get(OWN).text


def test_the_list_goes_on_by_key(reporter, desk, piece):
    comments = [make_comment(piece, text=f"Number {number}.") for number in range(32)]
    browser = desk(reporter)
    first = browser.get(OWN)
    later = browser.get(OWN, {"before": first.context["before"]}).text
    assert "Number 2." in first.text
    assert [f"Number {number}." in later for number in range(3)] == [True, True, False]
    assert browser.get(OWN, {"before": comments[0].pk}).text.count("There is nothing before this.") == 1


def test_it_takes_the_same_queries_for_three_and_for_thirty(reporter, desk, piece):
    browser = desk(reporter)
    browser.get(OWN)
    seen = []
    for number in (3, 27):
        for _ in range(number):
            make_comment(piece)
        seen.append(queries_of(browser, OWN))
    assert seen[0] == seen[1] <= 7
