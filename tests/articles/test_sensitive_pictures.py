"""A picture that readers must be warned of is covered until they open it, and shown nowhere else."""

import pytest

from tests.factories import make_article, make_picture, make_topic
from tests.page import Page

pytestmark = pytest.mark.django_db

WARNING = "A drowned animal is shown."


@pytest.fixture
def story():
    picture = make_picture(size=(90, 60), warning=WARNING)
    return make_article(slug="whale", picture=picture, topics=[make_topic()])


def read(client, path):
    return Page(client.get(path))


def test_its_warning_is_read_before_it(client, story):
    page = read(client, story.get_absolute_url())
    assert page.one(".covered summary .covered__warning").text == WARNING
    assert page.place(".covered summary") < page.place(".covered img")
    assert "open" not in page.one("details.covered").attributes


def test_it_is_not_loaded_before_it_is_opened(client, story):
    image = read(client, story.get_absolute_url()).one(".covered img")
    assert image["loading"] == "lazy"
    assert "fetchpriority" not in image.attributes


def test_its_caption_and_its_credit_stand_in_the_open(client, story):
    page = read(client, story.get_absolute_url())
    assert page.one(".article__picture figcaption").text == "The quay at noon. Ada Quayle"
    assert not page.has(".covered figcaption")


@pytest.mark.parametrize("path", ["/", "/city/", "/topic/harbour/", "/contributor/ada-quayle/", "/search/?q=ferry"])
def test_it_is_on_no_card(client, story, path):
    page = read(client, path)
    assert page.headlines == [story.headline]
    assert not page.has("img")


def test_it_is_on_no_card_beside_another_article(client, story):
    assert not read(client, make_article().get_absolute_url()).has("img")


def test_it_is_not_what_is_shared(client, story):
    assert story.card_picture is None
    page = read(client, story.get_absolute_url())
    named = [e for e in page.elements if any(story.picture.digest in (value or "") for value in e.attributes.values())]
    assert named == page.all(".covered source") + page.all(".covered img")
    assert not [script for script in page.texts("script") if story.picture.digest in script]


def test_a_picture_without_a_warning_is_shown_everywhere(client):
    story = make_article(slug="quay", picture=make_picture(size=(90, 60)))
    assert story.card_picture == story.picture
    assert read(client, "/").has("article.story img")
    page = read(client, story.get_absolute_url())
    assert page.has(".article__picture img")
    assert not page.has(".covered")
