"""Old news says that it is old; what was written to last does not."""

import pytest
from django.utils import timezone

from articles import workflow
from tests.factories import DAY, make_article
from tests.page import Page

pytestmark = pytest.mark.django_db


def read(client, path):
    return Page(client.get(path))


@pytest.mark.parametrize(("days", "said"), [(300, []), (370, ["This article is more than a year old."])])
def test_old_news_says_that_it_is_old(client, days, said):
    story = make_article(published_at=timezone.now() - days * DAY)
    assert read(client, story.get_absolute_url()).texts(".article__age") == said


def test_a_card_of_old_news_says_how_old_it_is(client):
    make_article(published_at=timezone.now() - 3 * 366 * DAY)
    assert read(client, "/city/").texts(".story__old") == ["More than 3 years old"]


@pytest.mark.parametrize("kind", ["explainer", "feature", "interview", "review", "obituary"])
def test_what_was_written_to_last_does_not_age(client, kind):
    story = make_article(kind=kind, published_at=timezone.now() - 1000 * DAY)
    assert not read(client, story.get_absolute_url()).has(".article__age")
    assert not read(client, "/city/").has(".story__old")


def test_a_correction_makes_an_old_story_no_younger(client):
    story = make_article(published_at=timezone.now() - 1000 * DAY)
    workflow.correct(story, by=None, kind="correction", text="It was seven.")
    assert read(client, story.get_absolute_url()).texts(".article__age") == ["This article is more than 2 years old."]
