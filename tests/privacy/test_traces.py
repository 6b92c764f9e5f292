"""The proof can fail: what is planted on purpose is found."""

import hashlib
import logging
from base64 import b64encode
from urllib.parse import quote

import pytest
from django.core import mail

from comments.models import Comment
from newsroom.lib.crypto import sign
from tests.factories import make_article, make_comment
from tests.privacy.marked import ADDRESS, CONTROL, MARKS, TYPED, given_away, is_public
from tests.traces import answered, crawl, kept_commenters, kept_rows, look_at, said_in, written_in

pytestmark = pytest.mark.django_db

PLANTS = {
    "itself": ADDRESS,
    "in capitals": ADDRESS.upper(),
    "as typed": TYPED,
    "in an address": quote(ADDRESS, safe=""),
    "in entities": "".join(f"&#{ord(letter)};" for letter in ADDRESS),
    "its first part": "Zephyrine.Quill+7q",
    "in base64": b64encode(b"xyz" + ADDRESS.encode()).decode(),
    "in a token": sign("look", address=ADDRESS),
    "in hex": ADDRESS.encode().hex(),
    "MD5": hashlib.md5(ADDRESS.lower().encode()).hexdigest(),  # noqa: S324 - what other systems publish
    "SHA-1 as typed": hashlib.sha1(TYPED.encode()).hexdigest(),  # noqa: S324
    "SHA-256": hashlib.sha256(ADDRESS.encode()).hexdigest().upper(),
    "SHA-256 in base64": b64encode(hashlib.sha256(ADDRESS.lower().encode()).digest()).decode(),
}


def test_what_is_planted_is_found_in_a_page_and_in_a_table(db, reader):
    """Each plant grows under an article of its own, so that it is seen which one is found."""
    comments = {name: make_comment(make_article(), text=f"See {plant} here.") for name, plant in PLANTS.items()}
    for name, comment in comments.items():
        Comment.objects.filter(pk=comment.pk).update(html=f'<p title="{PLANTS[name]}">See.</p>')
    pages = crawl(reader, "/", follow=is_public)
    caught = given_away(pages)
    found = {(column, value) for _, column, value in kept_rows() if MARKS.found_in(value)}
    for name, comment in comments.items():
        address = comment.thread.article.get_absolute_url()
        assert pages[address].count(b"<p title=") == 1
        assert address in caught, name
        kept = Comment.objects.get(pk=comment.pk)
        assert {("text", kept.text), ("html", kept.html)} <= found, name


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_what_is_planted_is_found_in_a_log_and_in_a_mail(log, plant):
    logging.getLogger("anything").debug("Received %s", plant)
    mail.mail_admins("Received", plant)
    assert MARKS.found_in(said_in(log.records))
    assert MARKS.found_in(written_in(mail.outbox))


def test_what_is_planted_is_found_in_headers_cookies_and_tracebacks(poster, log):
    response = poster.get("/")
    assert not MARKS.found_in(answered(response))
    response["X-Commenter"] = ADDRESS
    assert MARKS.found_in(answered(response))
    del response["X-Commenter"]
    response.set_cookie("commenter", ADDRESS)
    assert MARKS.found_in(answered(response))
    try:
        raise ValueError(ADDRESS)
    except ValueError:
        logging.getLogger("anything").exception("Failed")
    assert MARKS.found_in(said_in(log.records))


def test_sealed_texts_and_keyed_hashes_on_a_page_are_found_too(article, reader):
    comment = make_comment(article, address=ADDRESS)
    for each in kept_commenters():
        Comment.objects.filter(pk=comment.pk).update(html=each)
        assert given_away(look_at(reader, article.get_absolute_url()))


@pytest.mark.parametrize("text", [CONTROL, "Zephyrine", "quill", hashlib.sha256(CONTROL.encode()).hexdigest(), ""])
def test_what_is_not_it_is_not_found(text):
    assert MARKS.found_in(text) == []
