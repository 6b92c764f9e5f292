"""From the reply form to the page: a reader writes, a moderator decides, everybody reads."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def fill_in(page, *, text, name="Halldóra Bright", email="halldora@example.org"):
    page.fill("[name=text]", text)
    page.fill("[name=name]", name)
    page.fill("[name=email]", email)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(new_context, paper, request):
    return new_context(base_url=paper.url, java_script_enabled=request.param).new_page()


def test_a_refused_comment_takes_the_reader_to_what_is_wrong(reader):
    reader.goto("/city/market-clock/")
    fill_in(reader, text="My watch is fast too.", email="not an address")
    reader.click("text=Send the comment")
    summary = reader.locator(".wrong")
    summary.wait_for()
    assert summary.evaluate("(element) => element === document.activeElement")
    assert reader.input_value("[name=text]") == "My watch is fast too."
    described_by = reader.get_attribute("[name=email]", "aria-describedby").split()
    assert any("name@example.org" in reader.locator(f"#{each}").text_content() for each in described_by)


def test_only_its_author_sees_a_comment_that_waits(reader, new_context, paper):
    reader.goto("/city/night-ferry/")
    fill_in(reader, text=f"The bell is flat by a quarter tone. {id(reader)}")
    reader.click("text=Send the comment")
    reader.wait_for_selector("[data-sent]")
    expect(reader.get_by_text("Awaiting moderation", exact=True)).to_be_visible()
    expect(reader.get_by_text(str(id(reader)))).to_be_visible()
    stranger = new_context(base_url=paper.url).new_page()
    stranger.goto("/city/night-ferry/")
    assert stranger.get_by_text(str(id(reader))).count() == 0


def test_a_reply_is_written_under_what_it_answers(reader):
    reader.goto("/city/marrow-street-bridge/")
    reader.locator("[data-reply]").first.click()
    expect(reader.locator("[data-reply-to]")).to_be_visible()
    fill_in(reader, text=f"Which quarter, though? {id(reader)}")
    reader.click("text=Send the comment")
    reader.wait_for_selector("[data-sent]")
    mine = reader.locator("li li").filter(has_text=str(id(reader)))
    assert mine.count() >= 1


def test_a_moderator_approves_what_waits_and_everybody_reads_it(page, sign_in, new_context, paper):
    reader = new_context(base_url=paper.url).new_page()
    reader.goto("/city/line-6-sundays/")
    fill_in(reader, text="At last I can get to my sister on a Sunday.")
    reader.click("text=Send the comment")
    reader.wait_for_selector("[data-sent]")
    sign_in("moderator")
    page.goto("/admin/comments/comment/?q=my+sister+on+a+Sunday")
    page.get_by_role("link", name="Halldóra Bright").first.click()
    page.get_by_role("button", name="Approve").first.click()
    reader.goto("/city/line-6-sundays/")
    expect(reader.get_by_text("At last I can get to my sister on a Sunday.")).to_be_visible()
