"""A reader whose browser runs no scripts does all that a reader can do: by links and forms alone."""

import json
import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser.test_own_pages import mark_as_spam, press, status

pytestmark = pytest.mark.browser

ARTICLE = "/city/night-ferry/"


@pytest.fixture
def reader(new_context, paper):
    return new_context(base_url=paper.url, java_script_enabled=False).new_page()


@pytest.fixture
def typed():
    """What a reader types who has never been here: {name of the field: value}."""
    mark = uuid.uuid4().hex
    text = f"The *bell* is flat.\n\nBy a quarter tone: {mark}."
    return {
        "text": text,
        "name": "Halldóra Bright",
        "email": f"{mark}@example.org",
        "website": "https://bells.example/",
    }


def fill_in(page, typed):
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)


def in_the_form(page, typed):
    return {name: page.input_value(f"[name={name}]") for name in typed}


def mark_of(typed):
    return typed["email"].partition("@")[0]


def write(page, typed, *, wants_mail=False):
    """Send a comment; the page shows it to its author alone."""
    page.goto(ARTICLE)
    fill_in(page, typed)
    if wants_mail:
        page.check("[name=mail_me]")
    press(page, "Send the comment")
    page.locator("[data-sent]").wait_for()


def open_own_page(page):
    page.get_by_role("link", name="Your comment’s own page").click()
    page.get_by_role("heading", name="Your comment", exact=True).wait_for()


def test_a_comment_is_refused_looked_over_and_sent_and_nothing_typed_is_lost(reader, typed, mailed_links):
    reader.goto(ARTICLE)
    wrong = typed | {"email": "nobody", "website": "ftp://bells.example"}
    fill_in(reader, wrong)
    reader.check("[name=mail_me]")
    press(reader, "Send the comment")
    told = reader.locator(".wrong")
    told.wait_for()
    assert told.evaluate("(element) => element === document.activeElement")
    assert in_the_form(reader, wrong) == wrong
    assert reader.locator("[name=mail_me]").is_checked()
    told.get_by_role("link", name="Email").click()
    assert reader.evaluate("document.activeElement.name") == "email"
    fill_in(reader, typed)
    press(reader, "Preview")
    reader.locator(".preview em").get_by_text("bell", exact=True).wait_for()
    assert in_the_form(reader, typed) == typed
    assert reader.locator("[name=mail_me]").is_checked()
    press(reader, "Send the comment")
    held = reader.locator(".comment--held")
    held.filter(has_text=mark_of(typed)).wait_for()
    assert re.search(r"\?sent=[\w:-]+#comment-\d+$", reader.url)
    assert reader.context.cookies() == []
    assert len(mailed_links()) == 1


def test_a_waiting_comment_is_seen_again_through_its_link_and_by_nobody_else(reader, typed, new_context, paper):
    write(reader, typed)
    kept = reader.url
    reader.goto(ARTICLE)
    assert mark_of(typed) not in reader.content()
    another_day = new_context(base_url=paper.url, java_script_enabled=False).new_page()
    another_day.goto(kept)
    another_day.locator(".comment--held").filter(has_text=mark_of(typed)).wait_for()
    open_own_page(another_day)
    expect(status(another_day)).to_contain_text("Waiting for a moderator")


def test_a_waiting_comment_is_reworded_and_taken_back(reader, typed):
    write(reader, typed)
    open_own_page(reader)
    reader.get_by_label("Your comment").fill("")
    press(reader, "Save the new wording")
    reader.locator(".wrong").wait_for()
    reader.get_by_label("Your comment").fill("The bell is sharp.")
    press(reader, "Save the new wording")
    reader.get_by_text("Your new wording is with us.").wait_for()
    expect(reader.locator(".own__text").first).to_have_text("The bell is sharp.")
    press(reader, "Take the comment back…")
    press(reader, "Yes, take it back")
    reader.get_by_text("Your comment has been taken back.").wait_for()
    expect(status(reader)).to_contain_text("Withdrawn")
    expect(reader.get_by_role("button", name="Save the new wording")).to_have_count(0)


def test_a_rejected_comment_is_appealed_for_once(reader, typed, page, sign_in):
    write(reader, typed)
    open_own_page(reader)
    mark_as_spam(page, sign_in, mark_of(typed))
    reader.reload()
    expect(status(reader)).to_contain_text("Not published")
    press(reader, "Appeal")
    reader.locator(".wrong").wait_for()
    reader.get_by_label("Why the decision is wrong").fill("I sell no bells.")
    press(reader, "Appeal")
    reader.get_by_text("Your appeal is with us.").wait_for()
    expect(status(reader)).to_contain_text("You have appealed.")
    expect(reader.get_by_role("button", name="Appeal")).to_have_count(0)


def test_an_address_is_confirmed_a_copy_taken_and_everything_erased(reader, typed, mailed_links):
    write(reader, typed, wants_mail=True)
    kept = reader.url
    (link,) = mailed_links()
    reader.goto(link)
    press(reader, "Yes, I wrote it")
    listed = reader.locator(".own__list")
    listed.get_by_text(mark_of(typed)).wait_for()
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Take a copy").click()
    copy = json.loads(download.value.path().read_text())
    assert typed["email"] in json.dumps(copy)
    assert [comment["text"] for comment in copy["comments"]] == [typed["text"]]
    press(reader, "Erase everything…")
    press(reader, "Yes, erase everything")
    reader.get_by_role("heading", name="Erased").wait_for()
    reader.goto(kept)
    assert mark_of(typed) not in reader.content()


def test_a_confirmed_reader_comments_again_without_typing_the_address(reader, typed, mailed_links):
    write(reader, typed, wants_mail=True)
    (link,) = mailed_links()
    reader.goto(link)
    press(reader, "Yes, I wrote it")
    reader.get_by_role("link", name="Comment again").click()
    reader.get_by_text("You write with the address that you have confirmed.").wait_for()
    expect(reader.locator("[name=email]")).to_have_count(0)
    fill_in(reader, {"text": "And late.", "name": typed["name"]})
    press(reader, "Send the comment")
    reader.locator(".comment--held").filter(has_text="And late.").wait_for()


def test_a_lost_link_is_asked_for_by_mail(reader, typed, mailed_links):
    write(reader, typed)
    reader.goto("/comments/ask/")
    reader.get_by_label("Email").fill("nobody")
    press(reader, "Mail me the link")
    reader.locator(".wrong").wait_for()
    assert reader.get_by_label("Email").input_value() == "nobody"
    reader.get_by_label("Email").fill(typed["email"])
    press(reader, "Mail me the link")
    reader.get_by_text("a mail with a link is on its way").wait_for()
    (link,) = mailed_links()
    reader.goto(link)
    press(reader, "Yes, the address is mine")
    reader.locator(".own__list").get_by_text(mark_of(typed)).wait_for()


def test_replies_are_followed_only_once_the_address_says_yes_and_no_longer_than_wanted(reader, typed, mailed_links):
    write(reader, typed)
    open_own_page(reader)
    press(reader, "Follow replies")
    reader.get_by_text("Nothing is mailed before you have followed the link").wait_for()
    (link,) = mailed_links()
    reader.goto(link)
    press(reader, "Yes, mail me")
    reader.get_by_text("You get mail about replies to this comment").wait_for()
    press(reader, "Stop")
    reader.get_by_text("You get no mail about replies to this comment.").wait_for()
    assert mailed_links() == []


def test_a_comment_is_reported(reader):
    reader.goto(ARTICLE)
    reader.get_by_role("link", name="Report the comment").first.click()
    reader.get_by_label("In your words").fill("She means me.")
    press(reader, "Send the report")
    reader.locator(".wrong").wait_for()
    assert reader.get_by_label("In your words").input_value() == "She means me."
    reader.get_by_label("It gives away something private").check()
    press(reader, "Send the report")
    reader.get_by_role("heading", name="Thank you for your report").wait_for()


def test_a_comment_that_is_called_illegal_gets_a_case(reader):
    reader.goto(ARTICLE)
    reader.get_by_role("link", name="Report the comment").last.click()
    reader.get_by_label("It is illegal").check()
    reader.get_by_label("In your words").fill("“Flat” is slander.")
    press(reader, "Send the report")
    reader.get_by_role("heading", name="Case").wait_for()
    kept = reader.url
    reader.goto(ARTICLE)
    reader.goto(kept)
    reader.get_by_role("heading", name="Waiting for a decision").wait_for()


def test_a_mistake_in_the_article_is_told_to_the_newsroom_alone(reader, typed, page, sign_in):
    reader.goto(ARTICLE)
    fill_in(reader, typed)
    reader.get_by_label("The newsroom only").check()
    press(reader, "Send the comment")
    reader.locator("[data-told]").wait_for()
    assert mark_of(typed) not in reader.content()
    sign_in("editor")
    page.goto("/admin/comments/errorreport/")
    page.get_by_text(mark_of(typed)).first.wait_for()


def test_a_reply_is_begun_and_given_up(reader):
    reader.goto(ARTICLE)
    link = reader.get_by_role("link", name="Reply to").first
    name = link.locator(".visually-hidden").text_content().strip().removeprefix("to ")
    link.click()
    reader.locator("[data-reply-to]").filter(has_text=f"In reply to {name}").wait_for()
    reader.get_by_role("link", name="Answer the article instead").click()
    expect(reader.locator("[data-reply-to]")).to_be_hidden()
