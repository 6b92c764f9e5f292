"""What a reader does with the paper in their own browser: nothing of it leaves it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ARTICLE = "/city/night-ferry/"
HEADLINE = "Night ferry to Southbank sails again after eleven years ashore"
SHIFTS = (
    "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.shift += e.value)))"
    ".observe({ type: 'layout-shift', buffered: true });"
)


def size(page):
    return page.evaluate("parseFloat(getComputedStyle(document.querySelector('.copy')).fontSize)")


def test_a_story_is_saved_found_again_and_removed(page):
    page.goto(ARTICLE)
    page.get_by_role("button", name="Save for later", exact=True).click()
    expect(page.get_by_role("button", name="Saved")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Saved", exact=True).click()
    page.get_by_role("link", name=HEADLINE).wait_for()
    page.get_by_role("button", name=f"Remove {HEADLINE}").click()
    page.get_by_text("Nothing is saved yet.").wait_for()
    assert page.evaluate("document.activeElement.id") == "saved-list"
    page.get_by_text("Removed:").wait_for(state="attached")


def test_a_saved_story_is_taken_out_where_it_was_saved(page):
    page.goto(ARTICLE)
    page.get_by_role("button", name="Save for later", exact=True).click()
    page.get_by_role("button", name="Saved").click()
    assert page.evaluate("localStorage.getItem('newsroom-saved')") == "[]"


def test_a_story_is_saved_from_its_card_and_moves_nothing(page):
    page.add_init_script(SHIFTS)
    page.goto("/")
    button = page.get_by_role("button", name=f"Save for later: {HEADLINE}")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.shift") == 0
    page.goto("/city/")
    expect(page.get_by_role("button", name=f"Save for later: {HEADLINE}")).to_have_attribute("aria-pressed", "true")
    page.goto("/saved/")
    page.get_by_role("link", name=HEADLINE).click()
    page.get_by_role("button", name="Saved", exact=True).click()
    assert page.evaluate("localStorage.getItem('newsroom-saved')") == "[]"


def test_nothing_is_kept_of_what_was_opened_until_the_reader_wants_it(page):
    page.goto(ARTICLE)
    page.goto("/saved/")
    switch = page.get_by_label("Keep a list of the articles I open")
    expect(switch).not_to_be_checked()
    assert page.evaluate("localStorage.length") == 0
    switch.check()
    page.goto(ARTICLE)
    page.goto("/saved/")
    page.get_by_role("link", name=HEADLINE).wait_for()
    switch.uncheck()
    expect(page.get_by_role("link", name=HEADLINE)).to_have_count(0)
    assert page.evaluate("localStorage.length") == 0


def test_what_is_kept_amiss_breaks_no_page(page, complaints):
    page.goto("/saved/")
    page.evaluate(
        """() => {
            const kept = [null, 7, { path: "https://other.example/" }, { path: "/city/", headline: "<b>Bold</b>" }];
            localStorage.setItem("newsroom-saved", JSON.stringify(kept));
            localStorage.setItem("newsroom-history", "{");
            localStorage.setItem("newsroom-text-size", '"huge"');
        }"""
    )
    page.reload()
    page.get_by_role("link", name="<b>Bold</b>").wait_for()
    assert page.locator(".saved__entry").count() == 1
    page.goto(ARTICLE)
    page.get_by_role("button", name="Larger text").click()
    assert complaints == []


def test_the_text_is_set_larger_and_stays_so_without_anything_moving(page):
    page.add_init_script(SHIFTS)
    page.goto(ARTICLE)
    before = size(page)
    for _ in range(3):
        page.get_by_role("button", name="Larger text").click()
    assert size(page) == pytest.approx(1.6 * before)
    page.goto(ARTICLE, wait_until="networkidle")
    assert size(page) == pytest.approx(1.6 * before)
    assert page.evaluate("window.shift") < 0.01
    page.get_by_role("button", name="Text as it was").click()
    assert size(page) == before
    assert page.evaluate("localStorage.getItem('newsroom-text-size')") is None


def test_the_tools_are_not_there_without_scripts(new_context, paper):
    page = new_context(base_url=paper.url, java_script_enabled=False).new_page()
    page.goto(ARTICLE)
    expect(page.locator(".tools")).to_be_hidden()
    page.goto("/saved/")
    page.get_by_text("needs JavaScript").wait_for()
    expect(page.locator(".saved__list").first).to_be_hidden()


def test_a_bar_shows_how_far_one_has_read_unless_movement_is_unwelcome(page):
    page.goto(ARTICLE)
    width = "document.querySelector('.progress').getBoundingClientRect().width / innerWidth"
    assert page.evaluate(width) == 0
    page.evaluate("document.querySelector('.share').scrollIntoView({ block: 'end' })")
    page.wait_for_function(f"{width} > 0.9")
    page.emulate_media(reduced_motion="reduce")
    expect(page.locator(".progress")).to_be_hidden()


def test_who_reports_a_mistake_writes_to_the_newsroom_alone(page):
    page.goto(ARTICLE)
    page.get_by_role("link", name="Report a mistake in this article").click()
    expect(page.get_by_label("The newsroom only")).to_be_checked()
    expect(page.get_by_label("The newsroom only")).to_be_focused()
