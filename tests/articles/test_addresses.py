"""A public address never dies, and says nothing of what readers may not see."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from articles import workflow
from articles.models import Article, FormerSlug, Section
from articles.models.taxonomy import RESERVED_WORDS
from tests.factories import DAY, HOUR, THEN, make_article, make_contributor, make_section, make_series, make_topic
from tests.page import Page

pytestmark = pytest.mark.django_db


def make_renamed_article(former="old-name", **overrides):
    article = make_article(**{"slug": "new-name"} | overrides)
    FormerSlug.objects.create(article=article, slug=former)
    return article


def test_a_story_in_the_wrong_section_leads_to_the_right_one(client):
    make_article(slug="quay")
    make_section("Sport")
    for path in ("/sport/quay/", "/nowhere/quay/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, "/city/quay/")


def test_a_former_slug_leads_to_the_story_in_one_step_whatever_the_section(client):
    make_renamed_article()
    for path in ("/city/old-name/", "/sport/old-name/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (301, "/city/new-name/")


@pytest.mark.parametrize("query", ["after=3", "utm_source=mail&x=%D8%B9", "q=a+b&q=c", "next=//evil.example/"])
def test_a_redirect_keeps_the_query(client, query):
    make_renamed_article()
    assert client.get(f"/city/old-name/?{query}")["Location"] == f"/city/new-name/?{query}"


def test_a_renamed_story_keeps_every_address_it_had(client):
    article = make_article(slug="first")
    for slug in ("second", "third"):
        article.slug = slug
        workflow.save_edit(article, by=None)
    assert [client.get(f"/city/{slug}/")["Location"] for slug in ("first", "second")] == ["/city/third/"] * 2
    assert client.get("/city/third/").status_code == 200


def test_a_story_that_moves_to_another_section_takes_its_readers_along(client):
    article = make_article(slug="quay")
    article.section = make_section("Sport")
    workflow.save_edit(article, by=None)
    assert client.get("/city/quay/")["Location"] == "/sport/quay/"


def rename(row, slug):
    row.slug = slug
    workflow.save_named(row)


@pytest.mark.parametrize("make", [make_section, make_topic, make_contributor, make_series])
def test_what_is_renamed_keeps_the_addresses_it_had(client, make):
    row = make("First")
    first = row.get_absolute_url()
    for slug in ("second", "third"):
        rename(row, slug)
    assert client.get(f"{first}?page=2")["Location"] == f"{row.get_absolute_url()}?page=2"
    assert client.get(row.get_absolute_url()).status_code == 200


def test_a_story_below_a_former_section_is_found_in_one_step(client):
    article = make_article(slug="quay")
    rename(article.section, "town")
    response = client.get("/city/quay/")
    assert (response.status_code, response["Location"]) == (301, "/town/quay/")


def test_a_slug_that_is_free_again_may_be_taken_and_then_leads_there(client):
    topic = make_topic("Harbour")
    rename(topic, "port")
    rename(make_topic("Sea"), "harbour")
    assert Page(client.get("/topic/harbour/")).one("h1").text == "Sea"
    assert client.get("/topic/port/").status_code == 200


def test_what_goes_back_to_its_first_name_leads_nowhere_in_a_circle(client):
    topic = make_topic("Harbour")
    rename(topic, "port")
    rename(topic, "harbour")
    assert client.get("/topic/harbour/").status_code == 200
    assert client.get("/topic/port/")["Location"] == "/topic/harbour/"


def test_the_former_address_of_what_is_gone_is_not_found(client):
    topic = make_topic("Harbour")
    rename(topic, "port")
    topic.delete()
    assert client.get("/topic/harbour/").status_code == 404


def test_renaming_at_the_desk_keeps_the_former_address(client, desk, editor):
    topic = make_topic("Harbour")
    desk(editor).post(f"/admin/articles/topic/{topic.pk}/change/", {"name": "Port", "slug": "port"})
    assert client.get("/topic/harbour/")["Location"] == "/topic/port/"


def test_a_slug_that_another_story_once_had_is_refused():
    make_renamed_article()
    with pytest.raises(ValidationError, match="its old address still leads there"):
        Article(slug="old-name").clean()


def test_an_address_without_its_closing_slash_gets_one(client):
    make_article(slug="quay")
    response = client.get("/city/quay?after=1")
    assert (response.status_code, response["Location"]) == (301, "/city/quay/?after=1")


def test_a_withdrawn_story_says_that_it_is_gone_and_why(client):
    make_article(slug="quay", withdrawn_at=THEN + HOUR, withdrawal_reason="The source was <not> one.")
    response = client.get("/city/quay/")
    assert response.status_code == 410
    assert Page(response).one(".plain__reason").text == "The source was <not> one."
    assert response["Cache-Control"] == "private, no-store"


def test_a_withdrawn_story_is_gone_at_its_former_address_too(client):
    make_renamed_article(withdrawn_at=THEN + HOUR)
    assert client.get("/city/old-name/").status_code == 410


def test_the_page_of_a_withdrawn_story_shows_nothing_of_it(client):
    article = make_article(slug="quay", headline="A secret quay", withdrawn_at=THEN + HOUR)
    body = client.get("/city/quay/").content.decode()
    assert article.headline not in body
    assert article.standfirst not in body


@pytest.mark.parametrize(
    "hidden",
    [
        {"published_at": None},
        {"published_at": timezone.now() + DAY},
        {"embargo_until": timezone.now() + DAY},
        # Withdrawn before the embargo was over: no reader has ever seen it.
        {"embargo_until": timezone.now() + DAY, "withdrawn_at": THEN + HOUR},
        {"embargo_until": THEN + DAY, "withdrawn_at": THEN + HOUR},
        {"published_at": timezone.now() + DAY, "withdrawn_at": timezone.now() + 2 * DAY},
    ],
    ids=[
        "draft",
        "scheduled",
        "embargoed",
        "withdrawn under embargo",
        "withdrawn before it was out",
        "to be withdrawn",
    ],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_what_was_never_out_looks_like_what_never_was(client, editor, hidden, signed_in):
    make_article(slug="quay", **hidden)
    if signed_in:
        client.force_login(editor)
    there, never = client.get("/city/quay/"), client.get("/city/never/")
    assert (there.status_code, there.content) == (404, never.content)
    assert dict(there.headers) == dict(never.headers)


def test_a_former_slug_of_what_is_not_out_leads_nowhere(client):
    make_renamed_article(embargo_until=timezone.now() + DAY)
    assert client.get("/city/old-name/").status_code == 404


@pytest.mark.parametrize("name", ["ثقافة", "культура", "文化", "café", "10"])
def test_an_address_may_be_of_any_script(client, name):
    section, topic, person = make_section(name), make_topic(name), make_contributor(name)
    article = make_article(section=section, slug=f"{section.slug}-1", topics=[topic], byline=person)
    for thing in (section, topic, person, article):
        response = client.get(thing.get_absolute_url())
        assert response.status_code == 200
        assert Page(response).one("link[rel=canonical]")["href"] == f"http://testserver{thing.get_absolute_url()}"


@pytest.mark.parametrize(
    "path",
    [
        "/city/a b/",
        "/city/a/b/",
        "/city/%00/",
        "/%00/",
        "/city/%FF%FE/",
        "/topic//",
        "/city/..%2f/",
        "/city/quay.html/",
        "/city/%0d%0aX:y/",
        "/" + "a" * 5000 + "/",
    ],
)
def test_an_address_of_any_shape_is_not_found_and_no_fault(client, path):
    make_section("City")
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("word", RESERVED_WORDS)
def test_no_section_may_take_an_address_of_the_site(word):
    with pytest.raises(ValidationError):
        Section(name="A section", slug=word).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.create(name="A section", slug=word)


def first_words():
    """Return the first word of every address of the site that is not a section's or the front page's."""
    patterns = [p for p in get_resolver().url_patterns if str(p.pattern)]
    patterns += [p for p in get_resolver().url_patterns if not str(p.pattern) for p in p.url_patterns]
    words = {str(p.pattern).lstrip("^").split("/")[0] for p in patterns if isinstance(p, URLPattern) or str(p.pattern)}
    # What begins with a variable or an alternative names no one word.
    return sorted(word for word in words if word and not word.startswith(("<", "(")))


def test_every_first_word_of_an_address_is_reserved(settings):
    words = {*first_words(), settings.STATIC_URL.strip("/"), settings.MEDIA_URL.strip("/")}
    assert {"admin", "comments", "search", "topic", "contributor", "media", "static"} <= words
    assert words <= set(RESERVED_WORDS)
