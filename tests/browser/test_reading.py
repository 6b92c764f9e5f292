"""The paper in a reader's browser: nothing from elsewhere, nothing kept, nothing beside the page."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

# One worker runs all of these, so that there is one server.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

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
