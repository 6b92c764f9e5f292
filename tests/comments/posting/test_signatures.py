"""What someone who is signed in at the desk writes under an article."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from comments.models import Comment, Decision, Policy, Thread
from newsroom.models import User
from tests.comments.posting.replies import OWN_PAGE, TYPED, FormOnPage, post_reply
from tests.factories import make_article, make_comment, make_contributor
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk():
    """Sign someone in, in a browser that meets what a real one does: `at_desk(editor)`."""

    def sign_in(user):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def ada(editor):
    User.objects.filter(pk=editor.pk).update(first_name="Ada", last_name="Quayle")
    return User.objects.get(pk=editor.pk)


def send(client, page, **typed):
    form = FormOnPage(page)
    return client.post(form.action, form.fields | {"text": "I wrote it, and I was there."} | typed, headers=OWN_PAGE)


def test_staff_write_under_their_own_name(at_desk, ada, article):
    page = Page(at_desk(ada).get(article.get_absolute_url()))
    assert page.one("p.reply__signature").text == "You write as Ada Quayle (Newsroom)."
    assert not page.has("input[name=name]")
    assert not page.has("input[name=email]")


def test_what_staff_write_appears_at_once_with_a_badge(at_desk, ada, article, reader):
    client = at_desk(ada)
    answer = send(client, client.get(article.get_absolute_url()))
    comment = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, comment.get_absolute_url())
    assert (comment.state, comment.name, comment.badge, comment.staff) == ("approved", "Ada Quayle", "staff", ada)
    assert Page(reader.get(article.get_absolute_url())).one(".comment__badge").text == "Newsroom"
    assert Decision.objects.get().decided_by == ada


def test_whose_byline_it_is_answers_as_its_author(at_desk, ada):
    article = make_article(byline=make_contributor("A. M. Quayle", slug="am-quayle", user=ada))
    client = at_desk(ada)
    page = client.get(article.get_absolute_url())
    assert Page(page).one("p.reply__signature").text == "You write as A. M. Quayle (Author)."
    send(client, page)
    assert (Comment.objects.get().name, Comment.objects.get().badge) == ("A. M. Quayle", "author")


def test_a_contributor_is_no_author_of_what_others_wrote(at_desk, ada, article):
    make_contributor("A. M. Quayle", slug="am-quayle", user=ada)
    client = at_desk(ada)
    send(client, client.get(article.get_absolute_url()))
    assert Comment.objects.get().badge == "staff"


def test_a_name_that_is_too_long_is_cut(at_desk, ada):
    article = make_article(byline=make_contributor("Ada " * 29 + "Q", slug="ada", user=ada))
    client = at_desk(ada)
    assert send(client, client.get(article.get_absolute_url())).status_code == 303
    assert len(Comment.objects.get().name) == 60


def test_staff_sent_twice_is_one_comment(at_desk, ada, article):
    client = at_desk(ada)
    page = client.get(article.get_absolute_url())
    assert send(client, page)["Location"] == send(client, page)["Location"]
    assert Comment.objects.count() == 1


def test_staff_answer_a_comment(at_desk, ada, article):
    parent = make_comment(article)
    client = at_desk(ada)
    send(client, client.get(f"{article.get_absolute_url()}?reply={parent.pk}"))
    assert Comment.objects.get(staff=ada).parent == parent


def test_staff_see_a_preview_first(at_desk, ada, article):
    client = at_desk(ada)
    page = Page(send(client, client.get(article.get_absolute_url()), preview="1"))
    assert page.one(".preview .comment__name").text == "Ada Quayle Newsroom"
    assert not Comment.objects.exists()


@pytest.mark.parametrize("lost", ["csrfmiddlewaretoken", "cookie"])
def test_a_post_of_staff_without_its_token_is_given_back(at_desk, ada, article, lost):
    """S16: it is neither taken nor turned into a guest's."""
    client = at_desk(ada)
    form = FormOnPage(client.get(article.get_absolute_url()))
    if lost == "cookie":
        del client.cookies["csrftoken"]
    fields = {name: value for name, value in form.fields.items() if name != lost} | {"text": "Was I there?"}
    refusal = client.post(form.action, fields, headers=OWN_PAGE)
    assert refusal.status_code == 403
    assert FormOnPage(refusal).fields["text"] == "Was I there?"
    assert not Comment.objects.exists()


def test_a_guests_form_sent_by_staff_comes_back_as_theirs(at_desk, ada, article):
    """S16: their page may have been a cached one, the same as everybody's."""
    client = at_desk(ada)
    refusal = post_reply(client, article)
    assert refusal.status_code == 403
    assert "You are signed in at the desk, so this goes out under your name." in Page(refusal).one(".wrong").text
    assert not Comment.objects.exists()
    assert send(client, refusal, text=FormOnPage(refusal).fields["text"]).status_code == 303
    assert (Comment.objects.get().text, Comment.objects.get().name) == (TYPED["text"], "Ada Quayle")


def test_what_else_staff_send_changes_nothing(at_desk, ada, article, moderator):
    """S17."""
    client = at_desk(ada)
    send(
        client,
        client.get(article.get_absolute_url()),
        name="Someone",
        badge="author",
        staff=moderator.pk,
        email="a@b.c",
    )
    comment = Comment.objects.get()
    assert (comment.name, comment.badge, comment.staff, comment.commenter) == ("Ada Quayle", "staff", ada, None)


@pytest.mark.parametrize("text", ["", "x" * 5001])
def test_what_is_wrong_with_a_text_of_staff_stands_beside_it(at_desk, ada, article, text):
    client = at_desk(ada)
    refusal = send(client, client.get(article.get_absolute_url()), text=text)
    assert refusal.status_code == 422
    assert Page(refusal).has("p[id=id_text_error]")


def test_closed_is_closed_for_staff_too(at_desk, ada, article):
    client = at_desk(ada)
    page = client.get(article.get_absolute_url())
    Thread.objects.create(article=article, policy=Policy.CLOSED)
    assert send(client, page).status_code == 403
    assert not FormOnPage(client.get(article.get_absolute_url())).action


def test_the_page_of_staff_is_kept_by_nobody(at_desk, ada, article):
    page = at_desk(ada).get(article.get_absolute_url())
    assert page["Cache-Control"] == "private, no-store"
    assert "csrfmiddlewaretoken" in page.text


# Everybody else


def strangers():
    """Return cookies that are nobody's at the desk, or nobody's any more."""
    former = User.objects.create_user("former", is_staff=True)
    left = User.objects.create_user("left", is_staff=True)
    changed = User.objects.create_user("changed", is_staff=True)
    keys = {}
    for user in (former, left, changed):
        client = Client()
        client.force_login(user)
        keys[user.username] = client.cookies["sessionid"].value
    User.objects.filter(username="former").update(is_staff=False)
    User.objects.filter(username="left").update(is_active=False)
    changed.set_password("another")
    changed.save()
    bare = SessionStore()
    bare.create()
    yield from ({"sessionid": key} for key in [*keys.values(), bare.session_key, "x", "a" * 32, "'; --", "a" * 9000])
    yield from ({"csrftoken": "x" * 32}, {"comment_author_email": "wanda@example.org"}, {"anything": "1"})


def test_the_page_is_the_same_for_whatever_cookie_is_no_staff_session(article):
    """S15: body, headers and status; no cookie is set, and none is taken away."""
    make_comment(article)
    plain = Client().get(article.get_absolute_url())
    assert "csrf" not in plain.text
    for cookies in strangers():
        client = Client()
        client.cookies.load(cookies)
        page = client.get(article.get_absolute_url())
        assert (page.content, dict(page.items()), page.cookies) == (plain.content, dict(plain.items()), {}), cookies
        assert "Cookie" not in page.get("Vary", "")


def test_a_look_at_the_page_leaves_every_session_as_it_is(article, django_assert_num_queries):
    """S6: also one that has come to its end."""
    cookies = list(strangers())
    before = sorted(SessionStore.get_model_class().objects.values_list("session_key", "session_data"))
    for each in cookies:
        client = Client()
        client.cookies.load(each)
        client.get(article.get_absolute_url())
    assert sorted(SessionStore.get_model_class().objects.values_list("session_key", "session_data")) == before


def test_who_is_no_longer_staff_writes_as_a_reader(article):
    for number, cookies in enumerate(strangers()):
        client = Client(enforce_csrf_checks=True)
        client.cookies.load(cookies)
        assert post_reply(client, article, text=f"Number {number}.").status_code == 303
    assert not Comment.objects.approved().exists()
