"""What becomes of a reply that a reader sends."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment, Commenter, Thread
from tests.comments.posting import OWN_PAGE, TYPED, FormOnPage, post_reply, send_form
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


@pytest.fixture
def article(db):
    return make_article()


def close(article):
    Thread.objects.create(article=article, policy=Thread.Policy.CLOSED)


# Accepted


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


@pytest.mark.parametrize("stamp", ["", "1.20000", "garbage", "1.20000:AAAA", "\x00", "é" * 500])
def test_a_stamp_that_we_did_not_make_is_refused(reader, article, stamp):
    assert post_reply(reader, article, stamp=stamp).status_code == 422
    assert not Comment.objects.exists()


def test_the_stamp_of_one_article_is_none_for_another(reader, article):
    """S4."""
    form = FormOnPage(reader.get(make_article().get_absolute_url()))
    assert post_reply(reader, article, stamp=form.fields["stamp"]).status_code == 422
    assert not Comment.objects.exists()


def test_a_trusted_readers_name_and_address_open_no_door(reader, article):
    """S10: who borrows them waits, and is answered as a stranger is."""
    make_comment(article, name=TYPED["name"], address=TYPED["email"])
    borrowed, unknown = post_reply(reader, article), post_reply(reader, article, email="stranger@example.org")
    assert [comment.is_held for comment in Comment.objects.oldest_first()[1:]] == [True, True]
    assert shape(borrowed) == shape(unknown)


def shape(answer):
    """Return an answer without what is new in every one: numbers and secrets."""
    headers = {name: re.sub(r"sent=[\w:-]+|\d+", "…", value) for name, value in answer.items()}
    return answer.status_code, headers, answer.content


# Refused


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
    Thread.objects.update(policy=Thread.Policy.CLOSED)
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


# What else may be in a post


def test_extra_fields_change_nothing(reader, article):
    """S17: whatever a comment, its thread or its commenter has is not the sender's to set."""
    elsewhere = make_comment()
    models = (Comment, Commenter, Thread)
    extra = {field.attname: elsewhere.pk for model in models for field in model._meta.concrete_fields}
    extra |= {"state": "approved", "version": 9, "html": "<b>", "is_staff": 1, "created_at": "2001-01-01"}
    extra = {name: value for name, value in extra.items() if name not in TYPED}
    post_reply(reader, article, **extra)
    post_reply(reader, article, text="The same without.")
    with_extra, without = Comment.objects.under(article).oldest_first()
    own = {"id", "text", "html", "digest", "created_at"}
    assert row(with_extra, own) == row(without, own)
    assert with_extra.html == f"<p>{TYPED['text']}</p>"


def row(comment, without):
    return {f.attname: getattr(comment, f.attname) for f in Comment._meta.concrete_fields if f.attname not in without}


@pytest.mark.parametrize("guess", [TYPED["email"], "somebody.else@example.org"], ids=["right", "wrong"])
def test_repeating_a_text_under_a_guessed_address_does_not_tell_whether_the_guess_is_right(reader, article, guess):
    """S11: a stranger is led to a comment of their own, never to the one they repeated."""
    first = post_reply(reader, article)["Location"]
    stranger = Client(REMOTE_ADDR="203.0.113.9")
    assert post_reply(stranger, article, email=guess)["Location"].partition("#")[2] != first.partition("#")[2]
    assert Comment.objects.in_queue().count() == 2


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
    assert [c.text for c in Comment.objects.in_queue()] == ["Changed my mind."]


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
    reply = Comment.objects.in_queue().get()
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


GARBAGE = ["\x00", "a\x00b", "x" * 200_000, "\ufffd", "\u202e", "\u0301" * 5000, "\ufb2c" * 60, "&" * 3000, "\u3164"]


@pytest.mark.parametrize("field", ["text", "name", "email", "website", "second_name", "parent", "stamp"])
def test_no_field_breaks_the_server(reader, article, field):
    assert {post_reply(reader, article, **{field: each}).status_code for each in GARBAGE} <= {303, 422}


PART = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n+2AA-\r\n--x--'
FORM = "application/x-www-form-urlencoded"
BODIES = {
    "nothing": (b"", FORM, 422),
    "invalid UTF-8": (b"text=%FF%FE&name=%C3&email=%E9@example.org", FORM, 422),
    "invalid UTF-8, unquoted": (b"text=\xff\xfe&name=\xc3", FORM, 422),
    "lone surrogates": (b"text=%ED%A0%80&name=%ED%B0%80", FORM, 422),
    "ten megabytes": (b"text=" + b"x" * 10_000_000, FORM, 400),
    "two thousand fields": (b"a=1&" * 2000, FORM, 400),
    "JSON": (b'{"text": "hello"}', "application/json", 422),
    "no type": (b"text=hello", "", 422),
    "no boundary": (b"text=hello", "multipart/form-data", 400),
    "half a part": (
        b"--x\r\nContent-Disposition: form-data; name=text\r\n\r\nhel",
        "multipart/form-data; boundary=x",
        422,
    ),
    "the charset spelt out": (b"text=hello", f"{FORM}; charset=UTF-8", 422),
    "another charset": (b"text=hello", f"{FORM}; charset=utf-16", 422),
    "no charset": (PART, "multipart/form-data; boundary=x; charset=rot13", 422),
    "a charset with surrogates": (PART, "multipart/form-data; boundary=x; charset=utf-7", 422),
}


@pytest.mark.parametrize(("body", "kind", "status"), BODIES.values(), ids=BODIES)
def test_no_body_breaks_the_server(reader, article, body, kind, status):
    address = reverse("comments:reply", args=[article.pk])
    assert reader.generic("POST", address, body, content_type=kind, headers=OWN_PAGE).status_code == status
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["\u200b\u202e", "\u200d", "\ufe0f", "\u3164\uffa0", "\u2800", "\u0301", "\U000e0041"])
def test_a_name_of_nothing_visible_is_no_name(reader, article, name):
    """S24."""
    assert post_reply(reader, article, name=name).status_code == 422
    assert post_reply(reader, article, text=name).status_code == 422


def test_a_line_break_in_a_name_breaks_no_line(reader, article):
    """S13: nothing that is made of it later, such as a mail's header, can be broken by it."""
    post_reply(reader, article, name="Wanda\r\nBcc: everyone@example.org")
    assert Comment.objects.get().name == "Wanda Bcc: everyone@example.org"


def test_lines_count_as_the_browser_counts_them(reader, article):
    """A browser counts a line break as one character and sends it as two."""
    text = "line\n" * 999 + "five!"
    assert post_reply(reader, article, text=text.replace("\n", "\r\n")).status_code == 303
    assert Comment.objects.get().text == text


# How often


@pytest.fixture
def limited(settings, clock):
    """Ten posts in ten minutes, at a moment in the middle of such a window."""
    settings.COMMENTS_PER_TEN_MINUTES = 10
    return clock


def post_many(client, article, number=10, **extra):
    return [post_reply(client, article, text=f"Number {n}.", **extra).status_code for n in range(number)]


def test_the_eleventh_reply_of_one_network_is_refused(reader, article, limited):
    assert post_many(reader, article) == [303] * 10
    refusal = post_reply(reader, article)
    assert refusal.status_code == 429
    assert "Many comments came from your network just now." in refusal.text
    assert FormOnPage(refusal).fields["text"] == TYPED["text"]
    assert Comment.objects.count() == 10


@pytest.mark.parametrize(
    ("second", "wait"), [(0, "in 10 minutes"), (1, "in 10 minutes"), (541, "in a minute"), (540, "in a minute")]
)
def test_a_refusal_says_for_how_long(reader, article, limited, monkeypatch, settings, second, wait):
    settings.COMMENTS_PER_TEN_MINUTES = 1
    monkeypatch.setattr("time.time", lambda: 1_800_000_000 + second)
    post_reply(reader, article, text="Number one.")
    assert f"Please send yours again {wait}." in post_reply(reader, article).text


def test_another_article_is_not_limited(reader, article, limited):
    post_many(reader, article, 11)
    assert post_reply(reader, make_article()).status_code == 303


def test_another_network_is_not_limited_even_with_the_same_address(reader, article, limited):
    """S29: who floods with a reader's address does not silence that reader."""
    post_many(reader, article, 11)
    assert post_reply(Client(REMOTE_ADDR="192.0.2.7"), article).status_code == 303


def test_one_subscribers_many_addresses_are_one_network(article, limited):
    codes = [post_many(Client(REMOTE_ADDR=f"2001:db8::{n}"), article, 1, name=f"N{n}") for n in range(1, 12)]
    assert codes[9:] == [[303], [429]]


def test_time_lifts_the_limit(reader, article, limited):
    post_many(reader, article, 11)
    limited(days=1)
    assert post_reply(reader, article).status_code == 303


def test_no_limit_is_counted_where_none_is_set(reader, article):
    assert post_many(reader, article, 12) == [303] * 12
