"""A comment that waits is seen by its author alone, who holds a secret instead of an account."""

import base64
import json
import re

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import signing

from articles.models import Article
from comments import moderation
from comments.models import Comment
from comments.tokens import Purpose, link_to, page_with
from newsroom.lib.crypto import sign
from newsroom.lib.stamps import stamp
from tests.comments.posting.replies import TYPED, post_reply
from tests.factories import DAY, THEN, make_article, make_comment
from tests.page import Page

pytestmark = pytest.mark.django_db

HELD = "The dredger was never insured."


@pytest.fixture
def article(db):
    return make_article()


@pytest.fixture
def held(article):
    return make_comment(article, state="held", text=HELD, name="Ama Tan", address="ama@example.org")


def secret_of(comment):
    return re.search(r"sent=([^#]+)", link_to(comment))[1]


def plain_page(reader, article):
    return reader.get(article.get_absolute_url()).content


def test_the_secret_shows_its_holder_the_comment_in_its_place(reader, article, held):
    """S3."""
    make_comment(article, text="Before.")
    page = reader.get(link_to(held)).text
    assert f'<article class="comment comment--held" id="comment-{held.pk}"' in page
    assert HELD in page
    assert "Awaiting moderation" in page
    assert "Thank you. Your comment is awaiting moderation." in page


def test_nobody_else_sees_it(reader, article, held):
    """S3."""
    reader.get(link_to(held))
    assert HELD.encode() not in plain_page(reader, article)
    assert b"Ama Tan" not in plain_page(reader, article)


def test_its_holder_sees_no_other_comment_that_waits(reader, article, held):
    """S3: not even one by the same address."""
    make_comment(article, state="held", text="Another by the same.", address="ama@example.org")
    assert "Another by the same." not in reader.get(link_to(held)).text


def test_the_post_leads_to_such_a_page(reader, article):
    assert TYPED["text"] in reader.get(post_reply(reader, article)["Location"]).text


def test_the_page_of_a_secret_is_kept_and_listed_by_nobody(reader, held):
    """S3, S32."""
    page = reader.get(link_to(held))
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"


def test_the_page_of_a_secret_passes_it_on_to_the_comments_own_page_alone(reader, held):
    """S27: from the notice and from the comment; no other link, form or picture on it carries the secret, and it is not renewed by looking."""
    link = link_to(held)
    secret = link.partition("?sent=")[2].partition("#")[0]
    carried = [
        element
        for element in Page(reader.get(link)).elements
        if secret in " ".join(map(str, element.attributes.values()))
    ]
    assert [(element.tag, element["href"]) for element in carried] == 2 * [("a", page_with(Purpose.COMMENT, secret))]


def test_a_secret_carries_a_number_and_nothing_else(held):
    """S9."""
    payload = secret_of(held).split(":")[0]
    decoded = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    assert json.loads(decoded) == {"pk": held.pk, "v": 1}


def test_looking_changes_nothing(reader, held):
    """S6: a mail scanner or a preview that follows the link leaves every row as it was."""
    before = [list(model.objects.values()) for model in (Comment, Article)]
    reader.get(link_to(held))
    reader.head(link_to(held))
    assert [list(model.objects.values()) for model in (Comment, Article)] == before


WRONG = {
    "empty": lambda held: "",
    "a bare number": lambda held: str(held.pk),
    "an unsigned claim": lambda held: base64.urlsafe_b64encode(json.dumps({"pk": held.pk, "v": 1}).encode()).decode(),
    "a changed claim": lambda held: (
        sign(Purpose.COMMENT, pk=held.pk + 1, v=1).split(":")[0] + secret_of(held)[secret_of(held).index(":") :]
    ),
    "a changed signature": lambda held: secret_of(held)[:-1] + ("A" if secret_of(held)[-1] != "A" else "B"),
    "a cut secret": lambda held: secret_of(held)[:-5],
    "another key": lambda held: signing.dumps({"pk": held.pk, "v": 1}, key="another", salt="newsroom.comments.comment"),
    "another purpose": lambda held: sign(Purpose.CONFIRM, pk=held.pk, v=1),
    "a stamp": lambda held: stamp(held.thread.article),
    "a session's signature": lambda held: signing.dumps({"pk": held.pk, "v": 1}, salt=SessionStore.__module__),
    "no purpose": lambda held: signing.dumps({"pk": held.pk, "v": 1}),
    "the secret of another article's comment": lambda held: secret_of(make_comment(state="held", text=HELD)),
    "the secret of a comment that is gone": lambda held: sign(Purpose.COMMENT, pk=10**9, v=1),
    "a secret that was ended": lambda held: sign(Purpose.COMMENT, pk=held.pk, v=0),
    "letters of no alphabet": lambda held: "é\x00\ud7ff:::٣",
    "a book": lambda held: "x" * 8000,
}


@pytest.mark.parametrize("forge", WRONG.values(), ids=WRONG)
def test_any_other_secret_shows_the_plain_page(reader, article, held, forge):
    """S3, S4, S5, S20: byte for byte what is shown without one."""
    page = reader.get(article.get_absolute_url(), {"sent": forge(held)})
    assert (page.status_code, page.content) == (200, plain_page(reader, article))


@pytest.mark.parametrize("parameter", ["c", "id", "comment", "unapproved", "moderation-hash", "after", "reply", "sent"])
def test_a_number_shows_nothing_that_waits(reader, article, held, parameter):
    """S20: the numbers of comments that wait answer as numbers that are none."""
    page, none = (reader.get(article.get_absolute_url(), {parameter: pk}) for pk in (held.pk, held.pk + 10_000))
    assert page.content == none.content == plain_page(reader, article)


COOKIES = {
    "comment_author_0123456789abcdef0123456789abcdef": "Ama Tan",
    "comment_author_email_0123456789abcdef0123456789abcdef": "ama@example.org",
    "comment_author_email": "ama@example.org",
    "sent": "1",
}


def test_a_cookie_with_an_address_shows_nothing(reader, article, held):
    """S3: as WordPress would have shown it."""
    expected = plain_page(reader, article)
    for name, value in COOKIES.items():
        reader.cookies[name] = value
    assert plain_page(reader, article) == expected


def test_a_secret_is_none_under_another_article(reader, held):
    """S4."""
    elsewhere = make_article()
    page = reader.get(elsewhere.get_absolute_url(), {"sent": secret_of(held)})
    assert page.content == plain_page(reader, elsewhere)


@pytest.mark.parametrize(("days", "is_shown"), [(89, True), (91, False)])
def test_a_secret_serves_for_ninety_days(reader, held, clock, days, is_shown):
    """S5."""
    link = link_to(held)
    clock(days)
    assert (HELD in reader.get(link).text) == is_shown


def test_the_secret_of_a_withdrawn_article_shows_nothing(reader, article, held):
    """S21."""
    link = link_to(held)
    Article.objects.update(withdrawn_at=THEN + DAY)
    page = reader.get(link)
    assert page.status_code == 410
    assert HELD not in page.text


def test_a_secret_survives_a_new_address_of_the_article(reader, article, held):
    link = link_to(held)
    wrong_section = link.replace(f"/{article.section.slug}/", "/elsewhere/")
    assert HELD in reader.get(wrong_section, follow=True).text


# What became of it


def test_an_approved_comment_says_so_to_its_author(reader, article, held):
    moderation.approve(held, by=None)
    page = reader.get(link_to(held)).text
    assert "Your comment has been published." in page
    assert "Awaiting moderation" not in page
    assert HELD.encode() in plain_page(reader, article)


@pytest.mark.parametrize("verb", [moderation.reject, moderation.mark_spam])
def test_a_refused_comment_says_so_to_its_author_alone(reader, article, held, verb):
    verb(held, by=None)
    page = reader.get(link_to(held)).text
    assert "Your comment was not published." in page
    assert HELD not in page
    assert b"moderator decided" not in plain_page(reader, article)


def test_a_removed_comment_is_removed_for_its_author_too(reader, article, held):
    """Nobody is made to believe that others still read it."""
    moderation.approve(held, by=None)
    make_comment(article, parent=held)
    moderation.remove(held, by=None)
    page = reader.get(link_to(held)).text
    assert "A moderator removed your comment." in page
    assert HELD not in page


# Where it stands


@pytest.fixture
def long_thread(article):
    """An article whose thread has a second page; its first comment and its last."""
    comments = [make_comment(article) for _ in range(3)]
    others = [Comment(thread=comments[0].thread, commenter=comments[0].commenter, text=f"{n}") for n in range(60)]
    for comment in others:
        comment.state, comment.digest = "approved", comment.text
    Comment.objects.bulk_create(others)
    return comments[0], others[-1]


@pytest.mark.parametrize("state", ["held", "approved"])
@pytest.mark.parametrize("is_reply", [False, True])
def test_ones_own_comment_is_on_the_page_whichever_it_belongs_to(reader, article, long_thread, state, is_reply):
    parent = long_thread[1] if is_reply else None
    own = make_comment(article, state=state, text=HELD, parent=parent)
    page = reader.get(link_to(own)).text
    assert f'id="comment-{own.pk}"' in page
    assert not parent or f'id="comment-{parent.pk}"' in page


def test_ones_own_reply_stands_under_what_it_answers(reader, article, long_thread):
    own = make_comment(article, state="held", parent=long_thread[0])
    page = reader.get(link_to(own)).text
    branch = page[page.index(f'id="comment-{long_thread[0].pk}"') :]
    assert branch.index(f'id="comment-{own.pk}"') < branch.index("</ol>")
