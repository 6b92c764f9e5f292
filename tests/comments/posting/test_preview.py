"""A look at a comment before it is sent."""

import pytest

from comments.models import Comment, Commenter, Policy, Thread
from tests.comments.posting.replies import TYPED, FormOnPage, post_reply, send_form
from tests.factories import make_comment
from tests.page import Page

pytestmark = pytest.mark.django_db

# What the preview gives back beside the text.
REST = {
    "name": "Zoë",
    "email": "zoe@example.org",
    "website": "https://zoe.example/",
    "kind": "mistake",
    "mail_me": "on",
}


def preview(client, article, **typed):
    return post_reply(client, article, preview="1", **typed)


def test_a_preview_shows_the_comment_as_it_would_look(reader, article):
    answer = preview(reader, article, text="**Late** again.\n\n> half past\n\nhttps://tides.example/today")
    page = Page(answer)
    assert answer.status_code == 200
    assert page.one("section.preview strong").text == "Late"
    assert page.one("section.preview blockquote").text == "half past"
    assert page.one("section.preview .comment__text a")["rel"] == "ugc nofollow noopener noreferrer"
    assert page.one("section.preview .comment__name").text == TYPED["name"]
    assert page.place("section.preview") < page.place("form[method=post]")


def test_a_preview_keeps_nothing_and_is_kept_by_nobody(reader, article):
    answer = preview(reader, article)
    assert [model.objects.count() for model in (Comment, Commenter, Thread)] == [0, 0, 0]
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "<title>Preview – " in answer.text


def test_a_preview_gives_back_everything_typed(reader, article):
    """S14: letter for letter."""
    text = "</textarea><script>alert(1)</script>\r\n\r\n\r\n  indented"
    form = FormOnPage(preview(reader, article, text=text, **REST))
    assert {name: form.fields[name] for name in REST} == REST
    assert form.fields["text"] == text


def test_what_was_previewed_can_be_sent(reader, article):
    answer = preview(reader, article, stamp=FormOnPage(reader.get(article.get_absolute_url())).fields["stamp"])
    assert send_form(reader, answer).status_code == 303
    assert Comment.objects.get().text == TYPED["text"]


def test_a_preview_of_a_reply_still_answers_its_comment(reader, article):
    parent = make_comment(article, name="Ama Tan")
    answer = preview(reader, article, parent=parent.pk)
    assert FormOnPage(answer).fields["parent"] == str(parent.pk)
    assert Page(answer).one("[data-reply-name]").text == "Ama Tan"


def test_a_preview_asks_for_no_more_than_a_text(reader, article):
    """Who writes can be filled in later, and is not called wrong before anything was sent."""
    answer = preview(reader, article, name="", email="nobody", stamp="old")
    assert answer.status_code == 200
    assert not Page(answer).has("div.wrong")
    assert FormOnPage(answer).fields["email"] == "nobody"


@pytest.mark.parametrize("text", ["", "  \u200b ", "x" * 5001])
def test_there_is_no_preview_of_nothing_nor_of_too_much(reader, article, text):
    answer = preview(reader, article, text=text)
    assert answer.status_code == 422
    assert not Page(answer).has("section.preview")
    assert Page(answer).has("p[id=id_text_error]")


def test_nobody_has_a_text_of_theirs_shown_on_our_page_from_elsewhere(reader, article):
    answer = preview(reader, article, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert not Page(answer).has("section.preview")


def test_there_is_no_preview_where_comments_are_closed(reader, article):
    Thread.objects.create(article=article, policy=Policy.CLOSED)
    assert preview(reader, article).status_code == 403


def test_previews_do_not_count_as_posts(reader, article, settings, clock):
    settings.COMMENTS_PER_TEN_MINUTES = 1
    assert [preview(reader, article).status_code for _ in range(3)] == [200] * 3
    assert post_reply(reader, article).status_code == 303


def test_the_form_says_what_marks_it_knows_and_how_long_a_comment_may_be(reader, article):
    page = Page(reader.get(article.get_absolute_url()))
    described_by = page.one("textarea[name=text]")["aria-describedby"]
    help_text = page.one(f"p[id={described_by}]").text
    assert "**strong emphasis**" in help_text
    assert "5,000 characters" in help_text
