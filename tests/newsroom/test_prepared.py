"""A query that is written once finds what it would find if it were written each time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Section
from comments.models import Commenter
from newsroom.lib.prepared import Prepared, insert
from newsroom.lib.replica import reading_from_replica
from tests.factories import make_article

pytestmark = pytest.mark.django_db

NOW = timezone.now()


class TestRows:
    def test_numbers_texts_and_moments_are_filled_in(self):
        one = make_article(slug="one", published_at=NOW - timedelta(days=2))
        other = make_article(slug="other", published_at=NOW - timedelta(days=4))
        out = Prepared(lambda at, slug, pk: Article.objects.published(at).filter(slug=slug, pk=pk))
        assert out(NOW, "one", one.pk) == [one]
        assert out(NOW - timedelta(days=3), "other", other.pk) == [other]
        assert out(NOW - timedelta(days=3), "one", one.pk) == []
        assert out(NOW, "one", other.pk) == []

    def test_keys_are_filled_in_however_many_there_are(self):
        articles = [make_article() for _ in range(5)]
        keys = [article.pk for article in articles]
        among = Prepared(lambda some, other: Article.objects.filter(pk__in=some).exclude(pk=other).order_by("pk"))
        assert among(keys[:3], keys[0]) == articles[1:3]
        assert among(set(keys), keys[0]) == articles[1:]
        assert among([], keys[0]) == []

    def test_it_is_written_once_for_about_as_many_keys(self):
        built = []
        among = Prepared(lambda some: built.append(some) or Article.objects.filter(pk__in=some))
        among([1, 2, 3])
        times = len(built)
        among([4, 5, 6, 7])
        assert len(built) == times

    def test_it_is_written_once(self):
        built = []
        of_section = Prepared(lambda pk: built.append(pk) or Article.objects.filter(section=pk))
        of_section(1)
        times = len(built)
        article = make_article()
        assert of_section(article.section_id) == [article]
        assert len(built) == times

    def test_objects_are_as_django_makes_them(self, django_assert_num_queries):
        article = make_article(byline="Ada Quill")
        listed = Prepared(lambda pk: Article.objects.for_listing().filter(pk=pk))
        assert listed.first(article.pk).section == article.section
        with django_assert_num_queries(2):
            found = listed.first(article.pk)
            assert (found.section.name, [byline.contributor.name for byline in found.bylines.all()]) == (
                article.section.name,
                ["Ada Quill"],
            )
        assert found.get_deferred_fields() == {"copy"}
        assert found.published_at == article.published_at
        assert not found._state.adding

    def test_values_are_converted(self):
        article = make_article()
        moments = Prepared(lambda pk: Article.objects.filter(pk=pk).values_list("published_at", "pk"))
        assert [tuple(row) for row in moments(article.pk)] == [(article.published_at, article.pk)]

    def test_where_there_is_nothing_there_is_none(self):
        assert Prepared(lambda pk: Article.objects.filter(pk=pk)).first(1) is None

    def test_a_number_that_no_database_holds_finds_nothing(self):
        assert Prepared(lambda pk: Article.objects.filter(pk=pk))(10**30) == []

    def test_a_query_that_looks_at_the_clock_is_refused(self):
        make_article()
        with pytest.raises(TypeError, match="as a value"):
            Prepared(lambda pk: Article.objects.published().filter(pk=pk))(1)

    def test_the_database_to_ask_is_the_one_of_the_moment(self, monkeypatch):
        monkeypatch.setattr("newsroom.lib.replica.is_there", lambda: True)
        sections = Prepared(Section.objects.all)
        sections()
        with reading_from_replica(), pytest.raises(Exception, match="replica"):
            sections()


class TestInserting:
    def test_a_row_is_kept_and_gets_its_number(self, django_assert_num_queries):
        made = Commenter(address="ada@example.org", address_hash="a", domain_hash="b")
        with django_assert_num_queries(1):
            insert(made)
        kept = Commenter.objects.get(pk=made.pk)
        assert (kept.address, kept.address_hash, kept.first_seen_at) == ("ada@example.org", "a", made.first_seen_at)
        assert not made._state.adding

    def test_one_that_is_there_already_is_renewed_and_no_more(self):
        first = Commenter(address="ada@example.org", address_hash="a", confirmed_at=NOW)
        second = Commenter(address="other@example.org", address_hash="a", last_seen_at=NOW + timedelta(days=1))
        for each in (first, second):
            insert(each, known_by="address_hash", renewing="last_seen_at")
        kept = Commenter.objects.get()
        assert (kept.pk, kept.address, kept.confirmed_at) == (second.pk, "ada@example.org", NOW)
        assert kept.last_seen_at == second.last_seen_at

    def test_what_may_not_be_there_twice_is_kept_once(self):
        assert insert(Commenter(address_hash="a"))
        second = Commenter(address_hash="a")
        assert not insert(second)
        assert second.pk is None
        assert Commenter.objects.count() == 1
