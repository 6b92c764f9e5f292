"""The rules of WCAG 2.2 AA that a program can check, on every kind of page a reader meets, and the ways of a keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations

pytestmark = pytest.mark.browser

PAGES = {
    "leading in": ["/", "/city/", "/topic/harbour/", "/contributor/ines-halloran/", "/series/who-pays/", "/latest/"],
    "stories": [
        "/city/marrow-street-bridge/",
        "/world/lighthouse-five-generations/",
        "/culture/afinador-del-puerto/",
        "/business/price-of-a-loaf/",
        "/city/empty-homes/versions/",
        "/science/whale-in-the-teller/",
        "/embed/1/",
    ],
    "a story with all that a copy can carry": ["/city/empty-homes/"],
    "looking for stories": [
        "/search/",
        "/search/?q=bridge",
        "/search/?q=zzzz",
        "/search/?q=bridge&from=yesterday&section=none",
        "/archive/",
        "/most-read/",
        "/most-discussed/",
        "/saved/",
        "/no/such-page/",
    ],
    "about the paper": ["/about/", "/masthead/", "/house-rules/", "/about/who-owns-the-courier/", "/corrections/"],
    "with a form": ["/comments/report/1/", "/comments/ask/", "/city/market-clock/?reply=1"],
}
WIDE = {"width": 1280, "height": 900}
# A window of 1280 points at 400 %.
ZOOMED = {"width": 320, "height": 225}

# What shows that an element has the focus; those that cannot be seen are found by their names.
FOCUSED = """() => {
    const { activeElement: element } = document;
    const style = getComputedStyle(element);
    const { width, height, top, bottom } = element.getBoundingClientRect();
    const isRinged = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    return {
        name: `${element.tagName} ${element.textContent.trim().slice(0, 40)}`,
        isSeen: isRinged && width > 0 && height > 0 && bottom > 0 && top < innerHeight,
    };
}"""


def faults(page):
    """Return what is wrong with the page, wide in the light and narrow in the dark."""
    page.set_viewport_size(WIDE)
    # Without motion no colour is caught half way to another.
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(ZOOMED)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    return found + violations(page)


def stops(page, number):
    """Press the tabulator key this often, and return where the focus stopped."""
    found = []
    for _ in range(number):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


@pytest.mark.parametrize("paths", PAGES.values(), ids=PAGES.keys())
def test_no_page_breaks_a_rule_wide_or_at_400_per_cent(page, paths):
    found = {}
    for path in paths:
        page.goto(path)
        found[path] = faults(page)
    assert found == {path: [] for path in paths}


def test_no_day_month_or_year_of_the_archive_breaks_a_rule(page):
    page.goto("/archive/")
    for shown in (".years a", ".months a", ".calendar a"):
        page.goto(page.locator(f"main {shown}").first.get_attribute("href"))
        assert faults(page) == [], page.url


def test_no_refused_form_breaks_a_rule(page):
    page.goto("/city/market-clock/")
    page.click("text=Send the comment")
    page.locator("[aria-invalid=true]").first.wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("colours", ["none", "active"], ids=["own colours", "forced colours"])
@pytest.mark.parametrize("path", ["/", "/city/empty-homes/", "/search/?q=bridge"])
def test_whoever_goes_by_keyboard_sees_where_they_are(page, path, colours):
    page.emulate_media(forced_colors=colours, reduced_motion="reduce")
    page.goto(path)
    found = stops(page, 40)
    assert [each["name"] for each in found if not each["isSeen"]] == []


def test_the_keyboard_skips_to_the_content_and_to_the_comments(page):
    page.goto("/city/marrow-street-bridge/")
    for name in ("content", "comments"):
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_attribute("href", f"#{name}")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#comments').compareDocumentPosition(document.activeElement) & 4")


def test_the_keyboard_alone_finds_a_story(page):
    page.goto("/")
    _tab_to(page, page.locator(".masthead__search a[href='/search/']"))
    page.keyboard.press("Enter")
    box = page.get_by_role("combobox")
    _tab_to(page, box)
    page.keyboard.type("Ines Hal")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/contributor/ines-halloran/")


def test_the_keyboard_alone_sends_a_comment(page):
    page.goto("/city/market-clock/")
    _tab_to(page, page.locator("form [name=text]"))
    page.keyboard.type("It is slow.")
    _tab_to(page, page.get_by_role("button", name="Send the comment"))
    page.keyboard.press("Enter")
    # The name is missing: the keyboard goes on where that is said.
    page.locator("[aria-invalid=true]").first.wait_for()
    assert page.evaluate("document.querySelector('#reply').contains(document.activeElement)")
    expect(page.locator("form [name=text]")).to_have_value("It is slow.")


def _tab_to(page, wanted):
    for _ in range(200):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")
