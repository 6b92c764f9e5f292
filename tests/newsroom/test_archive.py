"""An invented archive is a paper like any other: whole, found, counted right, and the same however often it broke off."""

import io
import pickle
from datetime import UTC, datetime
from functools import cache
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from articles import filing
from articles.models import Article, Byline, Filing, Galley, Picture, SearchDocument
from articles.models.galley import set_now
from articles.search import find, parse
from articles.search.index import index
from comments.models import Comment, Commenter, Thread
from comments.moderation import counters
from newsroom.archive import discussions, language, making, stories
from newsroom.archive.making import Archive, _Maker
from newsroom.archive.rows import Rows
from newsroom.lib.html import plain
from newsroom.lib.text import count_words
from tests.factories import make_article, make_section
from tests.page import Page

# In one worker, which makes the archive once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("archive")]

UNTIL = datetime(2026, 1, 31, tzinfo=UTC)
MADE = (Article, Byline, Galley, Picture, SearchDocument, Article.topics.through, Thread, Comment)


@pytest.fixture(autouse=True, scope="module")
def _small():
    """Make small blocks, of a language of few words and a desk of few people: what is made of them is tested here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "_STORIES_AT_ONCE", 10)
        patch.setattr(language, "WORDS", 2000)
        patch.setattr(language, "_LONG", 1 << 14)
        patch.setattr(language, "language", few_words := cache(language.language.__wrapped__))
        patch.setattr(stories, "language", few_words)
        patch.setattr(stories, "paragraphs", cache(_few_paragraphs))
        patch.setattr(stories, "_CONTRIBUTORS", 20)
        patch.setattr(stories, "_TOPICS", 60)
        patch.setattr(discussions, "_texts", cache(_few_texts))
        yield


@pytest.fixture(autouse=True, scope="module")
def _planned_for_as_before(django_db_setup, django_db_blocker):
    """Have PostgreSQL forget what it learnt of the tables while an index was built: that they are empty, though of many
    pages. It would plan for empty ones, and take minutes for a long thread of another test."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(f"VACUUM {', '.join(model._meta.db_table for model in MADE)}")


def _few_paragraphs():
    random = Random("paragraphs")
    return [language.Paragraph(random, random.randint(25, 90)) for _ in range(200)]


def _few_texts():
    random = Random("comments")
    return [discussions._Text(language.language().sentences(random, 5 + each)) for each in range(100)]


@pytest.fixture(scope="class")
def made(_small, django_db_setup, django_db_blocker):
    """Make an archive once for the tests of a class, and take it away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make(comments=600)
        transaction.set_rollback(True)


def make(articles=30, comments=200, seed=1, until="2026-01-31"):
    """Make an archive by the command; return what it printed."""
    out = io.StringIO()
    call_command("make_archive", articles=articles, comments=comments, seed=seed, until=until, stdout=out)
    return out.getvalue()


def everything():
    """Return all that was made, but for when: {table: rows}."""
    names = {model: [field.attname for field in model._meta.concrete_fields] for model in MADE}
    return {
        model: list(model.objects.order_by("pk").values_list(*(name for name in columns if name != "uploaded_at")))
        for model, columns in names.items()
    }


def indexes():
    """Return the names of all indexes of the articles' and comments' tables."""
    with connection.cursor() as cursor:
        tables = ("articles_article", "articles_byline", "comments_comment", "comments_thread")
        return {name for table in tables for name in connection.introspection.get_constraints(cursor, table)}


def test_what_broke_off_ends_as_if_nothing_had_happened():
    make()
    whole = everything()
    assert len(whole[Article]) == 30
    assert len(whole[Comment]) == 200
    for model in (Comment, Thread, Article, Picture, Commenter):
        model.objects.all().delete()
    next(Archive(30, 200, 1, UNTIL).make())
    assert Article.objects.count() == 10
    assert "20 of them and 133 comments are new." in make()
    assert everything() == whole


def test_indexes_that_were_away_when_it_broke_off_come_back():
    before = indexes()
    next(Archive(30, 0, 1, UNTIL).make())
    make(comments=0)
    assert indexes() == before
    assert "newsroom_archive_index" not in connection.introspection.table_names()


def test_another_run_adds_nothing_and_a_larger_number_adds_the_rest():
    make()
    assert "30 articles; 0 of them and 0 comments are new." in make()
    assert "45 articles; 15 of them and 100 comments are new." in make(articles=45, comments=300)


def test_what_another_process_makes_ahead_is_the_same():
    archive = Archive(30, 200, 1, UNTIL)
    sent = pickle.loads(pickle.dumps(_Maker(archive).block))  # noqa: S301 - our own
    # In words, since what the driver takes for JSON is only equal to itself.
    assert repr(sent(range(10))) == repr(_Maker(archive).block(range(10)))


def test_readers_see_at_once_what_was_added():
    with connection.cursor() as cursor:
        make(comments=0)
        cursor.execute("SELECT count(*) FROM newsroom_page_drop WHERE tag = '*'")
        assert cursor.fetchone()[0] == 3


def test_what_was_in_the_paper_stays_and_what_comes_after_gets_its_own_number():
    mine = make_article()
    make()
    later = make_article(section=make_section("City"))
    assert Article.objects.filter(pk__in=[mine.pk, later.pk]).count() == 2


@pytest.mark.parametrize(("wrong", "said"), [({"until": "January"}, "no date"), ({"articles": -1}, "below zero")])
def test_what_makes_no_sense_is_refused(wrong, said):
    with pytest.raises(CommandError, match=said):
        make(**wrong)


@pytest.mark.usefixtures("made")
class TestOneArchive:
    """What was made once, and what comes after it."""

    def test_no_counter_is_wrong(self):
        assert list(counters.recount(repair=False)) == []
        assert Comment.objects.filter(reply_count__gt=3).exists()

    def test_the_search_finds_what_was_made(self):
        article = Article.objects.order_by("pk").last()
        assert article.pk in find(parse(f'"{article.headline}"')).articles

    def test_the_search_finds_each_story_by_what_it_would_if_it_had_been_saved(self):
        found_by = list(SearchDocument.objects.order_by("place").values())
        index(Article.objects.values_list("pk", flat=True))
        assert list(SearchDocument.objects.order_by("place").values()) == found_by

    def test_a_story_that_comes_after_it_is_found_too(self):
        story = make_article(headline="Zyzzyva on the quay")
        assert find(parse("zyzzyva")).articles == [story.pk]

    def test_each_story_is_filed_as_if_it_had_been_saved(self):
        filed = list(Filing.objects.order_by("pk").values())
        filing.file(Article.objects.values_list("pk", flat=True))
        assert list(Filing.objects.order_by("pk").values()) == filed
        assert not Filing.objects.exclude(published_at=F("article__published_at")).exists()

    def test_its_copy_is_set_as_if_each_story_had_been_saved(self):
        for article in Article.objects.select_related("galley"):
            assert article.has_current_galley
            assert article.galley.html == set_now(article.copy, language=article.language)[0].html
            assert article.words == count_words(plain(article.copy))

    def test_every_page_of_it_can_be_read(self, client):
        thread = Thread.objects.order_by("approved_count").last()
        shown = Page(client.get(thread.article.get_absolute_url()))
        assert shown.one("h1").text == thread.article.headline
        assert client.get("/").status_code == 200
        assert client.get(thread.article.section.get_absolute_url()).status_code == 200

    def test_another_seed_makes_another_archive_beside_the_first(self):
        make(seed=10)
        assert Article.objects.published().count() == 60
        assert Article.objects.values("slug").distinct().count() == 60

    def test_a_column_that_a_row_says_nothing_of_has_its_default(self):
        article = Article.objects.first()
        assert (article.kind, article.embargo_until, article.kicker) == (Article.Kind.NEWS, None, "")
        assert Rows(Article, "id").model is Article
