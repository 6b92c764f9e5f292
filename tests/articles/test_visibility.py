"""Who sees an article, and when: decided by the query."""

import pytest

from articles.models import Article
from tests.factories import DAY, HOUR, THEN, make_article

pytestmark = pytest.mark.django_db


def is_out(article, at):
    return Article.objects.published(at).filter(pk=article.pk).exists()


def test_a_story_is_out_from_the_minute_of_its_publication():
    story = make_article(published_at=THEN)
    assert not is_out(story, THEN - DAY / 86400)
    assert is_out(story, THEN)


def test_a_draft_is_never_out():
    assert not is_out(make_article(published_at=None), THEN + DAY)


def test_an_embargo_holds_back_what_is_published():
    story = make_article(embargo_until=THEN + HOUR)
    assert not is_out(story, THEN)
    assert is_out(story, THEN + HOUR)


def test_a_story_withdrawn_at_a_set_time_goes_at_that_time():
    story = make_article(withdrawn_at=THEN + HOUR)
    assert is_out(story, THEN)
    assert not is_out(story, THEN + HOUR)


@pytest.mark.parametrize("moment", [THEN - HOUR, THEN, THEN + HOUR, THEN + 2 * HOUR])
@pytest.mark.parametrize("embargo", [None, THEN + HOUR])
@pytest.mark.parametrize("withdrawn", [None, THEN + 2 * HOUR])
def test_an_article_says_of_itself_what_the_query_says(moment, embargo, withdrawn):
    story = make_article(embargo_until=embargo, withdrawn_at=withdrawn)
    says_out = story.publication_at(moment) is Article.Publication.PUBLISHED
    assert says_out == is_out(story, moment)
