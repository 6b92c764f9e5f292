"""The desk in a browser, under the strict content policy: nothing that was written is lost on the way."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import DESK, violations_in_both

pytestmark = pytest.mark.browser

EDITOR = ".ProseMirror[contenteditable]"


def open_article(page, headline):
    page.goto(f"/admin/articles/article/?q={headline}")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_selector(EDITOR)


def essence(copy):
    """Leave out what the editor may write in one way or another: white space between blocks, spans of one."""
    return re.sub(r' (?:col|row)span="1"|(?<=>)\s+(?=<)', "", copy)


def test_copy_of_every_kind_survives_the_editor(page, sign_in, complaints):
    sign_in("editor")
    open_article(page, "4,112 empty homes")
    before = page.input_value("[name=copy]")
    kinds = ("<table>", "<ul>", "<h2>", 'class="pullquote"', "data-footnote=", "data-gallery=", "data-embed=", "<img")
    assert all(piece in before for piece in kinds)
    page.click(f"{EDITOR} p")
    page.keyboard.press("End")
    page.keyboard.type(" Typed by hand.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_selector(EDITOR)
    after = page.input_value("[name=copy]")
    assert essence(after.replace(" Typed by hand.", "")) == essence(before)
    assert " Typed by hand." in after
    assert complaints == []


def test_an_editor_writes_and_publishes_and_readers_see_it(page, sign_in, new_context, paper):
    sign_in("editor")
    page.goto("/admin/articles/article/add/")
    page.wait_for_selector(EDITOR)
    page.fill("[name=headline]", "Pilot cutter wins the long tack")
    page.fill("[name=standfirst]", "By nine lengths, in fog, without noticing.")
    page.click(EDITOR)
    page.keyboard.type("Nobody saw the finish, and both crews claim it.")
    page.locator(".field-section .select2-selection").first.click()
    page.get_by_role("option", name="Sport").click()
    page.get_by_role("button", name="Publish now").click()
    page.wait_for_selector("text=It is published.")
    reader = new_context(base_url=paper.url).new_page()
    reader.goto("/sport/pilot-cutter-wins-the-long-tack/")
    assert reader.get_by_role("heading", level=1).text_content() == "Pilot cutter wins the long tack"
    expect(reader.get_by_text("both crews claim it")).to_be_visible()


def test_a_lead_picture_is_chosen_by_how_it_looks(page, sign_in, complaints):
    sign_in("editor")
    open_article(page, "4,112 empty homes")
    field = page.locator(".field-picture .select2-selection")
    chosen = field.locator("img")
    expect(chosen).to_have_js_property("complete", True)
    before = chosen.get_attribute("src")
    field.press("Enter")
    page.keyboard.type("ferry")
    expect(page.locator(".select2-results img")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(chosen).not_to_have_attribute("src", before)
    assert chosen.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
    assert complaints == []


def test_a_preview_says_that_it_is_one(page, sign_in):
    sign_in("editor")
    open_article(page, "Yachts owe the harbour")
    with page.expect_popup() as preview:
        page.get_by_role("link", name="Preview").click()
    expect(preview.value.get_by_text("Preview: readers do not see this page.")).to_be_visible()


def test_a_moderator_decides_on_the_first_page_of_the_desk(page, sign_in):
    sign_in("moderator")
    waiting = page.get_by_role("heading", name="Waiting for a moderator")
    before = int(waiting.text_content().rpartition(":")[2])
    page.get_by_role("button", name="Approve").first.click()
    page.wait_for_load_state()
    assert int(waiting.text_content().rpartition(":")[2]) == before - 1


def test_the_moderators_first_page_breaks_no_rule(page, sign_in):
    sign_in("moderator")
    assert violations_in_both(page, DESK) == []
