"""The front page at the desk."""

import pytest
from django.utils import timezone

from articles.models import Slot
from tests.factories import DAY, HOUR, THEN, make_article, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db

SCREEN = "/admin/articles/slot/"


@pytest.fixture
def screen(desk, editor):
    browser = desk(editor)

    def ask(place=None, **fields):
        if place is None:
            return Page(browser.get(SCREEN))
        sent = {f"{place}-{name}": value for name, value in fields.items()}
        return browser.post(SCREEN, {"place": place} | sent)

    ask.browser = browser
    return ask


def test_the_screen_shows_what_stands_where_and_why(screen, editor):
    make_article(headline="Newest", published_at=THEN + HOUR)
    Slot.objects.create(place="lead", article=make_article(headline="Chosen"), filled_by=editor, is_pinned=True)
    page = screen()
    assert page.one(".place--lead .place-story").text == "Chosen"
    assert page.one(".place--lead .place-why").text.startswith("Pinned · Put here by editor on ")
    assert page.one(".place--second-1 .place-story").text == "Newest"
    assert page.one(".place--second-1 .place-why").text == "Fills itself: the newest that fits."
    assert page.one(".place--breaking .place-why").text == "Empty: readers see no bar."


def test_an_editor_puts_a_story_into_a_place_by_its_address(screen, editor):
    story = make_article(slug="quay")
    make_article(published_at=THEN + HOUR)
    response = screen("lead", article="https://paper.example/city/quay/?x=1#y")
    assert (response.status_code, response["Location"]) == (302, f"{SCREEN}#lead")
    slot = Slot.objects.get()
    assert (slot.article, slot.filled_by) == (story, editor)
    assert Page(screen.browser.get("/")).one(".story--lead .story__headline").text == story.headline


def test_a_place_of_a_section_takes_a_story_of_the_section_only(screen):
    section = make_section("Sport")
    make_article(slug="quay")
    page = Page(screen(f"section-{section.pk}", article="/city/quay/"))
    assert "It is in City. The story that leads Sport has to be one of it." in page.one(".errors").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"article": "/city/nothing/"}, "There is no article at this address."),
        ({"article": "http://[half"}, "There is no article at this address."),
        ({"article": ""}, "Choose an article."),
        ({"article": "/city/gone/"}, "This article was withdrawn."),
        ({"article": "/city/quay/", "ends_at": "2020-01-01T12:00"}, "It has to end later than now"),
        ({"article": "/city/quay/", "age_limit": "1"}, "It will be older than that when it comes."),
        ({"article": "/city/quay/", "age_limit": "x"}, "Enter a whole number."),
        ({"article": "/city/led/"}, "It was put into “Second 1” already."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(screen, fields, said):
    make_article(slug="quay")
    make_article(slug="gone", withdrawn_at=THEN + HOUR)
    Slot.objects.create(place="second-1", article=make_article(slug="led"))
    response = screen("lead", **fields)
    page = Page(response)
    assert response.status_code == 422
    assert said in page.one(".errors .errorlist").text
    assert page.one("input[name=lead-article]").attributes.get("value", "") == fields["article"]


def test_the_same_story_may_be_put_into_two_places_knowingly(screen):
    Slot.objects.create(place="second-1", article=make_article(slug="led"))
    assert screen("lead", article="/city/led/", may_repeat="on").status_code == 302


def test_the_breaking_bar_takes_words_alone(screen):
    screen("breaking", text="The bridge is shut.", article="")
    assert Page(screen.browser.get("/")).one(".breaking__words").text == "The bridge is shut."


def test_what_is_put_for_later_waits_and_leaves_what_is_there(screen):
    now = Slot.objects.create(place="lead", article=make_article(headline="Now"))
    make_article(slug="later", headline="Later")
    tomorrow = timezone.localtime() + DAY
    screen("lead", article="/city/later/", starts_at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    page = screen()
    assert page.one(".place--lead .place-story").text == now.article.headline
    assert "Later – comes later" in page.one(".place--lead .place-waiting").text


def test_what_is_replaced_is_forgotten_but_what_is_pinned_stays(screen):
    Slot.objects.create(place="lead", article=make_article(), starts_at=THEN)
    pinned = Slot.objects.create(place="lead", article=make_article(), starts_at=THEN, is_pinned=True)
    make_article(slug="new")
    screen("lead", article="/city/new/")
    assert [slot.article.slug for slot in Slot.objects.all()] == [pinned.article.slug, "new"]
    assert "waits behind what is pinned" in screen().one(".place--lead .place-waiting").text


def test_taking_out_twice_does_no_harm(screen):
    slot = Slot.objects.create(place="lead", article=make_article())
    for _time in range(2):
        assert screen.browser.post(SCREEN, {"place": "lead", "take_out": slot.pk}).status_code == 302
    assert not Slot.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"place": "nowhere"}, {"place": "lead", "take_out": "x"}])
def test_a_form_of_any_shape_is_no_fault(screen, sent):
    assert screen.browser.post(SCREEN, sent).status_code == 302


def test_the_screen_costs_the_same_for_few_stories_and_many(screen, django_assert_max_num_queries):
    for number in range(30):
        make_article(section=make_section(f"Section-{number % 6}"), published_at=THEN + number * HOUR)
    with django_assert_max_num_queries(16):
        screen()


def test_who_may_not_fill_the_front_page_does_not_see_it(desk, reporter, moderator):
    for user in (reporter, moderator):
        assert desk(user).get(SCREEN).status_code == 403
        assert desk(user).post(SCREEN, {"place": "lead"}).status_code == 403
