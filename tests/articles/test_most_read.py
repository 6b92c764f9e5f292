"""What is read most: a ranking made ahead, shown to readers as a list."""

import pytest
from django.utils import timezone

from articles import caching, reads, workflow
from articles.models import Article, MostRead, ReadCount
from newsroom.lib import droplog
from tests.factories import DAY, HOUR, make_article
from tests.page import Page

pytestmark = pytest.mark.django_db


def read(article, times, ago=HOUR):
    hour = (timezone.now() - ago).replace(minute=0, second=0, microsecond=0)
    ReadCount.objects.add({(article.pk, hour): times})


def ranked(client, path="/most-read/"):
    return Page(client.get(path)).headlines


@pytest.fixture
def stories():
    """Three stories that were read 5, 3 and 1 times in the last hours."""
    found = [make_article() for _ in range(3)]
    for article, times in zip(found, (5, 3, 1), strict=True):
        read(article, times)
    reads.rank()
    return found


def test_what_was_read_most_comes_first(client, stories):
    assert ranked(client) == [article.headline for article in stories]


def test_the_reads_of_all_hours_count_together(client, stories):
    read(stories[2], 10, ago=20 * HOUR)
    reads.rank()
    assert ranked(client)[0] == stories[2].headline


def test_each_span_counts_its_own_days(client, stories):
    read(stories[2], 100, ago=3 * DAY)
    read(stories[1], 1000, ago=8 * DAY)
    reads.rank()
    assert ranked(client)[0] == stories[0].headline
    assert ranked(client, "/most-read/week/")[0] == stories[2].headline


def test_the_page_says_which_span_it_shows_and_leads_to_the_other(client, stories):
    page = Page(client.get("/most-read/week/"))
    assert page.one(".spans a[aria-current=page]").text == "Last 7 days"
    assert [link["href"] for link in page.all(".spans a")] == ["/most-read/", "/most-read/week/"]


def test_a_story_that_is_withdrawn_gives_up_its_place_without_another_ranking(client, stories):
    workflow.withdraw(stories[0], by=None, reason="An error.")
    assert ranked(client) == [stories[1].headline, stories[2].headline]


def test_what_was_paid_for_is_not_ranked(client, stories):
    read(make_article(kind=Article.Kind.ADVERTISER), 100)
    reads.rank()
    assert len(ranked(client)) == 3


@pytest.mark.parametrize("path", ["/most-read/", "/most-read/week/"])
def test_an_empty_list_says_so(client, path):
    page = Page(client.get(path))
    assert "Too little has been read yet" in page.one(".empty").text
    assert page.headlines == []


def test_a_ranking_that_has_not_changed_drops_no_page(stories, monkeypatch):
    dropped = []
    monkeypatch.setattr(reads, "drop", lambda *tags: dropped.extend(tags))
    read(stories[0], 50)
    reads.rank()
    assert dropped == []
    read(stories[1], 500)
    reads.rank()
    assert dropped == [caching.MOST_READ]


def test_a_new_ranking_drops_the_pages_that_show_one():
    log = droplog.Reader()
    log.read()
    read(make_article(), 1)
    before = {row.tag for row in log.read()}
    reads.rank()
    assert {row.tag for row in log.read()} - before == {"most-read"}


def test_the_front_page_lists_the_headlines_that_were_read_most(client, stories):
    page = Page(client.get("/"))
    assert page.texts(".most-read li") == [article.headline for article in stories]


def test_the_front_page_leaves_out_a_list_of_one_or_two(client):
    read(make_article(), 5)
    reads.rank()
    assert not Page(client.get("/")).has(".most-read")


def test_old_counts_are_forgotten(stories, settings):
    settings.FORGET_READS_AFTER_DAYS = 90
    read(stories[0], 5, ago=91 * DAY)
    assert reads.forget() == 1
    assert ReadCount.objects.count() == 3


def test_with_a_setting_of_0_nothing_is_forgotten(stories, settings):
    settings.FORGET_READS_AFTER_DAYS = 0
    read(stories[0], 5, ago=900 * DAY)
    assert reads.forget() == 0


def test_a_ranking_is_no_longer_than_any_page_could_want(stories):
    for number in range(50):
        read(make_article(byline=None), number + 1)
    reads.rank()
    assert MostRead.objects.filter(span="day").count() == 40
