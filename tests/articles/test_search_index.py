"""The index follows every change, at once where few articles are concerned, else as a task, and can be made anew."""

import io

import pytest
from django.core.management import call_command

from articles import tasks
from articles.models import Article, Reindexing, SearchDocument, Topic
from articles.search import find, index, parse
from tests.factories import make_article, make_contributor, make_picture, make_topic

pytestmark = pytest.mark.django_db


def found(typed):
    return [Article.objects.get(pk=pk).headline for pk in find(parse(typed)).articles]


def test_a_caption_is_found_and_follows_its_picture():
    picture = make_picture(size=(9, 6), caption="The quay at noon.")
    make_article(headline="Seen", standfirst="", copy="<p>Nothing.</p>", picture=picture)
    assert found("noon") == ["Seen"]
    picture.caption = "The quay at midnight."
    picture.save()
    assert (found("noon"), found("midnight")) == ([], ["Seen"])


def test_a_topic_that_is_given_taken_or_deleted_is_followed():
    topic = make_topic("Lighthouse")
    make_article(headline="Lit", topics=[topic])
    assert found("lighthouse") == ["Lit"]
    topic.articles.clear()
    assert found("lighthouse") == []
    topic.articles.add(Article.objects.get())
    assert found("lighthouse") == ["Lit"]
    Topic.objects.all().delete()
    assert found("lighthouse") == []


def test_a_name_over_many_articles_is_followed_by_the_task(monkeypatch):
    monkeypatch.setattr(index, "_AT_ONCE", 2)
    person = make_contributor("Ada Quayle")
    for number in range(5):
        make_article(headline=f"Story {number}", byline=person)
    person.name = "Ada Lind"
    person.save()
    assert found("lind") == []
    tasks.index_anew()
    assert (len(found("lind")), found("quayle")) == (5, [])
    assert not Reindexing.objects.exists()


def test_what_is_saved_of_a_topic_beside_its_name_indexes_nothing(django_assert_max_num_queries):
    topic = make_topic("Harbour")
    make_article(topics=[topic])
    topic.description = "Ships and those who wait for them."
    with django_assert_max_num_queries(8):
        topic.save()


def test_the_index_can_be_made_anew_and_says_how_far_it_is(monkeypatch):
    for number in range(5):
        make_article(headline=f"Story {number}")
    SearchDocument.objects.all().delete()
    out = io.StringIO()
    monkeypatch.setattr(index, "_AT_ONCE", 2)
    monkeypatch.setattr("articles.management.commands.rebuild_search._A_LINE_EVERY", 2)
    call_command("rebuild_search", stdout=out)
    assert len(found("story")) == 5
    assert out.getvalue().splitlines()[0] == "2 of 5 articles"
    assert out.getvalue().splitlines()[-1] == "Indexed 5 articles."


def test_what_was_interrupted_goes_on_where_it_was(monkeypatch):
    monkeypatch.setattr(index, "_AT_ONCE", 2)
    for number in range(5):
        make_article(headline=f"Story {number}")
    SearchDocument.objects.all().delete()
    next(index.work_off("all"))
    assert len(found("story")) == 2
    out = io.StringIO()
    call_command("rebuild_search", stdout=out)
    assert "Indexed 3 articles." in out.getvalue()
    assert len(found("story")) == 5


def test_a_story_of_another_language_is_found_by_its_own_forms():
    make_article(headline="Vuelven las elecciones", language="es")
    make_article(headline="Le navire rentre", language="fr")
    make_article(headline="عادت السفينة إلى الميناء", language="ar")
    assert found("elección") == ["Vuelven las elecciones"]
    assert found("navires") == ["Le navire rentre"]
    assert found("ميناء") == ["عادت السفينة إلى الميناء"]
