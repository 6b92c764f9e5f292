"""After posting: a reader without JavaScript looks after a comment, through the links that they hold."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_in_both

pytestmark = pytest.mark.browser

ARTICLE = "/city/market-clock/"


@pytest.fixture
def reader(new_context, paper):
    """A reader's browser on a phone, with scripts turned off."""
    window = {"width": 390, "height": 844}
    return new_context(base_url=paper.url, java_script_enabled=False, viewport=window).new_page()


@pytest.fixture
def address():
    """An address that no other test has written from."""
    return f"reader-{uuid.uuid4().hex}@example.org"


def post(page, text, address, *, wants_mail=False):
    """Send a comment, and go to the comment's own page."""
    page.goto(ARTICLE)
    page.fill("[name=text]", text)
    page.fill("[name=name]", "Halldóra Bright")
    page.fill("[name=email]", address)
    if wants_mail:
        page.check("[name=mail_me]")
    press(page, "Send the comment")
    with page.expect_navigation():
        page.locator(".notice a[href*='/comments/comment/']").click()


def press(page, name):
    """Press a button that leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def status(page):
    return page.locator("section[aria-labelledby=status]")


def mark_as_spam(page, sign_in, words):
    """Have a moderator decide on the comment with these words."""
    sign_in("moderator")
    page.goto(f"/admin/comments/comment/?q={words}")
    page.get_by_role("link", name="Halldóra Bright").first.click()
    with page.expect_navigation():
        page.locator("button[value=mark_spam]").first.click()


def test_a_reader_rewords_a_comment_and_takes_it_back(reader, address):
    post(reader, "The clock is three minutes slow.", address)
    expect(status(reader)).to_contain_text("Waiting for a moderator")
    reader.get_by_label("Your comment").fill("The clock is four minutes fast.")
    press(reader, "Save the new wording")
    expect(reader.get_by_text("Your new wording is with us.")).to_be_visible()
    expect(reader.locator(".own__text").first).to_have_text("The clock is four minutes fast.")
    press(reader, "Take the comment back")
    press(reader, "Yes, take it back")
    expect(status(reader)).to_contain_text("Withdrawn")


def test_a_wording_that_is_none_is_told_beside_its_field(reader, address):
    post(reader, "The clock is five minutes slow.", address)
    reader.get_by_label("Your comment").fill("   ")
    press(reader, "Save the new wording")
    assert reader.locator(".wrong").evaluate("(element) => element === document.activeElement")
    expect(reader.get_by_text("Write your comment here.").first).to_be_visible()


def test_a_reader_appeals_against_a_decision(reader, page, sign_in, address):
    mark = address.partition("@")[0]
    post(reader, f"Tear the clock down, says {mark}.", address)
    mark_as_spam(page, sign_in, mark)
    reader.reload()
    expect(status(reader)).to_contain_text("Not published")
    reader.get_by_label("Why the decision is wrong").fill("I mean it kindly.")
    press(reader, "Appeal")
    expect(status(reader)).to_contain_text("You have appealed.")


def test_a_reader_shows_that_an_address_is_theirs_and_sees_all_that_was_sent_with_it(reader, address, mailed_links):
    post(reader, "It strikes thirteen on Sundays.", address, wants_mail=True)
    (link,) = mailed_links()
    reader.goto(link)
    expect(reader.get_by_text("It strikes thirteen on Sundays.")).to_be_visible()
    press(reader, "Yes, I wrote it")
    expect(reader.locator(".own__list").get_by_text("It strikes thirteen on Sundays.")).to_be_visible()
    with reader.expect_navigation():
        reader.get_by_role("link", name="Its own page").click()
    expect(status(reader)).to_contain_text("Waiting for a moderator")


def test_a_confirmed_reader_takes_a_copy_and_erases_everything(reader, address, mailed_links):
    post(reader, "Nobody winds it at night.", address, wants_mail=True)
    (link,) = mailed_links()
    reader.goto(link)
    press(reader, "Yes, I wrote it")
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Take a copy").click()
    assert address in download.value.path().read_text()
    press(reader, "Erase everything")
    press(reader, "Yes, erase everything")
    expect(reader.get_by_role("heading", name="Erased")).to_be_visible()
    reader.goto(link)
    expect(reader.get_by_role("heading", name="This link leads nowhere")).to_be_visible()


def test_a_reader_follows_replies_and_stops(reader, address, mailed_links):
    post(reader, "I live across the square from it.", address)
    reader.get_by_label("one mail a day").check()
    press(reader, "Follow replies")
    expect(reader.get_by_text("A mail is on its way")).to_be_visible()
    (link,) = mailed_links()
    reader.goto(link)
    press(reader, "Yes, mail me")
    expect(reader.get_by_text("You get mail about replies to this comment")).to_be_visible()
    press(reader, "Stop")
    expect(reader.get_by_text("You get no mail about replies")).to_be_visible()


def test_a_reader_who_lost_the_link_has_a_new_one_mailed(reader, address, mailed_links):
    post(reader, "My aunt repainted its hands.", address)
    reader.goto("/comments/comment/?key=lost")
    reader.get_by_role("link", name="Have a new link mailed to you").click()
    reader.get_by_label("Email").fill(address)
    press(reader, "Mail me the link")
    (link,) = mailed_links()
    reader.goto(link)
    press(reader, "Yes, the address is mine")
    expect(reader.get_by_text("My aunt repainted its hands.")).to_be_visible()


def test_a_device_remembers_who_asks_for_it_and_forgets(page, complaints, address, mailed_links):
    post(page, "It was a gift of the tram drivers.", address, wants_mail=True)
    (link,) = mailed_links()
    page.goto(link)
    press(page, "Yes, I wrote it")
    page.get_by_role("button", name="Remember on this device").click()
    expect(page.get_by_text("This device proves by itself")).to_be_visible()
    own_list = page.url
    page.goto(ARTICLE)
    assert page.locator("[name=proof]").input_value()
    page.goto(own_list)
    page.get_by_role("button", name="Forget on this device").click()
    page.wait_for_function("localStorage.getItem('newsroom-proof') === null")
    assert complaints == []


def test_the_pages_break_no_rule_of_accessibility(page, address, mailed_links):
    page.set_viewport_size({"width": 390, "height": 844})
    post(page, "One of its hands is younger than the other.", address, wants_mail=True)
    assert violations_in_both(page) == []
    (link,) = mailed_links()
    page.goto(link)
    assert violations_in_both(page) == []
    press(page, "Yes, I wrote it")
    assert violations_in_both(page) == []
    press(page, "Erase everything")
    assert violations_in_both(page) == []
    for path in ("/comments/ask/", "/comments/comment/?key=lost"):
        page.goto(path)
        assert violations_in_both(page) == []
