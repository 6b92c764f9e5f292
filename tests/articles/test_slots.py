"""What editors put onto the front page, and how long it stays there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import front_page
from articles.models import Slot
from tests.factories import DAY, HOUR, THEN, make_article, make_picture, make_section
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def front(client):
    return lambda: Page(client.get("/"))


def fill(place, article=None, **overrides):
    return Slot.objects.create(place=place, article=article, **{"starts_at": THEN} | overrides)


def make_stories(number):
    """Return stories of one hour after the other; the last is the newest, and its headline is its number."""
    return [make_article(headline=str(n), published_at=THEN + n * HOUR) for n in range(number)]


def test_what_an_editor_puts_first_leads(front):
    stories = make_stories(8)
    fill("lead", stories[0])
    fill("second-2", stories[1])
    page = front()
    assert page.one(".story--lead .story__headline").text == "0"
    assert page.texts(".story--second .story__headline") == ["6", "5", "7", "1"]
    assert sorted(page.headlines) == sorted(str(n) for n in range(8))


def test_the_lead_of_a_section_comes_first_in_its_row_and_on_its_front(front, client):
    for _hour in range(20):
        make_article(section=make_section("Sport"), published_at=THEN + 20 * HOUR)
    stories = make_stories(3)
    fill("section", stories[0], section=stories[0].section)
    assert front().texts(".row--city h3") == ["0", "2", "1"]
    assert Page(client.get("/city/")).headlines == ["0", "2", "1"]
    assert Page(client.get("/city/")).one(".story--lead .story__headline").text == "0"


def test_the_story_that_leads_a_section_is_on_no_later_page_of_it(client, monkeypatch):
    monkeypatch.setattr("articles.views.archive.PAGE_SIZE", 2)
    stories = make_stories(5)
    fill("section", stories[0], section=stories[0].section)
    assert [Page(client.get("/city/", {"page": n} if n > 1 else {})).headlines for n in (1, 2)] == [
        ["0", "4", "3"],
        ["2", "1"],
    ]


@pytest.mark.parametrize("path", ["/", "/city/"])
def test_the_breaking_bar_says_what_is_happening_and_leads_to_the_story(client, path):
    story = make_article(slug="quay", headline="The quay is shut")
    slot = fill("breaking", story, may_repeat=True)
    link = Page(client.get(path)).one(".breaking a")
    assert (link.text, link["href"]) == ("The quay is shut", "/city/quay/")
    slot.text = "Stay away from the quay"
    slot.save()
    assert Page(client.get(path)).one(".breaking a").text == "Stay away from the quay"


def test_a_breaking_bar_may_be_words_alone(front):
    make_article()
    fill("breaking", text="The bridge is shut.")
    assert front().one(".breaking__words").text == "The bridge is shut."
    assert not front().has(".breaking a")


def test_a_paper_without_breaking_news_has_no_bar(front):
    make_article()
    assert not front().has(".breaking")


@pytest.mark.parametrize(
    "over",
    [
        {"ends_at": THEN + HOUR},
        {"starts_at": timezone.now() + DAY},
        {"age_limit": 5},
    ],
    ids=["ended", "to come", "too old"],
)
def test_a_slot_that_is_over_or_to_come_fills_itself(front, over):
    stories = make_stories(3)
    fill("lead", stories[0], **over)
    assert front().one(".story--lead .story__headline").text == "2"


@pytest.mark.parametrize(
    "hidden",
    [{"published_at": None}, {"embargo_until": timezone.now() + DAY}, {"withdrawn_at": THEN + HOUR}],
    ids=["draft", "embargoed", "withdrawn"],
)
@pytest.mark.parametrize("place", ["breaking", "lead", "second-1", "section"])
def test_a_story_that_readers_may_not_see_holds_no_place(client, place, hidden):
    make_article(headline="Seen")
    secret = make_article(headline="A secret", **hidden)
    fill(
        place, secret, section=secret.section if place == "section" else None, text="" if place != "breaking" else "So"
    )
    for path in ("/", "/city/"):
        page = Page(client.get(path))
        assert page.headlines == ["Seen"]
        assert not page.has(".breaking")


def test_a_pin_holds_against_age_and_against_what_comes_after(front):
    stories = make_stories(3)
    fill("lead", stories[0], is_pinned=True, age_limit=1)
    fill("lead", stories[1], starts_at=THEN + DAY)
    assert front().one(".story--lead .story__headline").text == "0"


def test_a_pin_that_ends_gives_way_to_what_waits_behind_it(front):
    stories = make_stories(3)
    fill("lead", stories[0], is_pinned=True, ends_at=THEN + DAY)
    fill("lead", stories[1], starts_at=THEN + HOUR)
    assert front().one(".story--lead .story__headline").text == "1"


def test_what_stood_in_a_place_before_does_not_come_back(front):
    stories = make_stories(3)
    fill("lead", stories[0])
    fill("lead", stories[1], starts_at=THEN + HOUR, ends_at=THEN + 2 * HOUR)
    assert front().one(".story--lead .story__headline").text == "2"


def test_a_story_in_two_slots_shows_once(front):
    stories = make_stories(12)
    fill("lead", stories[0])
    fill("second-1", stories[0])
    headlines = front().headlines
    assert len(headlines) == len(set(headlines)) == 12


def test_a_story_shows_twice_where_its_slot_says_so_and_not_more_often(front):
    stories = make_stories(14)
    fill("lead", stories[13], may_repeat=True)
    assert front().headlines.count("13") == 2
    fill("second-1", stories[13])
    assert front().headlines.count("13") == 2


def test_the_story_of_the_bar_is_not_on_the_page_again_unless_its_slot_says_so(front):
    stories = make_stories(6)
    slot = fill("breaking", stories[5])
    assert "5" not in front().headlines
    slot.may_repeat = True
    slot.save()
    assert front().headlines.count("5") == 1


def test_a_place_is_held_by_the_story_with_the_newest_start():
    story = make_article()
    slots = [Slot(pk=n, place="lead", article=story, starts_at=THEN + n * HOUR) for n in (2, 1, 3)]
    assert front_page.holders(slots, THEN + timedelta(hours=2, minutes=1))["lead", None].pk == 2


def test_an_advertisement_is_led_with_only_by_hand(front):
    make_article(headline="Own", picture=make_picture(size=(90, 60)))
    fill("lead", make_article(headline="Paid", kind="advertiser"))
    assert front().headlines == ["Paid", "Own"]
    assert front().texts(".story__advert") == ["Advertiser content"]


def test_the_desk_knows_the_moments_at_which_a_slot_turns():
    slot = Slot(place="lead", article=make_article(), starts_at=THEN, ends_at=THEN + DAY, age_limit=3)
    assert slot.turns == [THEN, THEN + DAY, THEN + 3 * HOUR]
    slot.is_pinned = True
    assert slot.turns == [THEN, THEN + DAY]
