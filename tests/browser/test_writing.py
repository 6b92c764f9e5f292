"""Writing a comment in a real browser: without scripts, and what scripts add to it."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(page):
    """A reader whose browser runs scripts. Their page is never loaded anew while they post in place."""
    return page


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def any_reader(new_context, paper, request):
    return new_context(base_url=paper.url, java_script_enabled=request.param).new_page()


def fill_in(page, text, **fields):
    page.fill("[name=text]", text)
    for name, value in ({"name": "Halldóra Bright", "email": "halldora@example.org"} | fields).items():
        page.fill(f"[name={name}]", value)


def send(page):
    page.get_by_role("button", name="Send the comment").click()


def preview(page):
    page.get_by_role("button", name="Preview").click()


def has_focus(locator) -> bool:
    return locator.evaluate("(element) => element === document.activeElement")


def open_for_good(page, address):
    """Open a page and mark it, so that a test can tell whether it was left."""
    page.goto(address)
    page.evaluate("window.isTheSame = true")


def is_the_same(page) -> bool:
    return page.evaluate("window.isTheSame === true")


def stored(page, key):
    return page.evaluate(f"localStorage.getItem({json.dumps(key)})")


def draft_of(page):
    return stored(page, f"newsroom-draft:{page.get_attribute('[data-reply-form]', 'data-reply-form')}")


# With scripts and without


def test_a_preview_is_shown_above_the_form_and_nothing_typed_is_lost(any_reader):
    any_reader.goto("/city/night-ferry/")
    fill_in(any_reader, "The *bell* is flat.\n\nBy a quarter tone.", name="Zoë")
    preview(any_reader)
    any_reader.wait_for_selector(".preview em")
    assert any_reader.locator(".preview .comment__name").text_content() == "Zoë"
    assert any_reader.input_value("[name=text]") == "The *bell* is flat.\n\nBy a quarter tone."
    assert any_reader.input_value("[name=email]") == "halldora@example.org"


def test_what_a_comment_quotes_stands_apart_from_its_own_words(any_reader):
    any_reader.goto("/city/night-ferry/")
    fill_in(any_reader, "> The bell is flat.\n\nIt is not.")
    preview(any_reader)
    quoted = any_reader.locator(".preview blockquote p")
    own = any_reader.locator(".preview .comment__text > p")
    assert quoted.bounding_box()["x"] >= own.bounding_box()["x"] + 10
    assert own.bounding_box()["y"] > quoted.bounding_box()["y"] + quoted.bounding_box()["height"] + 5


def test_a_preview_then_an_error_then_a_comment(any_reader):
    text = f"A bell of their own. {id(any_reader)}"
    any_reader.goto("/city/night-ferry/")
    fill_in(any_reader, text, email="nobody")
    preview(any_reader)
    any_reader.wait_for_selector(".preview")
    send(any_reader)
    any_reader.wait_for_selector(".wrong")
    any_reader.fill("[name=email]", "halldora@example.org")
    send(any_reader)
    any_reader.wait_for_selector("[data-sent]")
    expect(any_reader.locator(".comment--held").filter(has_text=text)).to_be_visible()
    assert any_reader.input_value("[name=text]") == ""


def test_a_mistake_is_told_to_the_newsroom_alone(any_reader):
    text = f"The boat leaves at seven. {id(any_reader)}"
    any_reader.goto("/city/night-ferry/")
    any_reader.get_by_label("The newsroom only").check()
    fill_in(any_reader, text)
    send(any_reader)
    any_reader.wait_for_selector("[data-told]")
    assert text not in any_reader.content()


def test_a_form_without_scripts_shows_nothing_that_needs_them(new_context, paper):
    page = new_context(base_url=paper.url, java_script_enabled=False).new_page()
    page.goto("/city/night-ferry/")
    assert page.locator(".counter, [data-remember-me], [data-discard]").count() == 0
    expect(page.locator("[data-proof-in-use]")).to_be_hidden()


# In place


def test_a_comment_is_posted_in_place_and_takes_the_focus(reader):
    open_for_good(reader, "/city/night-ferry/")
    text = f"In place. {id(reader)}"
    fill_in(reader, text)
    send(reader)
    held = reader.locator(".comment--held").filter(has_text=text)
    held.wait_for()
    assert is_the_same(reader)
    assert has_focus(held)
    assert re.search(r"\?sent=[\w:-]+#comment-\d+$", reader.url)
    reader.reload()
    expect(reader.locator(".comment--held").filter(has_text=text)).to_be_visible()


def test_a_reply_that_is_posted_in_place_stands_under_what_it_answers(reader):
    open_for_good(reader, "/city/marrow-street-bridge/")
    answered = reader.locator("[data-reply]").first
    parent = answered.get_attribute("data-reply")
    answered.click()
    fill_in(reader, f"In its place. {id(reader)}")
    send(reader)
    held = reader.locator(f"li:has(> #comment-{parent}) .comment--held").filter(has_text=str(id(reader)))
    held.wait_for()
    assert is_the_same(reader)
    assert reader.input_value("[name=parent]") == ""
    assert reader.locator("li [data-reply-form]").count() == 0


def test_a_refusal_in_place_takes_the_focus_and_what_was_typed_meanwhile_stays(reader):
    open_for_good(reader, "/city/night-ferry/")
    fill_in(reader, "First words.", email="nobody")
    on_its_way = []
    reader.route("**/comments/*/", lambda route: on_its_way.append(route))
    with reader.expect_response("**/comments/*/") as answer:
        with reader.expect_request("**/comments/*/"):
            send(reader)
        reader.fill("[name=text]", "First words, and more.")
        on_its_way[0].continue_()
    assert answer.value.status == 422
    reader.wait_for_selector(".wrong")
    assert is_the_same(reader)
    assert has_focus(reader.locator(".wrong"))
    assert reader.input_value("[name=text]") == "First words, and more."


def test_where_the_line_fails_the_browser_sends_the_form_itself(reader):
    reader.route(
        "**/comments/*/", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    open_for_good(reader, "/city/night-ferry/")
    text = f"In full. {id(reader)}"
    fill_in(reader, text)
    send(reader)
    reader.wait_for_url("**?sent=**")
    assert not is_the_same(reader)
    expect(reader.locator(".comment--held").filter(has_text=text)).to_be_visible()


def test_a_double_click_sends_once(reader):
    reader.goto("/city/night-ferry/")
    posts = []
    reader.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    fill_in(reader, f"Twice. {id(reader)}")
    reader.get_by_role("button", name="Send the comment").dblclick()
    reader.wait_for_selector("[data-sent]")
    assert len(posts) == 1
    assert reader.locator(".comment--held").filter(has_text=str(id(reader))).count() == 1


def test_staff_post_in_place_under_their_own_name(page, sign_in):
    sign_in("editor")
    open_for_good(page, "/city/night-ferry/")
    page.fill("[name=text]", f"We asked the company. {id(page)}")
    send(page)
    mine = page.locator(".comment").filter(has_text=str(id(page)))
    mine.wait_for()
    assert is_the_same(page)
    assert mine.locator(".comment__badge").text_content() == "Newsroom"


# Drafts


def test_a_draft_survives_a_reload_and_is_gone_once_it_was_sent(reader):
    reader.goto("/city/market-clock/")
    text = f"Not finished yet. {id(reader)}"
    reader.locator("[name=text]").press_sequentially(text)
    reader.reload()
    assert reader.input_value("[name=text]") == text
    expect(reader.get_by_text("Restored from this device")).to_be_visible()
    fill_in(reader, text)
    send(reader)
    reader.wait_for_selector("[data-sent]")
    assert draft_of(reader) is None
    reader.goto("/city/market-clock/")
    assert reader.input_value("[name=text]") == ""


def test_a_draft_goes_when_the_browser_has_sent_it_by_itself(reader):
    reader.route(
        "**/comments/*/", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    reader.goto("/city/market-clock/")
    fill_in(reader, f"By itself. {id(reader)}")
    send(reader)
    reader.wait_for_url("**?sent=**")
    assert draft_of(reader) is None


def test_a_draft_stays_while_the_server_refuses_it(reader):
    reader.goto("/city/market-clock/")
    fill_in(reader, "Not accepted yet.", email="nobody")
    send(reader)
    reader.wait_for_selector(".wrong")
    reader.goto("/city/market-clock/")
    assert reader.input_value("[name=text]") == "Not accepted yet."


def test_a_draft_can_be_discarded(reader):
    reader.goto("/city/market-clock/")
    reader.fill("[name=text]", "Better not.")
    reader.reload()
    reader.get_by_role("button", name="Discard it").click()
    assert reader.input_value("[name=text]") == ""
    assert has_focus(reader.locator("[name=text]"))
    assert draft_of(reader) is None


def test_a_draft_belongs_to_one_article(reader):
    reader.goto("/city/market-clock/")
    reader.fill("[name=text]", "About the clock.")
    reader.goto("/city/night-ferry/")
    assert reader.input_value("[name=text]") == ""


def test_a_draft_of_a_reply_comes_back_as_a_reply(reader):
    reader.goto("/city/marrow-street-bridge/")
    answered = reader.locator("[data-reply]").first
    parent, name = answered.get_attribute("data-reply"), answered.get_attribute("data-name")
    answered.click()
    reader.fill("[name=text]", "To you.")
    reader.reload()
    assert reader.input_value("[name=parent]") == parent
    assert reader.locator("[data-reply-name]").text_content() == name


# Remembering


def test_name_and_address_are_remembered_on_the_device_only_if_the_reader_ticks_for_it(reader):
    reader.goto("/city/market-clock/")
    fill_in(reader, "Nothing yet.")
    assert stored(reader, "newsroom-reader") is None
    reader.get_by_label("Remember my name and email").check()
    reader.goto("/city/night-ferry/")
    assert reader.input_value("[name=name]") == "Halldóra Bright"
    assert reader.input_value("[name=email]") == "halldora@example.org"
    assert reader.get_by_label("Remember my name and email").is_checked()


def test_what_is_remembered_is_never_in_the_page_that_the_server_sends(reader):
    """S15."""
    reader.goto("/city/market-clock/")
    fill_in(reader, "")
    reader.get_by_label("Remember my name and email").check()
    answer = reader.goto("/city/night-ferry/")
    assert "halldora@example.org" not in answer.text()
    assert reader.context.cookies() == []


def test_taking_the_tick_away_forgets(reader):
    reader.goto("/city/market-clock/")
    fill_in(reader, "")
    tick = reader.get_by_label("Remember my name and email")
    tick.check()
    tick.uncheck()
    assert stored(reader, "newsroom-reader") is None
    reader.reload()
    assert reader.input_value("[name=name]") == ""


# The counter


def test_the_counter_counts_as_the_server_does(reader):
    reader.goto("/city/market-clock/")
    reader.fill("[name=text]", "🦭 two\nlines")
    assert reader.locator(".counter").text_content() == "11 / 5,000"
    reader.fill("[name=text]", "x" * 5001)
    assert reader.locator(".counter--over").text_content() == "5,001 / 5,000"
    assert reader.input_value("[name=text]") == "x" * 5001


def test_listeners_hear_of_the_end_of_the_room(reader):
    reader.goto("/city/market-clock/")
    reader.fill("[name=text]", "x" * 4900)
    reader.get_by_text("Characters left: 100").wait_for(state="attached")
    reader.fill("[name=text]", "x" * 5012)
    reader.get_by_text("Characters too many: 12").wait_for(state="attached")


# Proof


def test_a_proof_on_the_device_stands_in_for_the_address_until_it_proves_nothing(reader):
    reader.goto("/city/market-clock/")
    reader.evaluate("localStorage.setItem('newsroom-proof', JSON.stringify('worn-out'))")
    reader.reload()
    expect(reader.locator("[name=email]")).to_be_hidden()
    expect(reader.locator("[data-proof-in-use]")).to_be_visible()
    reader.fill("[name=text]", f"Without an address. {id(reader)}")
    reader.fill("[name=name]", "Halldóra Bright")
    send(reader)
    reader.wait_for_selector(".wrong")
    expect(reader.locator("[name=email]")).to_be_visible()
    assert stored(reader, "newsroom-proof") is None


def test_a_reader_with_a_proof_may_write_with_another_address(reader):
    reader.goto("/city/market-clock/")
    reader.evaluate("localStorage.setItem('newsroom-proof', JSON.stringify('worn-out'))")
    reader.reload()
    reader.get_by_role("link", name="Write with another").click()
    assert has_focus(reader.locator("[name=email]"))
    fill_in(reader, f"With another. {id(reader)}")
    send(reader)
    reader.wait_for_selector("[data-sent]")
