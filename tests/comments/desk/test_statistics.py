"""Moderation statistics: figures that add up, with a table for each picture, and people's own for who leads."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments import moderation, readers, spam
from comments.models import Decision
from comments.moderation.statistics import statistics
from newsroom import roles
from tests.factories import DAY, HOUR, make_comment
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

PAGE = "/admin/comments/decision/statistics/"


def held(**sent):
    return make_comment(state="held", **sent)


@pytest.fixture
def work(moderator):
    """Four decisions of today, one of them undone, one of last week, and one too long ago."""
    now = timezone.now()
    for minutes, reason in ((10, "off topic"), (20, "off topic"), (60, "spam")):
        moderation.reject(held(at=now - timedelta(minutes=minutes)), by=moderator, reason=reason, at=now)
    wrong = moderation.approve(held(at=now - 2 * HOUR), by=moderator, at=now)
    moderation.undo(wrong, by=moderator, at=now)
    moderation.approve(held(at=now - 8 * DAY), by=moderator, at=now - 7 * DAY)
    moderation.approve(held(at=now - 41 * DAY), by=moderator, at=now - 40 * DAY)
    return now


def test_e21_decisions_are_counted_by_day(work):
    """E21: decisions a day, also the days without any."""
    figures = statistics(at=work)
    assert figures.decided == 5
    assert len(figures.by_day) == 30
    assert (figures.by_day[-1].number, figures.by_day[-8].number, figures.by_day[-2].number) == (4, 1, 0)


def test_e21_the_median_time_to_a_decision(work):
    """E21: median time to decision."""
    assert statistics(at=work, days=7).median_seconds == 20 * 60
    assert statistics(at=work - 60 * DAY).median_seconds is None


def test_e21_the_share_by_reason(work):
    """E21: share by reason."""
    by_reason = {str(bar.label): (bar.number, bar.length) for bar in statistics(at=work).by_reason}
    assert by_reason == {"off topic": (2, 100), "spam": (1, 50)}


def test_e21_the_age_of_what_waits(work):
    """E21: backlog age."""
    held(at=work - 5 * DAY)
    held(at=work - timedelta(minutes=5))
    figures = statistics(at=work)
    # What was undone waits as long as it had waited.
    assert [bar.number for bar in figures.backlog] == [1, 1, 0, 0, 1]
    assert figures.oldest_since == work - 5 * DAY


def test_e21_how_much_was_undone(work):
    """E21: undo rate."""
    figures = statistics(at=work)
    assert (figures.undone, figures.undone_percent) == (1, 20)


def test_e21_how_often_an_appeal_overturns_a_decision(work, moderator):
    """E21: disagreement rate."""
    other = roles.make_staff("other", roles.MODERATOR)
    for verb in ("approve", "reject"):
        comment = make_comment(state="held", at=work - HOUR)
        moderation.reject(comment, by=moderator, at=work - HOUR)
        readers.appeal(comment, "I meant it well.", at=work - HOUR / 2)
        moderation.VERBS[verb](comment, by=other, at=work)
    figures = statistics(at=work)
    assert (figures.appealed, figures.overturned) == (2, 1)


def test_what_authors_and_policies_do_is_no_moderators_decision(work):
    before = statistics(at=work).decided
    readers.withdraw(held(), at=work)
    assert statistics(at=work).decided == before


def test_e21_each_persons_figures_are_for_who_leads(work, desk, moderator, administrator):
    """E21: per person only to the lead."""
    assert "By person" not in desk(moderator).get(PAGE).content.decode()
    page = Page(desk(administrator).get(PAGE))
    row = next(element for element in page.all("section tr") if element.text.startswith("moderator"))
    assert "5" in row.text
    assert "1 (20" in row.text


def test_each_picture_has_a_table_beside_it(work, desk, moderator):
    page = Page(desk(moderator).get(PAGE))
    assert page.texts("table caption") == [
        "Decisions a day",
        "Comments turned down, by reason",
        "Comments that wait, by how long they have waited",
    ]
    assert all("aria-hidden" in element.attributes for element in page.all("div.figures svg"))


def test_the_page_says_how_far_the_risk_score_can_be_trusted(desk, moderator):
    page = Page(desk(moderator).get(PAGE))
    assert page.one("section[aria-labelledby=risk-score] p").text.startswith("Not ready: it has seen 0 decisions")


def test_what_the_score_said_stands_beside_what_moderators_decided(desk, moderator):
    for state in ("spam", "approved"):
        make_comment(state=state)
    spam.learn()
    page = Page(desk(moderator).get(PAGE))
    assert page.texts("section[aria-labelledby=risk-score] thead th") == ["The score said", "Comments", "Spam"]
    assert sum(map(int, page.texts("section[aria-labelledby=risk-score] tbody td")[::2])) == 2


@pytest.mark.parametrize(("asked", "days"), [("7", 7), ("90", 90), ("8", 30), ("x", 30), ("-1", 30), ("9" * 99, 30)])
def test_the_span_is_one_of_three(desk, moderator, asked, days):
    page = Page(desk(moderator).get(PAGE, {"days": asked}))
    assert page.one("nav a[aria-current=page]").text == f"{days} days"


def test_a_paper_without_decisions_has_figures_too(desk, administrator):
    page = Page(desk(administrator).get(PAGE))
    assert page.has("dl.figures-main")
    assert "Nobody has decided" in page.one("section[aria-labelledby=people]").text


def test_the_figures_cost_the_same_with_3_and_with_30_decisions(desk, administrator, moderator):
    browser = desk(administrator)
    for _ in range(3):
        moderation.reject(held(), by=moderator, reason="spam")
    few = queries_of(browser, PAGE)
    for _ in range(27):
        moderation.reject(held(), by=moderator, reason="spam")
    assert queries_of(browser, PAGE) == few
    assert Decision.objects.count() == 30


def test_the_figures_are_not_for_reporters(desk, reporter):
    assert desk(reporter).get(PAGE).status_code == 403
