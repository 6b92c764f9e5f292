"""What else may be in a post, by mistake or on purpose."""

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from articles.models import Article
from comments.models import Comment, ErrorReport
from tests.comments.posting.replies import OWN_PAGE, TYPED, post_reply
from tests.factories import make_article, make_comment

# In one worker, which writes the article once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("hostile posts")]


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_article()
        transaction.set_rollback(True)


@pytest.fixture
def article(written, db):
    return Article.objects.get(pk=written.pk)


OF_THE_FORM = {"text", "name", "email", "website", "parent", "stamp", "kind", "mail_me", "proof"}


def test_extra_fields_change_nothing(reader, article, clock):
    """S17: whatever any model of comments has is not the sender's to set."""
    elsewhere = make_comment()
    extra = {
        field.attname: elsewhere.pk
        for model in apps.get_app_config("comments").get_models()
        for field in columns(model)
    }
    extra |= {"state": "approved", "version": 9, "html": "<b>", "is_staff": 1, "badge": "staff", "is_proven": "on"}
    extra = {name: value for name, value in extra.items() if name not in OF_THE_FORM}
    post_reply(reader, article, **extra)
    post_reply(reader, article, text="The same without.")
    with_extra, without = Comment.objects.under(article).oldest_first()
    own = {"id", "text", "html", "digest", "fingerprint", "created_at", "waiting_since"}
    assert row(with_extra, own) == row(without, own)
    assert with_extra.html == f"<p>{TYPED['text']}</p>"


def test_extra_fields_change_nothing_in_a_report_of_a_mistake(reader, article):
    """S17."""
    extra = {"state": "corrected", "settled_at": "2026-01-01", "settled_by": 1, "correction": 1, "commenter": 1}
    post_reply(reader, article, kind="mistake", **extra)
    report = ErrorReport.objects.get()
    assert (report.state, report.settled_at, report.settled_by, report.correction) == ("open", None, None, None)
    assert report.commenter.address == TYPED["email"]


def columns(model):
    return model._meta.concrete_fields


def row(comment, without):
    return {f.attname: getattr(comment, f.attname) for f in columns(Comment) if f.attname not in without}


GARBAGE = ["\x00", "a\x00b", "x" * 200_000, "\ufffd", "\u202e", "\u0301" * 5000, "\ufb2c" * 60, "&" * 3000, "\u3164"]


@pytest.mark.parametrize(
    "field",
    ["text", "name", "email", "website", "second_name", "parent", "stamp", "kind", "mail_me", "proof", "preview"],
)
def test_no_field_breaks_the_server(reader, article, field):
    assert {post_reply(reader, article, **{field: each}).status_code for each in GARBAGE} <= {200, 303, 422}


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
