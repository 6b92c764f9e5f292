"""A long thread in a browser: read on without a reload, and told of what is new without being moved."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_in_both
from tests.browser.conftest import ROOT, fetch, wait_until

pytestmark = pytest.mark.browser

NEXT_REPLIES = re.compile("^More replies")
ADDRESS = "/science/viaduct-bats/"
# Beside what the demo edition has: thirty branches, and under the second sixty replies, one of them picked.
LONG_THREAD = """
begun = make_branches(article, 30, name="Ama Tan")
make_replies(begun[1], 60, name="Bo Lind")
make_replies(begun[1], 1, name="Cy Moss", picked_at=timezone.now())
"""
BEFORE = """
from articles.models import Article
from comments.models import Comment
from django.utils import timezone
from tests.comments.threads.branches import make_branches, make_replies
article = Article.objects.get(slug="viaduct-bats")
"""
AFTER = """
print(Comment.objects.approved().filter(thread__article=article).count())
"""


@pytest.fixture(scope="module")
def in_the_paper(paper):
    """Run a piece of Python in the paper that is being served, and wait until its page counts the comments."""

    def run(code):
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", BEFORE + code + AFTER]
        printed = subprocess.run(command, env=paper.env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
        wait_until(lambda: f" {printed.strip()} comments" in fetch(paper.url + ADDRESS))

    run(LONG_THREAD)
    return run


@pytest.fixture
def reader(page, in_the_paper):
    page.goto(ADDRESS)
    return page


@pytest.fixture
def plain_reader(new_context, paper, in_the_paper):
    page = new_context(base_url=paper.url, java_script_enabled=False).new_page()
    page.goto(ADDRESS)
    return page


def ids_on(page):
    return page.locator(".comment").evaluate_all("(all) => all.map((each) => each.id)")


def links_on(page):
    """Where a page says that there is more, by the names of the links."""
    more = page.get_by_role("link", name=re.compile("^More comments|[0-9]+ more repl|^More replies"))
    return more.evaluate_all("(all) => all.map((each) => each.href)")


def test_the_thread_is_read_to_its_end_without_a_reload(reader):
    shown = len(ids_on(reader))
    more = reader.get_by_role("link", name="More comments")
    while more.count():
        before = more.get_attribute("href")
        more.click()
        reader.locator(f"[data-more][href='{before}']").wait_for(state="detached")
    ids = ids_on(reader)
    assert len(ids) > 2 * shown
    assert len(set(ids)) == len(ids)


def test_a_branch_is_read_to_its_end_without_a_reload(reader):
    """The sixty-one replies that it has, the pick among them once though it was shown early."""
    more = reader.get_by_role("link", name="57 more replies")
    begun, opened_at = more.get_attribute("data-more"), reader.url
    rest = reader.locator(f"li:has(> #{begun}) > [data-rest]")
    more.click()
    rest.get_by_role("link", name=NEXT_REPLIES).click()
    rest.wait_for(state="detached")
    ids = ids_on(reader)
    assert reader.locator(f"li:has(> #{begun}) li > .comment").count() == 61
    assert len(set(ids)) == len(ids)
    assert reader.url == opened_at


def test_whoever_reads_on_by_keyboard_sees_where_they_are(reader):
    reader.get_by_role("link", name="57 more replies").focus()
    reader.keyboard.press("Enter")
    first = reader.locator(".comment:focus")
    assert first.evaluate("(element) => getComputedStyle(element).outlineStyle") == "solid"


def test_a_reply_can_be_begun_under_what_was_brought_in(reader):
    reader.get_by_role("link", name="57 more replies").click()
    brought = reader.locator(f"#{reader.locator('.comment:focus').get_attribute('id')}")
    brought.get_by_role("link", name="Reply").click()
    assert reader.locator(".comment + .reply textarea:focus").count() == 1
    assert reader.locator("[data-reply-name]").text_content() == "Bo Lind"
    words = f"So did we. {id(reader)}"
    for name, typed in {"text": words, "name": "Halldóra Bright", "email": "halldora@example.org"}.items():
        reader.fill(f"[name={name}]", typed)
    reader.get_by_role("button", name="Send the comment").click()
    mine = reader.locator("li").filter(has=brought).last.locator("li .comment--held")
    mine.wait_for()
    assert words in mine.text_content()


def test_everything_is_reached_without_scripts(plain_reader):
    """By the links of the pages alone."""
    announced = int(re.match(r"\d+", plain_reader.locator("#thread-heading").text_content().strip())[0])
    found, ahead = set(ids_on(plain_reader)), links_on(plain_reader)
    while ahead:
        plain_reader.goto(ahead.pop())
        found.update(ids_on(plain_reader))
        ahead += links_on(plain_reader)
    assert len(found) == announced > 91


def test_reading_on_moves_nothing_above(reader):
    link = reader.get_by_role("link", name="57 more replies")
    link.scroll_into_view_if_needed()
    before = link.bounding_box()["y"]
    link.click()
    reader.locator(".comment:focus").wait_for()
    assert abs(reader.locator(".comment:focus").bounding_box()["y"] - before) < 80


def test_a_link_that_cannot_be_followed_in_place_is_followed(reader):
    """The line breaks, or an old server answers: the reader gets there all the same."""
    reader.route(
        "**/*branch=*", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    reader.get_by_role("link", name="57 more replies").click()
    reader.wait_for_url(re.compile("branch="))
    expect(reader.get_by_role("link", name="All comments")).to_be_visible()


def test_new_comments_announce_themselves_and_move_nothing(page, in_the_paper, complaints):
    page.clock.install()
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.shift += e.value)))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(ADDRESS)
    page.locator("#comments").scroll_into_view_if_needed()
    page.mouse.wheel(0, 700)
    in_the_paper("make_branches(article, 4, name='Di Orr', created_at=timezone.now())")
    with page.expect_response("**/count/*"):
        page.clock.fast_forward(61_000)
    link = page.get_by_role("link", name="4 new comments")
    link.wait_for()
    assert page.locator("[data-news]").get_attribute("role") == "status"
    top, bottom = (link.evaluate(f"(link) => link.getBoundingClientRect().{side}") for side in ("top", "bottom"))
    assert 0 < top < bottom <= 900
    assert page.evaluate("window.shift") < 0.01
    link.click()
    page.wait_for_url("**/?sort=newest#comments")
    assert page.locator(".comment__name").first.text_content() == "Di Orr"
    assert complaints == []


def test_nobody_asks_for_news_far_from_the_thread_or_in_the_background(page, in_the_paper):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/count/" in request.url else None)
    page.clock.install()
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto(ADDRESS)
    page.clock.fast_forward(300_000)
    assert asked == []


def test_a_long_thread_breaks_no_rule_and_no_line(page, in_the_paper):
    for query in ("", "?sort=newest"):
        page.goto(ADDRESS + query)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert violations_in_both(page) == [], (query, width)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
