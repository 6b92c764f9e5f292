"""Who sees an article, and when: decided by the query."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from tests.factories import DAY, HOUR, THEN, make_article, make_topic

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


def hidden_now():
    """Return each way in which a story is not out, as fields of it."""
    later, earlier = timezone.now() + HOUR, timezone.now() - HOUR
    return {
        "draft": {"published_at": None},
        "scheduled": {"published_at": later},
        "embargoed": {"embargo_until": later},
        "withdrawn": {"withdrawn_at": earlier},
    }


PAGES = {
    "front page": "/",
    "section": "/city/",
    "topic": "/topic/harbour/",
    "contributor": "/contributor/ada-quayle/",
    "search": "/search/?q=secret",
    "more from the section": "/city/another/",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("state", ["draft", "scheduled", "embargoed", "withdrawn"])
def test_what_is_not_out_is_on_no_page(client, path, state):
    make_article(slug="another", headline="Another", standfirst="")
    make_article(slug="hidden", headline="A secret quay", topics=[make_topic()], **hidden_now()[state])
    body = client.get(path).content.decode()
    assert "A secret quay" not in body
    assert "/city/hidden/" not in body


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("what", ["published_at", "embargo_until"])
def test_a_story_appears_on_every_page_to_the_minute(client, monkeypatch, path, what):
    make_article(slug="another", headline="Another", published_at=THEN)
    make_article(headline="A secret quay", topics=[make_topic()], **{what: THEN + HOUR})
    seen = []
    for moment in (THEN + HOUR - timedelta(seconds=1), THEN + HOUR):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        seen.append("A secret quay" in client.get(path).content.decode())
    assert seen == [False, True]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_story_goes_from_every_page_to_the_minute(client, monkeypatch, path):
    make_article(slug="another", headline="Another", published_at=THEN)
    make_article(headline="A secret quay", topics=[make_topic()], withdrawn_at=THEN + HOUR)
    seen = []
    for moment in (THEN + HOUR - timedelta(seconds=1), THEN + HOUR):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        seen.append("A secret quay" in client.get(path).content.decode())
    assert seen == [True, False]


def test_staff_see_on_public_pages_what_readers_see(client, editor):
    make_article(slug="hidden", headline="A secret quay", **hidden_now()["scheduled"])
    client.force_login(editor)
    assert "A secret quay" not in client.get("/").content.decode()
    assert client.get("/city/hidden/").status_code == 404
