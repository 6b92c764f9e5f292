"""A page costs the same few queries whatever it shows."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Byline, Correction
from tests.factories import (
    HOUR,
    THEN,
    make_article,
    make_comment,
    make_contributor,
    make_picture,
    make_section,
    make_topic,
)

pytestmark = pytest.mark.django_db

BUDGET = 8


def fill_paper(rows):
    """Publish `rows` stories, each with a picture, two names, two topics and an approved comment."""
    picture = make_picture(size=(9, 6))
    topics = [make_topic("Harbour"), make_topic("Work")]
    for number in range(rows):
        article = make_article(picture=picture, topics=topics, published_at=THEN + number * HOUR)
        Byline.objects.create(article=article, contributor=make_contributor("Bo Lind"), role="photographer", position=1)
        make_comment(article)


def fill_sections(rows):
    """Publish in `rows` sections more than the top of the front page holds."""
    for number in range(6 * rows):
        make_article(section=make_section(f"Section-{number % rows}"), published_at=THEN + number * HOUR)


def fill_article(rows):
    """Publish one story with `rows` of everything, and as many neighbours."""
    article = make_article(slug="quay", picture=make_picture(size=(9, 6)))
    article.topics.set(make_topic(f"Topic-{number}") for number in range(rows))
    for number in range(rows):
        Byline.objects.create(article=article, contributor=make_contributor(f"Person {number}"), position=number + 1)
        Correction.objects.create(article=article, text=f"Number {number}.")
        make_article()
        comment = make_comment(article)
        make_comment(article, parent=make_comment(article, parent=comment))
        make_comment(article, state="removed")


PAGES = {
    "front page": ("/", fill_paper),
    "front page of many sections": ("/", fill_sections),
    "section": ("/city/", fill_paper),
    "topic": ("/topic/harbour/", fill_paper),
    "contributor": ("/contributor/ada-quayle/", fill_paper),
    "search": ("/search/?q=ferry", fill_paper),
    "article": ("/city/quay/", fill_article),
}


def queries_of(client, path, fill=None, rows=0, status=200):
    """Return the queries of a page in a paper that is filled for it, and emptied again."""
    with transaction.atomic():
        if fill:
            fill(rows)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == status
        transaction.set_rollback(True)
    return [query["sql"] for query in queries]


@pytest.mark.parametrize(("path", "fill"), PAGES.values(), ids=PAGES)
def test_a_page_costs_the_same_few_queries_with_3_rows_and_with_30(client, path, fill):
    few, many = (queries_of(client, path, fill, rows) for rows in (3, 30))
    assert len(few) == len(many), f"{path}: {len(few)} queries with 3 rows, {len(many)} with 30"
    assert len(many) <= BUDGET, f"{path}: {len(many)} queries:\n" + "\n".join(many)


@pytest.mark.parametrize("path", ["/", "/search/", "/search/?q=absent"])
def test_a_page_of_nothing_costs_less_still(client, path):
    assert len(queries_of(client, path)) <= 5


@pytest.mark.parametrize("path", ["/city/absent/", "/absent/", "/topic/absent/"])
def test_what_is_not_there_costs_little(client, path):
    assert len(queries_of(client, path, fill_paper, 3, status=404)) <= 5
