"""Stories that are read in order."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article
from tests.factories import DAY, THEN, make_article, make_series
from tests.page import Page

pytestmark = pytest.mark.django_db


def make_part(part, **overrides):
    fields = {"headline": f"Part {part}", "slug": f"part-{part}", "published_at": THEN - part * DAY}
    return make_article(series=make_series(), part=part, **fields | overrides)


def test_a_series_is_listed_in_its_own_order_and_not_in_that_of_time(client):
    for part in (3, 1, 2):
        make_part(part)
    make_article(headline="Elsewhere")
    page = Page(client.get("/series/low-water/"))
    assert page.one("h1").text == "Low water"
    assert page.headlines == ["Part 1", "Part 2", "Part 3"]


def test_a_series_without_stories_says_so(client):
    make_series()
    assert Page(client.get("/series/low-water/")).one(".empty").text == "Nothing has been published in this series yet."


def test_a_series_that_is_not_there_is_not_found(client):
    assert client.get("/series/nothing/").status_code == 404


def test_a_part_says_which_it_is_and_leads_to_those_around_it(client):
    for part in (1, 2, 3, 5):
        make_part(part)
    page = Page(client.get("/city/part-2/"))
    assert page.one(".series__name").text == "Part 2 of 5 of Low water"
    assert [(a.text, a["href"]) for a in page.all(".series__parts a")] == [
        ("Part 1", "/city/part-1/"),
        ("Part 3", "/city/part-3/"),
    ]


def test_a_part_leads_to_nothing_that_readers_may_not_see(client):
    make_part(1)
    make_part(2, embargo_until=timezone.now() + DAY)
    page = Page(client.get("/city/part-1/"))
    assert page.one(".series__name").text == "Part 1 of 1 of Low water"
    assert not page.has(".series__parts")


def test_a_story_of_no_series_has_no_box(client):
    assert not Page(client.get(make_article().get_absolute_url())).has(".series")


@pytest.mark.parametrize(("fields", "beside"), [({"part": 2}, "series"), ({"series": "yes"}, "part")])
def test_a_part_needs_its_series_and_a_series_the_part(fields, beside):
    if "series" in fields:
        fields["series"] = make_series()
    with pytest.raises(ValidationError) as refusal:
        Article(slug="quay", **fields).clean()
    assert list(refusal.value.error_dict) == [beside]


def test_two_stories_are_not_the_same_part():
    make_part(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_part(1, slug="again")
