"""A query that is written once finds what it would find if it were written each time."""

import pytest

from articles.models import Article
from newsroom.lib.prepared import PreparedKeys
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db


def newest_of(section):
    return Article.objects.filter(section=section, words__gt=0).newest_first().values("pk")[:2]


def test_it_finds_what_is_of_the_number_that_it_is_given():
    one, other = make_article(), make_article(section=make_section("Sport"))
    keys = PreparedKeys(newest_of)
    for article in (one, other, one):
        assert list(Article.objects.filter(pk__in=keys(article.section_id))) == [article]


def test_it_is_written_once():
    built = []
    keys = PreparedKeys(lambda number: built.append(number) or newest_of(number))
    for number in range(3):
        list(Article.objects.filter(pk__in=keys(number)))
    assert len(built) == 1


def test_it_is_a_part_of_the_query_that_asks_for_it(django_assert_num_queries):
    article = make_article()
    keys = PreparedKeys(newest_of)
    with django_assert_num_queries(1):
        assert Article.objects.filter(pk__in=keys(article.section_id)).get() == article
