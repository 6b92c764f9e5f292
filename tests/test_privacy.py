"""A commenter's address does not come out: no page, queue, log, mail or table holds it, nor what is made of it."""

import hashlib
import logging
import re
from base64 import b64encode
from urllib.parse import quote, quote_plus

import pytest
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.core import mail
from django.test import Client
from django.urls import reverse

from comments import moderation
from comments.models import Comment, Commenter, Thread
from newsroom.lib.crypto import sign
from tests.comments.posting import FormOnPage, post_reply
from tests.factories import make_article, make_comment, make_contributor, make_picture, make_topic
from tests.traces import Marks, answered, crawl, kept_commenters, kept_rows, said_in, written_in

pytestmark = pytest.mark.django_db

TYPED = " Zephyrine.Quill+7q@Wren-Post.Example "
ADDRESS = TYPED.strip()
CONTROL = "Kallistrate.Roan+9k@Moss-Mail.Example"
PARTS = ["zephyrine", "Quill", "quill+7q@", "Wren-Post", "wren-post.example", "@Wren-Post.Example"]
MARKS = Marks(TYPED)
WORDS = "The harbour office was shut"
NETWORK = "203.0.113.77"


@pytest.fixture
def article(db):
    return make_article(topics=[make_topic()], picture=make_picture(), byline=make_contributor())


@pytest.fixture
def poster(db):
    return Client(REMOTE_ADDR=NETWORK, raise_request_exception=False)


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture
def history(article, poster, moderator, administrator, desk, log, monkeypatch):
    """All that can befall a marked address; the answers that its owner got, by what she did."""

    def post(text, **typed):
        return post_reply(poster, article, **{"email": TYPED, "text": f"{WORDS} {text}"} | typed)

    given = {"accepted": [post(verb) for verb in ("approve", "reject", "mark_spam", "remove", "hold")]}
    moderation.approve(comment("remove"), by=moderator)
    for verb in moderation.VERBS:
        moderation.VERBS[verb](comment(verb), by=moderator)
    given["accepted"] += [post("replying", parent=comment("approve").pk), post("twice"), post("twice")]
    moderation.approve(comment("replying"), by=moderator)
    make_comment(article, parent=comment("remove"))
    given["refused"] = [post("", name=""), post("late", stamp="x"), post("trapped", second_name="x")]
    given["refused"] += [post("far", headers={"Sec-Fetch-Site": "cross-site"}), post("long " * 2000)]
    given["broken"] = [post("big" * 900_000)]
    with monkeypatch.context() as breaking:
        breaking.setattr("comments.models.comment.render_comment", fail)
        given["broken"] += [post("failing")]
    given["seen"] = [poster.get(answer["Location"]) for answer in given["accepted"]]
    given["revealed"] = [desk(administrator).post(reveal_page(), {"reason": "A court asked."})]
    desk(moderator).post(reveal_page(), {"reason": "Curious."})
    return given


def fail(*args):
    raise RuntimeError("the pen broke")


def comment(ending):
    return Comment.objects.get(text=f"{WORDS} {ending}")


def reveal_page():
    return reverse("admin:comments_commenter_reveal", args=[comment("hold").commenter_id])


def given_away(texts):
    """Return {where: marks} for those of {where: bytes} that hold the address, or something made of it."""
    known = kept_commenters()
    found = {
        where: MARKS.found_in(text) + [each for each in known if each.encode() in text] for where, text in texts.items()
    }
    return {where: marks for where, marks in found.items() if marks}


def is_public(address):
    return not address.startswith("/admin/")


# Readers


def test_no_public_address_gives_it_away(history, article, reader):
    """S1, S13: every page that a link leads to, with its headers, cookies, redirects and pictures."""
    pages = crawl(reader, "/", "/search/?q=ferry", "/nowhere/", "/comments/x/", "/search/?page=x", follow=is_public)
    assert {article.get_absolute_url(), "/topic/harbour/", "/contributor/ada-quayle/", "/city/"} <= pages.keys()
    assert any("?reply=" in address for address in pages)
    assert any(address.startswith("/media/") for address in pages)
    assert given_away(pages) == {}


def test_no_static_file_gives_it_away():
    files = {path: storage.open(path).read() for finder in finders.get_finders() for path, storage in finder.list([])}
    assert any(path.endswith("reply.js") for path in files)
    assert {path: marks for path, file in files.items() if (marks := MARKS.found_in(file))} == {}


def test_no_search_finds_it_by_a_part(history, reader):
    pages = {part: reader.get("/search/", {"q": part}) for part in PARTS}
    assert not any("<mark>" in page.text for page in pages.values())
    assert given_away({part: answered(page) for part, page in pages.items()}) == {}


def test_what_its_owner_is_answered_holds_it_only_in_the_form_given_back(history):
    for kind in ("accepted", "seen", "broken"):
        assert given_away(dict(enumerate(map(answered, history[kind])))) == {}
    assert [answer.status_code for answer in history["broken"]] == [400, 500]
    assert [FormOnPage(refusal).fields["email"] for refusal in history["refused"]] == [TYPED] * 5
    assert {refusal["Cache-Control"] for refusal in history["refused"]} == {"private, no-store"}


def test_a_form_given_back_to_someone_else_is_theirs(history, article, reader):
    """S15."""
    refusal = post_reply(reader, article, email=CONTROL, name="")
    assert given_away({"refusal": answered(refusal)}) == {}


# The desk


def is_at_the_desk(address):
    """Tell whether a link leads to a page of the desk, and not just to a list in another order."""
    path, _, query = address.partition("?")
    return path.startswith("/admin/") and "logout" not in path and not re.search(r"(^|&)(o|all|_\w+)=|&", query)


def lists():
    return [
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in admin.site._registry
    ]


def pages_of_objects():
    """Return the addresses of every row's form, history and deletion."""
    rows = [row for model in admin.site._registry for row in model._default_manager.all()]
    return [
        reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])
        for row in rows
        for page in ("change", "history", "delete")
    ]


@pytest.mark.parametrize("role", ["editor", "moderator", "administrator"])
def test_no_page_of_the_desk_gives_it_away(history, desk, request, role):
    """S13, S14: every list, filter, form and history, whether or not the desk links it for someone in this role."""
    client = desk(request.getfixturevalue(role))
    pages = crawl(client, "/admin/", *lists(), *pages_of_objects(), follow=is_at_the_desk)
    assert {"/admin/comments/comment/?state=spam", "/admin/comments/comment/"} <= pages.keys()
    assert (reveal_page() in pages) == (role == "administrator")
    unasked = client.post(reveal_page(), {"reason": ""})
    assert given_away(pages | {"reveal": answered(unasked)}) == {}


def test_no_list_of_the_desk_can_be_searched_for_it(history, desk, administrator):
    """An address that commented is answered as one that never did: a search is no way to probe for one."""
    client = desk(administrator)
    for address in lists():
        for known, unknown in ((ADDRESS, CONTROL), ("zephyrine", "kallistrate"), ("Wren-Post", "Moss-Mail")):
            assert searched(client, address, known) == searched(client, address, unknown)


def searched(client, address, typed):
    """Return the page of a search without what was typed, and without what is new in every page."""
    page = client.get(address, {"q": typed})
    text = re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]+"', "", page.text)
    for form in (typed, quote(typed), quote(quote(typed)), quote_plus(typed)):
        text = text.replace(form, "…")
    return page.status_code, text


def test_the_page_that_reveals_it_is_kept_by_nobody(history):
    revealed = history["revealed"][0]
    assert given_away({"revealed": answered(revealed)})
    assert {"private", "no-store"} <= set(revealed["Cache-Control"].split(", "))


# Links, logs, mails, tables


def test_no_link_that_a_commenter_holds_gives_it_away(history):
    """S9: nor name, text or network, once the link is decoded."""
    links = " ".join(answer["Location"] for answer in history["accepted"])
    assert given_away({"links": links.encode()}) == {}
    assert not [typed for typed in (WORDS, "Wanda", NETWORK) if Marks(typed).found_in(links)]


def test_no_log_gives_it_away(history, log):
    """S27: nor a comment's text, its secret or the network that it came from."""
    said = said_in(log.get_records("setup"))
    secrets = [re.search(r"sent=([^#]+)", answer["Location"])[1] for answer in history["accepted"]]
    assert "the pen broke" in said
    assert given_away({"log": said.encode()}) == {}
    assert not [word for word in (WORDS, NETWORK, *secrets) if word in said]


def test_no_mail_gives_it_away(history):
    """S13: not even the one that tells the administrators of a broken server."""
    written = written_in(mail.outbox)
    assert "the pen broke" in written
    assert given_away({"mail": written.encode()}) == {}
    assert WORDS not in written
    assert {(*each.recipients(), *each.reply_to) for each in mail.outbox} == {("desk@example.org",)}
    assert not any(each.alternatives for each in mail.outbox)


def test_no_table_holds_it_in_the_open(history):
    """S1, S2: nor a digest that anyone could compute; the sealed text and the keyed hash stand in one table."""
    rows, kept = list(kept_rows()), kept_commenters()
    assert [(table, column) for table, column, value in rows if MARKS.found_in(value)] == []
    holders = {(table, column) for table, column, value in rows if any(each in str(value) for each in kept)}
    assert holders == {("comments_commenter", "address"), ("comments_commenter", "address_hash")}
    assert ADDRESS.lower() in {commenter.address for commenter in Commenter.objects.all()}


def test_no_row_that_python_prints_gives_it_away(history):
    """What a traceback, a shell or a message would print of it."""
    printed = [f"{row} {row!r}" for model in (Comment, Commenter, Thread) for row in model.objects.all()]
    assert MARKS.found_in(*printed) == []


# The proof can fail

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


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_what_is_planted_is_found_in_a_page_and_in_a_table(article, reader, plant):
    comment = make_comment(article, text=f"See {plant} here.")
    Comment.objects.filter(pk=comment.pk).update(html=f'<p title="{plant}">See.</p>')
    caught = given_away(crawl(reader, "/", follow=is_public))
    assert {address.partition("?")[0] for address in caught} == {article.get_absolute_url()}
    assert {column for _, column, value in kept_rows() if MARKS.found_in(value)} == {"text", "html"}


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
        assert given_away(crawl(reader, article.get_absolute_url(), follow=lambda address: False))


@pytest.mark.parametrize("text", [CONTROL, "Zephyrine", "quill", hashlib.sha256(CONTROL.encode()).hexdigest(), ""])
def test_what_is_not_it_is_not_found(text):
    assert MARKS.found_in(text) == []
