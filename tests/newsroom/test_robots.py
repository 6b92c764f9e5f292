"""What search engines are told of a page: to show it at its best, or to pass it over."""

import pytest
from django.urls import reverse

from tests.factories import make_article, make_comment, make_contributor, make_topic
from tests.page import Page

pytestmark = pytest.mark.django_db

AT_ITS_BEST = "max-image-preview:large, max-snippet:-1, max-video-preview:-1"


def told(response):
    return Page(response).one("meta[name=robots]")["content"]


@pytest.mark.parametrize("path", ["/", "/city/", "/contributor/ada-quayle/", "/city/quay/"])
def test_what_is_for_everybody_is_shown_at_its_best(client, path):
    """M3: the largest picture, as many words as they like."""
    make_article(slug="quay")
    assert told(client.get(path)) == AT_ITS_BEST


@pytest.mark.parametrize(("number", "word"), [(0, "noindex"), (2, "noindex"), (3, AT_ITS_BEST)])
def test_a_topic_of_hardly_anything_is_passed_over(client, number, word):
    """M3: a tag page under a threshold is noindex."""
    topic = make_topic()
    for _ in range(number):
        make_article(topics=[topic])
    assert told(client.get(topic.get_absolute_url())) == word


def test_the_last_page_of_a_long_topic_is_not_taken_for_a_thin_one(client):
    """M3."""
    topic = make_topic()
    for _ in range(21):
        make_article(topics=[topic])
    assert told(client.get(f"{topic.get_absolute_url()}?page=2")) == AT_ITS_BEST


@pytest.mark.parametrize("path", ["/search/", "/search/?q=ferry", "/nothing/here/"])
def test_what_is_no_page_of_its_own_is_passed_over(client, path):
    """M3."""
    assert told(client.get(path)) == "noindex"


def test_what_an_editor_keeps_from_search_engines_is_passed_over(client):
    """M3."""
    article = make_article(is_unlisted=True)
    assert told(client.get(article.get_absolute_url())) == "noindex"


def test_a_preview_is_for_one_person(desk, editor):
    """M3: noindex in the page and in its headers, and kept by nobody."""
    draft = make_article(published_at=None, byline=make_contributor())
    response = desk(editor).get(reverse("admin:articles_article_preview", args=[draft.pk]))
    assert told(response) == "noindex, nofollow"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_a_readers_own_copy_of_a_page_is_passed_over(client):
    """M3."""
    article = make_article()
    make_comment(article)
    assert client.get(f"{article.get_absolute_url()}?sent=secret")["X-Robots-Tag"] == "noindex, nofollow"
