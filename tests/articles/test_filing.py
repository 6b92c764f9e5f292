"""An article stands in the list of each of its topics and contributors, in its place in time, whatever is changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Byline, Filing
from tests.factories import DAY, HOUR, THEN, make_article, make_contributor, make_topic

pytestmark = pytest.mark.django_db


def on(topic):
    return list(Article.objects.newest_on_topic(topic))


def by(contributor):
    return list(Article.objects.newest_by(contributor))


def test_the_newest_of_a_topic_comes_first():
    topic = make_topic()
    older, newer = (make_article(topics=[topic], published_at=THEN + n * HOUR) for n in (0, 1))
    assert on(topic) == [newer, older]


def test_another_time_of_publication_moves_an_article_in_its_lists():
    topic = make_topic()
    first, second = (make_article(topics=[topic], published_at=THEN + n * HOUR) for n in (0, 1))
    first.published_at = THEN + DAY
    first.save()
    assert on(topic) == by(make_contributor()) == [first, second]


@pytest.mark.parametrize("change", ["set", "remove", "clear", "from the topic", "all of the topic"])
def test_what_is_taken_from_a_topic_leaves_its_list(change):
    topic, other = make_topic(), make_topic("Work")
    article = make_article(topics=[topic])
    match change:
        case "set":
            article.topics.set([other])
        case "remove":
            article.topics.remove(topic)
        case "clear":
            article.topics.clear()
        case "from the topic":
            topic.articles.remove(article)
        case "all of the topic":
            topic.articles.clear()
    assert on(topic) == []
    assert on(other) == ([article] if change == "set" else [])


def test_a_name_over_a_story_in_two_roles_shows_it_once_and_until_both_are_gone():
    article = make_article(byline="Ada Quayle")
    ada = make_contributor("Ada Quayle")
    second = Byline.objects.create(article=article, contributor=ada, role=Byline.Role.PHOTOGRAPHER)
    assert by(ada) == [article]
    second.delete()
    assert by(ada) == [article]
    article.bylines.all().delete()
    assert by(ada) == []


def test_a_byline_that_names_someone_else_moves_the_story():
    article, bo = make_article(byline="Ada Quayle"), make_contributor("Bo Lind")
    byline = article.bylines.get()
    byline.contributor = bo
    byline.save()
    assert (by(make_contributor("Ada Quayle")), by(bo)) == ([], [article])


def test_a_draft_stands_in_no_list_until_it_is_out():
    topic = make_topic()
    draft = make_article(topics=[topic], published_at=None)
    assert on(topic) == []
    draft.published_at = THEN
    draft.save(update_fields=["published_at"])
    assert on(topic) == [draft]


def test_nothing_is_left_of_an_article_that_is_gone():
    make_article(topics=[make_topic()]).delete()
    assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("stories", "index"),
    [
        (lambda: Article.objects.newest_on_topic(make_topic()), "articles_newest_on_topic"),
        (lambda: Article.objects.newest_by(make_contributor()), "articles_newest_by"),
    ],
)
def test_a_list_is_read_along_its_index_and_nothing_is_sorted(stories, index):
    for number in range(30):
        make_article(topics=[make_topic()], published_at=THEN + number * HOUR)
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL sorts what is so little")
    with CaptureQueriesContext(connection):
        plan = stories()[:20].explain()
    assert index in plan
    assert "TEMP B-TREE" not in plan
