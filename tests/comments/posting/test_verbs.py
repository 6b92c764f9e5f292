"""What becomes of a comment that a reader sends."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from comments.models import Comment, Commenter, Thread
from newsroom.lib.stamps import is_fresh_stamp
from tests.comments.posting.replies import OWN_PAGE, TYPED, FormOnPage, post_reply, send_form
from tests.factories import make_article, make_comment
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_a_comment_that_its_author_is_led_to_links_to_its_own_page(reader, article):
    page = Page(reader.get(post_reply(reader, article)["Location"]))
    link = page.one(".comment--held .comment__foot a")
    assert (link.text, link["href"].partition("?")[0]) == ("Its own page", "/comments/comment/")


def test_a_reply_is_held_and_its_author_led_back_to_it(reader, article):
    answer = post_reply(reader, article)
    held = Comment.objects.get()
    assert answer.status_code == 303
    assert re.fullmatch(rf"{article.get_absolute_url()}\?sent=[\w:-]+#comment-{held.pk}", answer["Location"])
    assert (held.state, held.name, held.text, held.website) == (
        "held",
        *(TYPED[k] for k in ("name", "text", "website")),
    )
    assert held.commenter.address == "wanda@example.org"


def test_the_answer_to_a_post_is_kept_by_nobody(reader, article):
    answer = post_reply(reader, article)
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies


def test_the_page_itself_posts_without_cookie_and_script(reader, article):
    """S16: what another browser was served, long ago, is enough."""
    page = Client().get(article.get_absolute_url())
    assert send_form(reader, page).status_code == 303
    assert Comment.objects.get().text == TYPED["text"]
    assert not page.cookies


@pytest.mark.parametrize("days", [1, 2, 13, 14])
def test_a_page_that_was_cached_for_days_still_posts(reader, article, clock, days):
    """S15, S16."""
    clock(-days)
    page = reader.get(article.get_absolute_url())
    clock()
    assert send_form(reader, page).status_code == 303


@pytest.mark.parametrize("days", [15, 400])
def test_a_page_that_is_too_old_is_renewed_and_posts_the_second_time(reader, article, clock, days):
    clock(-days)
    page = reader.get(article.get_absolute_url())
    clock()
    refusal = send_form(reader, page)
    assert refusal.status_code == 422
    assert "This page had been open for a long time" in refusal.text
    assert not Comment.objects.exists()
    again = FormOnPage(refusal)
    assert reader.post(again.action, again.fields, headers=OWN_PAGE).status_code == 303


def test_every_article_has_a_stamp_of_its_own_in_its_form(reader):
    for article in (make_article(), make_article()):
        assert is_fresh_stamp(article, FormOnPage(reader.get(article.get_absolute_url())).fields["stamp"])


def test_a_form_asks_in_the_language_of_its_article(reader):
    for language, word in (("en", "Comment"), ("fr", "Commentaire"), ("en", "Comment")):
        page = Page(reader.get(make_article(language=language).get_absolute_url()))
        assert f"{word} *" in page.texts("label")


@pytest.mark.parametrize("stamp", ["", "1.20000", "garbage", "1.20000:AAAA", "\x00", "é" * 500])
def test_a_stamp_that_we_did_not_make_is_refused(reader, article, stamp):
    assert post_reply(reader, article, stamp=stamp).status_code == 422
    assert not Comment.objects.exists()


def test_the_stamp_of_one_article_is_none_for_another(reader, article):
    """S4."""
    form = FormOnPage(reader.get(make_article().get_absolute_url()))
    assert post_reply(reader, article, stamp=form.fields["stamp"]).status_code == 422
    assert not Comment.objects.exists()


def test_a_double_click_and_a_retry_are_one_comment(reader, article):
    first, second = post_reply(reader, article), post_reply(reader, article, text=f" {TYPED['text']}\r\n")
    assert [first.status_code, second.status_code] == [303, 303]
    assert Comment.objects.count() == 1


def test_an_address_in_another_case_is_the_same_commenter(reader, article):
    post_reply(reader, article)
    post_reply(reader, article, email=" Wanda@EXAMPLE.org", text="And another thing.")
    assert Commenter.objects.count() == 1


def test_another_text_is_another_comment_and_the_published_one_stays(reader, article):
    """S18: there is no way to change what a moderator has approved."""
    published = make_comment(article, text=TYPED["text"], address=TYPED["email"])
    post_reply(reader, article, text="Changed my mind.")
    assert [c.text for c in Comment.objects.approved()] == [published.text]
    assert [c.text for c in Comment.objects.waiting()] == ["Changed my mind."]


@pytest.mark.django_db(transaction=True)
def test_the_same_reply_at_the_same_moment_is_one_comment():
    article, together = make_article(), Barrier(4)

    def post(_number):
        together.wait()
        try:
            return post_reply(Client(), article).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(post, range(4))) == [303] * 4
    assert (Comment.objects.count(), Commenter.objects.count(), Thread.objects.count()) == (1, 1, 1)


def test_a_reply_to_a_comment_keeps_its_place(reader, article):
    root = make_comment(article)
    middle = make_comment(article, parent=root)
    page = reader.get(f"{article.get_absolute_url()}?reply={middle.pk}")
    assert send_form(reader, page).status_code == 303
    reply = Comment.objects.waiting().get()
    assert (reply.parent, reply.root) == (middle, root)


def test_a_refused_reply_to_a_comment_still_answers_it(reader, article):
    parent = make_comment(article, name="Ama Tan")
    refusal = post_reply(reader, article, parent=parent.pk, email="")
    assert FormOnPage(refusal).fields["parent"] == str(parent.pk)
    assert "In reply to <bdi data-reply-name>Ama Tan</bdi>" in " ".join(refusal.text.split())


@pytest.mark.parametrize("state", ["held", "rejected", "spam", "removed", "elsewhere", "missing"])
def test_what_is_not_on_the_page_cannot_be_answered(reader, article, state):
    """S17, S20: a held comment, one of another article and one that never was are refused alike."""
    known = state not in ("elsewhere", "missing")
    pk = make_comment(article if known else None, state=state if known else "approved").pk
    refusal = post_reply(reader, article, parent=pk + 10_000 if state == "missing" else pk)
    assert refusal.status_code == 422
    assert "The comment you answered is no longer there." in refusal.text
    assert FormOnPage(refusal).fields["parent"] == ""
    assert not Comment.objects.filter(text=TYPED["text"]).exists()


@pytest.mark.parametrize("parent", ["x", "-1", "1.5", "1e3", "٣", "9" * 18, "9" * 19, "9" * 4000, "\x00", "1 OR 1=1"])
def test_a_parent_that_makes_no_sense_is_refused(reader, article, parent):
    assert post_reply(reader, article, parent=parent).status_code == 422
    assert not Comment.objects.exists()


def test_lines_count_as_the_browser_counts_them(reader, article):
    """A browser counts a line break as one character and sends it as two."""
    text = "line\n" * 999 + "five!"
    assert post_reply(reader, article, text=text.replace("\n", "\r\n")).status_code == 303
    assert Comment.objects.get().text == text
