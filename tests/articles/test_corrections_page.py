"""The page of all that was put right."""

import pytest
from django.utils import timezone

from articles.models import Correction
from tests.factories import DAY, THEN, make_article
from tests.page import Page

pytestmark = pytest.mark.django_db


def correct(text, at=THEN + DAY, **story):
    return Correction.objects.create(article=make_article(**story), text=text, made_at=at)


def test_corrections_stand_last_first_with_the_story_they_belong_to(client):
    correct("It was Tuesday.", slug="quay", headline="The quay")
    correct("It was Ben.", THEN + 2 * DAY)
    page = Page(client.get("/corrections/"))
    assert page.texts(".log__text") == ["It was Ben.", "It was Tuesday."]
    assert (page.texts(".log__story a")[1], page.all(".log__story a")[1]["href"]) == ("The quay", "/city/quay/")


def test_a_correction_of_what_readers_may_not_see_is_not_there(client):
    correct("Withdrawn.", withdrawn_at=THEN + 2 * DAY)
    correct("To come.", embargo_until=timezone.now() + DAY)
    assert not Page(client.get("/corrections/")).has(".log")


def test_a_paper_that_corrected_nothing_says_so(client):
    assert Page(client.get("/corrections/")).one(".empty").text == "Nothing has been corrected yet."


def test_a_correction_comes_as_it_was_typed(client):
    correct("Not <b>5</b> but\n\n6.")
    assert Page(client.get("/corrections/")).texts(".log__text p") == ["Not <b>5</b> but", "6."]
