"""What stands in and around a copy, in a reader's browser: by keyboard, by click, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

STORY = "/city/empty-homes/"


@pytest.fixture
def story(page):
    page.goto(STORY)
    return page


@pytest.fixture
def scriptless(new_context, paper):
    page = new_context(base_url=paper.url, java_script_enabled=False).new_page()
    page.goto(STORY)
    return page


def test_a_gallery_is_led_through_by_keys_and_buttons(story):
    # Without the glide from one to the next, which takes as long as the machine lets it.
    story.emulate_media(reduced_motion="reduce")
    counter = story.locator("[data-gallery-counter]")
    expect(counter).to_have_text("1 / 3")
    story.locator("[data-gallery-strip]").focus()
    story.keyboard.press("ArrowRight")
    expect(counter).to_have_text("2 / 3")
    story.get_by_role("button", name="Next picture").click()
    expect(counter).to_have_text("3 / 3")
    expect(story.locator(".gallery .covered__warning")).to_be_in_viewport()
    story.locator("[data-gallery-strip]").focus()
    story.keyboard.press("Home")
    expect(counter).to_have_text("1 / 3")


def test_a_warned_picture_is_loaded_only_when_it_is_opened(story):
    asked = []
    story.on("request", lambda request: asked.append(request.url))
    image = story.locator(".covered img")
    address = image.get_attribute("src").removesuffix(".jpg")
    story.locator(".gallery").scroll_into_view_if_needed()
    expect(image).to_be_hidden()
    assert not [url for url in asked if address in url]
    story.locator(".covered summary").click()
    expect(image).to_be_visible()


def test_nothing_is_asked_of_another_site_before_a_reader_says_so(story):
    asked = []
    story.route(re.compile("archive.org"), lambda route: (asked.append(route.request.url), route.abort()))
    offer = story.get_by_role("button", name="Show it here")
    offer.scroll_into_view_if_needed()
    assert asked == []
    offer.click()
    frame = story.locator(".embed iframe")
    expect(frame).to_have_attribute("src", "https://archive.org/embed/CityTheP1939")
    expect(frame).to_have_attribute("title", re.compile("The City"))
    expect(offer).to_have_count(0)
    assert asked == ["https://archive.org/embed/CityTheP1939"]


def test_a_table_is_a_stop_for_the_keyboard_only_where_it_scrolls(story):
    table = story.locator("[data-scroller]")
    expect(table).not_to_have_attribute("tabindex", "0")
    story.set_viewport_size({"width": 320, "height": 800})
    expect(table).to_have_attribute("tabindex", "0")
    expect(table).to_have_attribute("role", "region")


def test_selected_words_can_be_linked_to(story):
    story.locator(".copy > p").nth(1).evaluate("(p) => getSelection().selectAllChildren(p)")
    offer = story.get_by_role("link", name="Copy a link to this")
    expect(offer).to_be_visible()
    anchor = story.locator(".copy > p").nth(1).get_attribute("id")
    assert offer.get_attribute("href").startswith(f"#{anchor}:~:text=By%20that%20measure%20Port,")


def test_the_links_to_paragraphs_are_one_stop_for_the_keyboard(story):
    marks = story.locator(".copy .mark")
    assert marks.count() > 3
    assert story.locator(".copy .mark[tabindex='0']").count() == 1
    marks.first.focus()
    story.keyboard.press("ArrowDown")
    expect(marks.nth(1)).to_be_focused()
    expect(marks.nth(1)).to_have_css("opacity", "1")
    story.keyboard.press("Enter")
    assert story.url.endswith(marks.nth(1).get_attribute("href"))
    story.keyboard.press("Tab")
    expect(story.locator(".mark:focus")).to_have_count(0)


def test_nothing_in_the_copy_moves_when_the_scripts_have_come(page):
    page.add_init_script("""
        window.moved = [];
        new PerformanceObserver((list) => list.getEntries().forEach((shift) => window.moved.push(...shift.sources)))
            .observe({ type: "layout-shift", buffered: true });
    """)
    page.goto(STORY)
    expect(page.locator("[data-gallery-counter]")).to_have_text("1 / 3")
    assert page.evaluate("window.moved.filter(({ node }) => node?.parentElement?.closest('.copy')).length") == 0


def test_without_scripts_there_are_links_a_strip_and_a_cover(scriptless):
    expect(scriptless.get_by_role("link", name=re.compile("The City"))).to_be_visible()
    expect(scriptless.get_by_role("button", name="Show it here")).to_be_hidden()
    expect(scriptless.get_by_role("button", name="Next picture")).to_be_hidden()
    assert scriptless.locator(".gallery__strip > li").count() == 3
    expect(scriptless.locator(".covered img")).to_be_hidden()
    scriptless.locator(".covered summary").click()
    expect(scriptless.locator(".covered img")).to_be_visible()


def test_a_note_leads_there_and_back(scriptless):
    scriptless.locator("[role=doc-noteref]").nth(1).click()
    expect(scriptless.locator("#note-2")).to_be_in_viewport()
    scriptless.locator("#note-2 [role=doc-backlink]").click()
    assert scriptless.url.endswith("#note-2-at")
