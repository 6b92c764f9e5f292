"""A commenter's address does not come out: no page, queue, log, mail or table holds it, nor what is made of it."""

import re
from urllib.parse import quote, quote_plus

import pytest
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from comments.models import Comment, Commenter, Following, Notice, Report, Thread
from comments.tokens import Purpose, token_for
from tests.comments.posting.replies import FormOnPage, post_reply
from tests.comments.readers.links import route
from tests.privacy.conftest import comment, fail, reveal_page
from tests.privacy.marked import ADDRESS, CONTROL, MARKS, NETWORK, PARTS, TYPED, WORDS, given_away, is_public
from tests.traces import answered, crawl, kept_commenters, kept_rows, said_in, written_in

# In one worker, which carries out the story once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("walk")]


@pytest.fixture
def article(story):
    return story.article


# Readers


def test_no_public_address_gives_it_away(story, article, reader):
    """S1, S2, S13: every page that a link leads to, with its headers, cookies, redirects and pictures."""
    pages = crawl(reader, "/", "/search/?q=ferry", "/nowhere/", "/comments/x/", "/search/?page=x", follow=is_public)
    assert {article.get_absolute_url(), "/topic/harbour/", "/contributor/ada-quayle/", "/city/"} <= pages.keys()
    assert any("?reply=" in address for address in pages)
    assert any(address.startswith("/media/") for address in pages)
    assert any(address.startswith("/comments/report/") for address in pages)
    counted = reader.get(reverse("comments:count", args=[article.pk]))
    assert given_away(pages | {"count": answered(counted)}) == {}


def test_no_static_file_gives_it_away():
    files = {path: storage.open(path).read() for finder in finders.get_finders() for path, storage in finder.list([])}
    assert any(path.endswith("reply.js") for path in files)
    assert {path: marks for path, file in files.items() if (marks := MARKS.found_in(file))} == {}


def test_no_search_finds_it_by_a_part(story, reader):
    pages = {part: reader.get("/search/", {"q": part}) for part in PARTS}
    assert not any("<mark>" in page.text for page in pages.values())
    assert given_away({part: answered(page) for part, page in pages.items()}) == {}


@pytest.mark.parametrize("kind", ["accepted", "seen", "broken", "proving", "own pages"])
def test_what_its_owner_is_answered_does_not_hold_it(story, kind):
    """S1, S9: nor the pages behind her links, where who holds the link may do all that she may."""
    statuses = {answer.status_code for answer in story.answers[kind]}
    assert statuses <= ({400, 500} if kind == "broken" else {200, 303})
    assert given_away(dict(enumerate(map(answered, story.answers[kind])))) == {}


def test_a_form_that_is_given_back_to_its_owner_holds_it(story):
    forms = story.answers["given back"]
    assert [FormOnPage(form).fields["email"] for form in forms] == [TYPED] * 6
    assert {form["Cache-Control"] for form in forms} == {"private, no-store"}


def test_a_form_given_back_to_someone_else_is_theirs(story, article, reader):
    """S15."""
    refusal = post_reply(reader, article, email=CONTROL, name="")
    assert given_away({"refusal": answered(refusal)}) == {}


@pytest.mark.parametrize("kind", ["revealed", "copy"])
def test_the_two_answers_that_hold_it_are_kept_by_nobody(story, kind):
    """S3: the address revealed at the desk, and the copy that its owner takes."""
    [answer] = story.answers[kind]
    assert given_away({kind: answered(answer)})
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_the_address_or_a_cookie_of_hers_shows_nobody_what_waits(story, article, reader):
    """S3: nothing that a browser can say of itself opens a comment that waits, but the secret of that comment."""
    url = article.get_absolute_url()
    plain = reader.get(url).content
    assert f"{WORDS} hold".encode() not in plain
    for name in ("email", "comment_author_email", "comment_author", "commenter", "author", "sessionid"):
        reader.cookies[name] = ADDRESS
    assert reader.get(url).content == plain
    for name in ("email", "sent", "key", "as", "author", "commenter"):
        assert f"{WORDS} hold".encode() not in reader.get(url, {name: ADDRESS}).content


def test_whoever_sent_a_comment_sees_that_one_and_is_kept_apart(story, poster):
    """S3: the answer is neither indexed nor stored."""
    sent = [answer["Location"] for answer in story.answers["accepted"]]
    waiting = next(poster.get(link) for link in sent if f"{WORDS} hold" in poster.get(link).text)
    assert f"{WORDS} mark_spam" not in waiting.text
    assert "noindex" in waiting["X-Robots-Tag"]
    assert {"private", "no-store"} <= set(waiting["Cache-Control"].split(", "))


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


FOR_MODERATORS = [
    "/admin/comments/queue/",
    "/admin/comments/queue/history/?by=all",
    "/admin/comments/decision/statistics/",
    "/admin/comments/decision/record.csv",
    "/admin/comments/case/cases.csv",
]


@pytest.mark.parametrize("role", ["reporter", "editor", "moderator", "administrator"])
def test_no_page_of_the_desk_gives_it_away(story, desk, request, role):
    """S13, S14, E17: every list, filter, form, export and history, whether or not the desk links it in this role."""
    client = desk(request.getfixturevalue(role))
    pages = crawl(client, "/admin/", *lists(), *pages_of_objects(), *FOR_MODERATORS, follow=is_at_the_desk)
    found = {address for address, page in pages.items() if page.startswith(b"200")}
    assert set(FOR_MODERATORS) <= found or role in ("reporter", "editor")
    assert (reveal_page() in pages) == (role == "administrator")
    unasked = client.post(reveal_page(), {"reason": ""})
    assert given_away(pages | {"reveal": answered(unasked)}) == {}


def test_no_list_of_the_desk_can_be_searched_for_it(story, desk, administrator):
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


# Logs, mails, tables


def test_no_log_gives_it_away(told, story):
    """S27: nor a comment's text, a secret of its author's or the network that it came from."""
    said = said_in(told.records)
    links = " ".join(answer.get("Location", "") for answers in story.answers.values() for answer in answers)
    secrets = set(re.findall(r"(?:sent|key)=([^#&]+)", links + written_in(mail.outbox)))
    assert "the pen broke" in said
    assert len(secrets) > 10
    assert given_away({"log": said.encode()}) == {}
    assert not [word for word in (WORDS, NETWORK, *secrets) if word in said]


def test_no_mail_gives_it_away_but_by_whom_it_is_to(story):
    """S13: each goes to one person, and neither the newsroom's nor her own says more of her than that."""
    to_her = [message for message in mail.outbox if message.to == [ADDRESS.lower()]]
    assert {notice.kind for notice in Notice.objects.exclude(sent_at=None)} >= {"confirm", "decided", "reply", "digest"}
    assert len(to_her) >= 4
    for message in mail.outbox:
        assert (len(message.recipients()), message.cc, message.bcc, message.reply_to) == (1, [], [], [])
        message.to = ["someone@example.org"]
    assert given_away({"mail": written_in(mail.outbox).encode()}) == {}
    assert NETWORK not in written_in(mail.outbox)


def test_what_the_administrators_are_mailed_holds_nothing_that_readers_typed(story):
    """S13, S27: not even the mail that tells of a broken server; nor the network or the token it was opened with."""
    alarms = [message for message in mail.outbox if message.to == ["desk@example.org"]]
    said = written_in(alarms)
    assert "the pen broke" in said
    assert 'File "' in said
    assert not [word for word in (WORDS, NETWORK, "Wanda") if word in said]
    assert not any(each.alternatives for each in alarms)


def test_an_error_behind_a_link_is_told_without_its_token(story, poster, monkeypatch):
    """S27."""
    token = token_for(Purpose.COMMENT, comment("hold"))
    monkeypatch.setattr("comments.views.comment.status_of", fail)
    headers = {"Referer": f"http://testserver/?sent={token}", "X-Forwarded-For": NETWORK, "Cookie": f"sent={token}"}
    assert poster.get(route(Purpose.COMMENT), {"key": token}, headers=headers).status_code == 500
    said = written_in(mail.outbox[-1:])
    assert "/comments/comment/" in said
    assert not [word for word in (token, NETWORK) if word in said.replace("=\n", "")]


def test_no_table_holds_it_in_the_open(story):
    """S1, S2: nor a digest that anyone could compute; the sealed text and the keyed hash stand in one table."""
    rows, kept = list(kept_rows()), kept_commenters()
    assert [(table, column) for table, column, value in rows if MARKS.found_in(value)] == []
    holders = {(table, column) for table, column, value in rows if any(each in str(value) for each in kept)}
    assert holders == {("comments_commenter", "address"), ("comments_commenter", "address_hash")}
    assert ADDRESS.lower() in {commenter.address for commenter in Commenter.objects.all()}
    assert not [(table, column) for table, column, value in rows if NETWORK in str(value)]


def test_no_command_prints_it(story, capsys):
    """S27: of the record and of what is to be forgotten."""
    for command in (["export_decisions"], ["verify_decisions"], ["forget", "--dry-run"]):
        call_command(*command)
    said = capsys.readouterr()
    assert said.out
    assert given_away({"out": said.out.encode(), "err": said.err.encode()}) == {}


def test_no_row_that_python_prints_gives_it_away(story):
    """What a traceback, a shell or a message would print of it."""
    models = (Comment, Commenter, Thread, Following, Notice, Report)
    printed = [f"{row} {row!r}" for model in models for row in model.objects.all()]
    assert len(printed) > 20
    assert MARKS.found_in(*printed) == []
