"""The paper in a reader's browser: nothing from elsewhere, nothing kept, nothing beside the page."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WIDTHS = [320, 360, 390, 768, 1024, 1280, 1600]
PAGES = ["/", "/city/", "/city/empty-homes/", "/world/lighthouse-five-generations/", "/search/?q=bridge"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_elsewhere_and_no_cookie_stays(page, context, paper, complaints, path):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path, wait_until="networkidle")
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(paper.url).netloc}
    assert context.cookies() == []
    assert complaints == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_at_any_width(page, path):
    page.goto(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width


@pytest.mark.parametrize("path", ["/", "/city/", "/latest/", "/city/empty-homes/"])
def test_a_word_longer_than_its_column_leaves_every_story_in_its_place(page, path):
    page.goto(path)
    page.evaluate(
        """() => {
            for (const each of document.querySelectorAll(":is(.story__headline, .story__kicker) > *, h1, .most-read li a")) {
                each.textContent = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen";
            }
        }"""
    )
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        beyond = page.locator(".story").evaluate_all(
            "(all) => all.filter((each) => each.getBoundingClientRect().right > each.parentElement.getBoundingClientRect().right + 1).length"
        )
        assert beyond == 0, width


@pytest.mark.parametrize("path", ["/", "/city/", "/city/marrow-street-bridge/"])
def test_a_story_whose_picture_does_not_come_is_set_without_one(page, path):
    pictures = page.locator(".story__picture:visible")
    page.goto(path, wait_until="networkidle")
    shown = pictures.count()
    assert shown > 0
    page.route("**/media/**", lambda route: route.abort())
    page.goto(path)
    for _ in range(shown):
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(50)
    expect(pictures).to_have_count(0)


def test_nothing_in_arabic_is_slanted_or_spaced(page):
    page.goto("/world/lighthouse-five-generations/")
    for words in (page.locator(".pullquote p").first, page.locator("h1")):
        style = "({ fontStyle, letterSpacing }) => [fontStyle, letterSpacing]"
        assert words.evaluate(f"(element) => ({style})(getComputedStyle(element))") == ["normal", "normal"]


def test_the_copy_is_set_in_lines_of_60_to_75_characters(page):
    page.goto("/city/empty-homes/")
    characters = page.evaluate(
        """() => {
            const paragraphs = [...document.querySelectorAll(".copy > p")].slice(0, 12);
            const lines = paragraphs.map((p) => Math.round(p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight)));
            // The last line of a paragraph is short: leave one line of each out on average.
            const full = lines.reduce((a, b) => a + b - 0.5, 0);
            return paragraphs.reduce((sum, p) => sum + p.textContent.length, 0) / full;
        }"""
    )
    assert 60 <= characters <= 75


def test_the_keyboard_reaches_the_content_first(page):
    page.goto("/city/marrow-street-bridge/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_scripts_add_ways_of_sharing_that_are_not_there_without(page, browser, paper):
    page.goto("/city/marrow-street-bridge/")
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{paper.url}/city/marrow-street-bridge/")
    assert plain.get_by_role("button", name="Print").count() == 0
    expect(plain.get_by_role("link", name="Bluesky")).to_be_visible()


def test_a_link_is_copied_without_what_the_address_carried(page, context, paper):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/city/marrow-street-bridge/?reply=1&utm_source=mail")
    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{paper.url}/city/marrow-street-bridge/"


def test_nothing_jumps_while_a_page_loads(page):
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.shift += e.value)))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto("/city/marrow-street-bridge/", wait_until="networkidle")
    assert page.evaluate("window.shift") < 0.01


def test_the_section_one_is_in_stands_out_in_forced_colours(page):
    page.emulate_media(forced_colors="active")
    page.goto("/city/")
    here, elsewhere = (
        page.locator(f".sections a{which}").first.evaluate("(a) => getComputedStyle(a).borderBottomColor")
        for which in ("[aria-current]", ":not([aria-current])")
    )
    assert here != elsewhere
