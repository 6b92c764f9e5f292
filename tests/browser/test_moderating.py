"""The moderation queue in a browser: fifty decisions by keyboard alone, and the same without scripts."""

import re
from itertools import count, cycle

import pytest
from playwright.sync_api import expect

from tests.browser.axe import DESK, violations_in_both
from tests.browser.conftest import widths_too_narrow
from tests.comments.posting.replies import TYPED, FormOnPage

pytestmark = pytest.mark.browser

QUEUE = "/admin/comments/queue/"
ARTICLE = "/city/empty-homes/"
_numbers = count(1)


class _Answer:
    def __init__(self, content):
        self.content = content


@pytest.fixture
def write(new_context, paper):
    """Send so many comments as readers do: `write(3)` returns the names above them."""
    reader = new_context(base_url=paper.url).request

    def send(number=1, *, as_reply=False):
        names = [f"Moira Quist {next(_numbers)}" for _ in range(number)]
        page = reader.get(ARTICLE)
        if as_reply:
            first = re.search(r'id="comment-([0-9]+)"', page.text())[1]
            page = reader.get(f"{ARTICLE}?reply={first}")
        form = FormOnPage(_Answer(page.body()))
        for name in names:
            typed = {"name": name, "email": f"{name.replace(' ', '.')}@example.org".lower(), "website": ""}
            text = {"text": f"I live in one of them. ({name})"}
            headers = {"Sec-Fetch-Site": "same-origin"}
            sent = reader.post(form.action, form=form.fields | TYPED | typed | text, headers=headers)
            assert sent.ok, sent.text()
        return names

    return send


@pytest.fixture
def queue(page, sign_in):
    """Open the queue as the moderator, newest first: what a test wrote stands at the top."""
    sign_in("moderator")

    def go(query=""):
        page.goto(QUEUE)
        page.get_by_text("How you work", exact=True).click()
        page.get_by_label("order").select_option("newest")
        page.get_by_role("button", name="Keep").click()
        page.goto(QUEUE + query)
        return page

    return go


@pytest.fixture
def case(new_context, paper):
    """A comment that a reader has called illegal; it stands in the queue with a link to its case."""
    reader = new_context(base_url=paper.url, java_script_enabled=False).new_page()
    reader.goto(ARTICLE)
    reader.get_by_role("link", name="Report the comment").last.click()
    reader.get_by_label("It is illegal").check()
    reader.get_by_label("In your words").fill("It names my street.")
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_role("heading", name="Case")).to_be_visible()


def waiting(page):
    return int(re.search(r"\d+", page.get_by_role("heading", level=1).text_content())[0])


def has_focus(page, selector):
    return page.evaluate("(selector) => document.activeElement.matches(selector)", selector)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_fifty_comments_are_decided_with_the_keyboard_alone(queue, write, complaints):
    """E1: a mouse is never touched; pages and all."""
    write(50)
    page = queue()
    before = waiting(page)
    page.evaluate("addEventListener('pointerdown', () => { throw new Error('a mouse') })")
    press(page, "j")
    for keys in [keys for keys, _ in zip(cycle(["a", "r2", "s", "p", "r7"]), range(50), strict=False)]:
        if has_focus(page, "[data-onward]"):
            with page.expect_navigation():
                press(page, "Enter")
            page.locator("[data-card]:focus").wait_for()
        press(page, *keys)
    page.wait_for_load_state("networkidle")
    page.goto(QUEUE)
    assert waiting(page) == before - 50
    assert complaints == []


def focused(page):
    """Return the name on the card that has the focus."""
    return page.evaluate("document.activeElement.querySelector('h3')?.textContent.trim()")


def focused_pk(page):
    return page.evaluate("document.activeElement.dataset.card")


def test_after_each_key_the_next_card_has_the_focus_and_is_announced(queue, write):
    """E1."""
    second, first = write(2)
    page = queue()
    press(page, "j")
    assert focused(page) == first
    press(page, "a")
    assert focused(page) == second
    page.get_by_role("status").filter(has_text=f"Approved the comment by {first}. Next: {second}").wait_for()


def test_j_goes_down_and_k_up(queue, write):
    """E1."""
    second, first = write(2)
    page = queue()
    press(page, "j", "j")
    assert focused(page) == second
    press(page, "k")
    assert focused(page) == first
    press(page, "k")
    assert focused(page) == first


def test_keys_do_nothing_while_one_types_nor_with_ctrl_nor_when_held_down(queue, write):
    """E1."""
    write()
    page = queue()
    press(page, "j", "n", "a", "s", "x")
    assert page.locator("[data-card] textarea:focus").input_value() == "asx"
    press(page, "Escape")
    page.locator("[data-card]").first.focus()
    press(page, "Control+a", "Alt+s")
    page.keyboard.down("k")
    assert page.locator("[data-left]").count() == 0


def test_a_rejection_asks_for_one_of_seven_reasons_and_can_be_given_up(queue, write):
    """E13."""
    [name] = write()
    page = queue()
    press(page, "j", "r")
    assert has_focus(page, "[data-reasons] button")
    press(page, "Escape")
    assert focused(page) == name
    assert page.locator("[data-reasons][open]").count() == 0


def test_u_brings_the_last_decision_back_with_its_card(queue, write):
    """E9."""
    [name] = write()
    page = queue()
    before = waiting(page)
    press(page, "j", "r", "4")
    page.get_by_role("status").filter(has_text=f"Rejected the comment by {name}.").wait_for()
    press(page, "u")
    page.get_by_role("status").filter(has_text="Undone").wait_for()
    assert focused(page) == name
    press(page, "s")
    page.get_by_role("status").filter(has_text=f"Marked the comment by {name} as spam.").wait_for()
    page.goto(QUEUE)
    assert waiting(page) == before - 1


def test_whoever_comes_second_reads_so_in_place_and_goes_on(queue, write, page, new_context, paper):
    """E11."""
    second, _first = write(2)
    queue()
    other = new_context(base_url=paper.url, storage_state=page.context.storage_state()).new_page()
    other.goto(QUEUE)
    press(other, "j", "s")
    other.get_by_role("status").filter(has_text="as spam").wait_for()
    press(page, "j", "a")
    page.locator("[data-left]").filter(has_text="marked this as spam").wait_for()
    assert focused(page) == second


def test_a_decision_that_does_not_arrive_comes_back(queue, write, page):
    [name] = write()
    queue()
    page.route("**/decide/", lambda route: route.abort())
    press(page, "j", "a")
    page.get_by_role("status").filter(has_text="This was not sent").wait_for()
    expect(page.locator("[data-card]").first.get_by_role("heading", name=name)).to_be_visible()


def test_what_is_new_is_announced_and_moves_nothing(queue, write, page):
    """E18."""
    write()
    queue()
    press(page, "j", "j")
    place = page.evaluate("scrollY")
    write(2)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_role("link", name="2 new").wait_for()
    assert page.evaluate("scrollY") == place
    page.get_by_role("link", name="2 new").click()
    expect(page.get_by_role("link", name="2 new")).to_have_count(0)


def test_help_lists_the_keys(queue, write):
    """E1."""
    write()
    page = queue()
    press(page, "?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    press(page, "a", "Escape")
    assert page.locator("[data-left]").count() == 0


def go_to(page, name):
    """Go down to the next card with this name above it."""
    for _ in range(40):
        press(page, "j")
        if focused(page) == name:
            return
    raise AssertionError(f"no card of {name}")


def said(page, words):
    page.get_by_role("status").filter(has_text=words).wait_for()


def test_the_thread_opens_in_place_and_is_decided_in(queue, write, complaints):
    """E4: by keyboard, the answered comment and the other replies with it; then back to where one was."""
    other, subject = write(2, as_reply=True)
    page = queue()
    address, before = page.url, waiting(page)
    press(page, "j", "t")
    thread = page.locator("[data-around]")
    thread.wait_for()
    assert has_focus(page, "[data-around]")
    assert thread.locator(".around-subject h3").text_content().strip() == subject
    press(page, "j")
    assert has_focus(page, "[data-around] > [data-in-thread]:nth-child(1)")
    go_to(page, other)
    assert has_focus(page, "[data-in-thread]")
    entry = thread.locator(f"[data-card='{focused_pk(page)}']")
    expect(entry.locator("kbd").first).to_be_visible()
    press(page, "a")
    said(page, f"Approved the comment by {other}.")
    expect(entry.locator(".state-approved")).to_be_visible()
    press(page, "u")
    said(page, "Undone")
    expect(entry.locator(".state-held")).to_be_visible()
    press(page, "r", "2")
    said(page, f"Rejected the comment by {other}.")
    press(page, "u")
    said(page, "Undone")
    assert focused(page) == other
    press(page, "Escape")
    assert thread.count() == 0
    assert focused(page) == subject
    assert page.url == address
    page.goto(QUEUE)
    assert waiting(page) == before
    assert complaints == []


def test_what_is_decided_in_a_thread_is_decided_in_the_queue_below(queue, write):
    """E4: nobody decides twice because a comment stands on the page twice."""
    other, _subject = write(2, as_reply=True)
    page = queue()
    press(page, "j", "t")
    page.locator("[data-around]").wait_for()
    go_to(page, other)
    here, below = (
        page.locator(f"{place}[data-card='{focused_pk(page)}']") for place in ("[data-around] > ", ".queue > ")
    )
    press(page, "s")
    below.get_by_text(f"Marked the comment by {other} as spam.").wait_for()
    here.locator(".decide").wait_for(state="hidden")
    assert focused(page) != other
    press(page, "u")
    said(page, "Undone")
    expect(here.locator(".decide")).to_be_visible()
    below.locator("> [data-card-body]").get_by_role("button", name="Spam").click()
    said(page, f"Marked the comment by {other} as spam.")


@pytest.fixture
def plain(queue, page, new_context, paper):
    """The queue of the same moderator, without scripts."""

    def go(query=""):
        queue()
        state = page.context.storage_state()
        without = new_context(base_url=paper.url, storage_state=state, java_script_enabled=False).new_page()
        without.goto(QUEUE + query)
        return without

    return go


def card_of(page, name):
    return page.locator("[data-card]").filter(has=page.get_by_role("heading", name=name, exact=True))


def click(place, name):
    place.get_by_role("button", name=name, exact=True).click()


def test_all_of_it_works_without_scripts(plain, write):
    """E2: decide, reject with a reason, take it back; each leads on to the next card."""
    third, second, first = write(3)
    page = plain()
    before = waiting(page)
    after_first = card_of(page, second).get_attribute("id")
    click(card_of(page, first), "Approve")
    page.get_by_text(f"Approved the comment by {first}.").wait_for()
    assert page.url.endswith(f"#{after_first}")
    expect(card_of(page, first)).to_have_count(0)
    card_of(page, second).locator("summary").filter(has_text="Reject").click()
    click(card_of(page, second), "off topic")
    page.get_by_text(f"Rejected the comment by {second}.").wait_for()
    assert waiting(page) == before - 2
    click(page.locator(".messagelist"), "Undo")
    page.get_by_text(f"Undone: the comment by {second} is as it was.").wait_for()
    card_of(page, second).wait_for()
    click(card_of(page, third), "Approve and pick")
    page.get_by_text(f"The comment by {third} is a pick.").wait_for()
    page.get_by_role("link", name="Last decisions").click()
    page.get_by_role("button", name=f"for the comment by {third}").click()
    page.get_by_role("link", name="To the queue").click()
    card_of(page, third).wait_for()


def test_many_are_decided_without_scripts(plain, write):
    """E2, E8: by tick, by filter, and taken back in one go."""
    second, first = write(2)
    page = plain()
    before = waiting(page)
    for name in (first, second):
        page.get_by_label(f"Tick the comment by {name}").check()
    click(page, "Spam …")
    page.get_by_role("heading", name="Decide on 2 comments").wait_for()
    click(page, "All are spam")
    page.get_by_role("heading", name="2 marked as spam").wait_for()
    click(page, "Undo all 2")
    page.get_by_text("2 undone").wait_for()
    assert waiting(page) == before
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Section").select_option("city")
    click(page, "Show")
    page.get_by_role("link", name="City (remove this filter)").wait_for()
    card_of(page, first).wait_for()
    page.get_by_role("link", name="Decide on all that fits these filters").click()
    click(page, "Reject all")
    page.get_by_text("Choose a reason first. Nothing was changed.").wait_for()


def test_a_thread_is_decided_in_without_scripts(plain, write):
    """E2, E4: on a page of its own, to which each decision leads back."""
    other, subject = write(2, as_reply=True)
    page = plain()
    card_of(page, subject).get_by_role("link", name="Thread").click()
    page.wait_for_url("**/thread/")
    address = page.url
    click(card_of(page, other), "Approve")
    card_of(page, other).locator(".state-approved").wait_for()
    assert page.url.partition("#")[0] == address
    click(page.locator(".messagelist"), "Undo")
    card_of(page, other).locator(".state-held").wait_for()


def test_the_queue_breaks_no_rule_of_accessibility(queue, write, case):
    write()
    page = queue()
    expect(page.get_by_role("link", name="Case 20").first).to_be_visible()
    press(page, "j", "r")
    for address in (None, f"{QUEUE}history/", f"{QUEUE}bulk/?section=city"):
        if address:
            page.goto(address)
        assert violations_in_both(page, DESK) == [], address


def test_no_page_of_the_queue_scrolls_sideways(queue, write):
    write()
    page = queue()
    for address in (QUEUE, f"{QUEUE}history/", f"{QUEUE}bulk/?section=city"):
        page.goto(address)
        assert widths_too_narrow(page, [320, 390, 768, 1280]) == [], address
