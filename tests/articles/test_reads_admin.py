"""How much is read, as the desk sees it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import reads
from articles.models import ReadCount
from tests.factories import DAY, HOUR, make_article
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

CHART = "/admin/articles/readcount/"
NOW = datetime(2026, 3, 10, 12, 20, tzinfo=UTC)


def read(article, times, at):
    ReadCount.objects.add({(article.pk, at.replace(minute=0, second=0, microsecond=0)): times})


def test_a_chart_has_a_bar_for_each_hour_also_for_those_without_a_reader():
    read(make_article(), 4, NOW - 2 * HOUR), read(make_article(), 1, NOW), read(make_article(), 9, NOW - DAY)
    chart = reads.by_hour(24, at=NOW)
    assert [bar.number for bar in chart] == [0] * 21 + [4, 0, 1]
    assert (chart[0].label.hour, chart[-1].label.hour) == (13, 12)
    assert chart[21].length == 100


def test_a_chart_of_one_story_holds_its_own_reads():
    one, other = make_article(), make_article()
    read(one, 4, NOW), read(other, 2, NOW)
    assert sum(bar.number for bar in reads.by_hour(24, article=one, at=NOW)) == 4


def test_days_are_those_of_the_paper(settings):
    settings.TIME_ZONE = "America/Toronto"
    with timezone.override("America/Toronto"):
        read(make_article(), 4, datetime(2026, 3, 10, 3, tzinfo=UTC))
        assert [bar.number for bar in reads.by_day(2, at=NOW)] == [4, 0]


@pytest.mark.parametrize("days", ["", "1", "7", "30", "365", "x"])
def test_the_page_shows_each_span_and_the_last_day_for_any_other(desk, editor, days):
    read(make_article(headline="Fog on the quay"), 3, timezone.now())
    page = Page(desk(editor).get(CHART, {"days": days}))
    bars = {"7": 168, "30": 30}.get(days, 24)
    assert len(page.all(".bars tbody tr")) == bars
    assert page.texts(".figures-main dd")[0] == "3"
    assert "Fog on the quay" in page.one("section[aria-labelledby=most-read] a").text


def test_the_page_of_a_story_shows_it_alone(desk, editor):
    one, other = make_article(headline="Fog on the quay"), make_article()
    read(one, 3, timezone.now()), read(other, 9, timezone.now())
    page = Page(desk(editor).get(CHART, {"article": one.pk}))
    assert page.texts(".figures-main dd")[0] == "3"
    assert page.one(".figures-subject").text == "Fog on the quay"


def test_a_paper_that_nobody_has_read_says_so(desk, editor):
    assert "Nothing was read in this time" in desk(editor).get(CHART).content.decode()


@pytest.mark.parametrize("key", ["999", "x", "-1", "9" * 30])
def test_a_story_that_is_not_there_has_no_chart(desk, editor, key):
    assert desk(editor).get(CHART, {"article": key}).status_code == 404


def test_it_costs_the_same_for_three_stories_and_for_thirty(desk, editor):
    browser = desk(editor)
    browser.get(CHART)

    def cost(number):
        for _ in range(number):
            read(make_article(byline=None), 1, timezone.now() - timedelta(minutes=1))
        return queries_of(browser, CHART)

    assert cost(3) == cost(30)


def test_reporters_see_it_and_moderators_do_not(desk, reporter, moderator):
    assert desk(reporter).get(CHART).status_code == 200
    assert desk(moderator).get(CHART).status_code == 403


def test_an_article_that_is_out_leads_to_its_chart(desk, editor):
    article = make_article()
    form = desk(editor).get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert f"{CHART}?article={article.pk}" in form
