"""Who is refused, and how: nothing typed is lost."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, Commenter, Policy, Thread
from tests.comments.posting.replies import OWN_PAGE, TYPED, FormOnPage, post_reply, send_form
from tests.factories import DAY, THEN, make_article, make_comment

pytestmark = pytest.mark.django_db

NASTY = {
    "long": "A long letter. " * 330 + "End.",
    "quotes": "\"It's 'late'\", she said & left; `really`, {{ name }} {% now %}",
    "markup": '</textarea></form><script>alert("1")</script><!-- -->&lt;b&gt;&amp;amp;',
    "arabic": "تأخّرت العبّارة ساعة كاملة هذا الصباح",
    "emoji": "👩🏽\u200d🚀 ❤️ 🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f and on",
    "lines": "First line\r\n\r\n\r\n\r\n  indented, after three empty ones",
}
TOO_LONG = "x" * 5001


def close(article):
    Thread.objects.create(article=article, policy=Policy.CLOSED)


REFUSALS = {
    "an address that is none": (422, {"email": "wanda at example"}),
    "no name": (422, {"name": "  "}),
    "no text": (422, {"text": ""}),
    "a text too long": (422, {"text": TOO_LONG}),
    "a website that is none": (422, {"website": "javascript:alert(1)"}),
    "the trap": (422, {"second_name": "Bot"}),
    "no stamp": (422, {"stamp": ""}),
    "another site": (403, {"headers": {"Sec-Fetch-Site": "cross-site"}}),
}
VISIBLE = ("text", "name", "email", "website")


@pytest.mark.parametrize(("status", "wrong"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_gives_back_everything_typed(reader, article, status, wrong):
    typed = TYPED | {"text": NASTY["quotes"]} | wrong
    refusal = post_reply(reader, article, **typed)
    form = FormOnPage(refusal)
    assert refusal.status_code == status
    assert {name: form.fields[name] for name in VISIBLE} == {name: typed[name] for name in VISIBLE}
    assert not Comment.objects.exists()
    assert not Commenter.objects.exists()


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_whatever_was_typed_comes_back_letter_for_letter(reader, article, text):
    """S14: and none of it becomes markup."""
    refusal = post_reply(reader, article, text=text, name=text, website=text, email=text.replace("\r\n", " "))
    form = FormOnPage(refusal)
    assert form.fields["text"] == text
    assert form.fields["email"] == text.replace("\r\n", " ")
    assert "<script>alert" not in refusal.text


def test_a_refused_form_posts_once_it_is_mended(reader, article):
    refusal = post_reply(reader, article, email="wanda")
    assert send_form(reader, refusal).status_code == 303


def test_a_refusal_is_kept_by_nobody(reader, article):
    refusal = post_reply(reader, article, email="wanda")
    assert refusal["Cache-Control"] == "private, no-store"
    assert "noindex" in refusal["X-Robots-Tag"]


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("email", "wanda", "This is not an email address. One looks like name@example.org."),
        ("email", "", "Give an address that is yours."),
        ("name", "", "Tell readers what to call you."),
        ("text", "", "Write your comment here."),
        ("text", TOO_LONG, "at most 5000 characters"),
        ("website", "nowhere", "This is not a web address. One looks like https://example.org."),
    ],
)
def test_an_error_stands_beside_its_field_and_in_a_linked_summary(reader, article, field, typed, says):
    page = post_reply(reader, article, **{field: typed}).text
    described_by = re.search(rf'<(?:input|textarea)[^>]* name="{field}"[^>]* aria-describedby="([^"]+)"', page)[1]
    assert f"id_{field}_error" in described_by.split()
    assert re.search(rf'<p class="field__error" id="id_{field}_error">[^<]*{re.escape(says)}', page)
    assert re.search(rf'<li><a href="#id_{field}">\w+</a>: [^<]*{re.escape(says)}', page)
    assert all(f'id="{each}"' in page for each in described_by.split())


def test_a_refusal_says_so_in_the_title_and_leads_to_what_is_wrong(reader, article):
    """The form is sent to the summary's id, so that a browser goes there without a script."""
    page = post_reply(reader, article, email="").text
    target = re.search(r'<form method="post" action="[^"]*#(\w+)"', page)[1]
    assert "<title>Not sent yet – " in page
    assert re.search(rf'<div class="wrong" id="{target}" tabindex="-1">', page)


def test_the_trap_shows_itself_to_the_person_who_fell_into_it(reader, article):
    untouched = reader.get(article.get_absolute_url()).text
    caught = post_reply(reader, article, second_name="Wanda").text
    assert re.search(r'field--trap" aria-hidden="true">\s*<label for="id_second_name"', untouched)
    assert "field--trap" not in caught
    assert "Please empty the field that is marked so" in caught


SOURCES = [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
    ({"Sec-Fetch-Site": "SAME-ORIGIN "}, False),
    ({"Origin": "http://testserver"}, True),
    ({"Origin": "http://testserver", "Referer": "http://elsewhere.example/"}, True),
    ({"Origin": "https://testserver"}, False),
    ({"Origin": "http://testserver:8080"}, False),
    ({"Origin": "http://elsewhere.example"}, False),
    ({"Origin": "http://testserver.elsewhere.example"}, False),
    ({"Origin": "http://testserver@elsewhere.example"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": "null", "Referer": "http://testserver/city/ferry/"}, True),
    ({"Origin": "http://["}, False),
    ({"Referer": "http://testserver/city/ferry/?after=1"}, True),
    ({"Referer": "http://elsewhere.example/?http://testserver/"}, False),
    ({"Referer": "http://testserver\u2100/"}, False),
    ({"Referer": "testserver"}, False),
    ({}, False),
]


@pytest.mark.parametrize(("headers", "is_own"), SOURCES)
def test_only_our_own_page_posts(reader, article, headers, is_own):
    """S16: what a browser says of where the form was sent from; a malformed word of it is a no."""
    headers = {name: value.encode().decode("latin-1") for name, value in headers.items()}
    answer = post_reply(reader, article, headers=headers)
    assert answer.status_code == (303 if is_own else 403)
    assert Comment.objects.exists() == is_own


def test_a_closed_thread_takes_no_reply(reader, article):
    close(article)
    refusal = post_reply(reader, article)
    assert refusal.status_code == 403
    assert "Comments on this article are closed." in refusal.text
    assert FormOnPage(refusal).fields["text"] == TYPED["text"]
    assert not Comment.objects.exists()


def test_a_closed_thread_shows_no_form(reader, article):
    make_comment(article)
    Thread.objects.update(policy=Policy.CLOSED)
    page = reader.get(article.get_absolute_url())
    assert not FormOnPage(page).action
    assert "Comments on this article are closed." in page.text
    assert "data-reply=" not in page.text


UNSEEN = {
    "a draft": {"published_at": None},
    "scheduled": {"published_at": timezone.now() + DAY},
    "embargoed": {"embargo_until": timezone.now() + DAY},
    "withdrawn": {"withdrawn_at": THEN + DAY},
}


@pytest.mark.parametrize("state", UNSEEN.values(), ids=UNSEEN)
def test_what_readers_cannot_see_they_cannot_comment_on(reader, state):
    """S8, S21."""
    article = make_article(**state)
    assert post_reply(reader, article).status_code == 404
    assert reader.get(reverse("comments:reply", args=[article.pk])).status_code == 404
    assert not Thread.objects.exists()


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_there_is_no_form_for_an_article_that_never_was(reader, pk):
    assert reader.post(f"/comments/{pk}/", TYPED, headers=OWN_PAGE).status_code == 404


@pytest.mark.parametrize("method", ["get", "head"])
def test_the_address_of_the_form_leads_to_the_article(reader, article, method):
    answer = getattr(reader, method)(reverse("comments:reply", args=[article.pk]))
    assert (answer.status_code, answer["Location"]) == (302, f"{article.get_absolute_url()}#reply")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_the_form_knows_no_other_method(reader, article, method):
    assert getattr(reader, method)(reverse("comments:reply", args=[article.pk])).status_code == 405
