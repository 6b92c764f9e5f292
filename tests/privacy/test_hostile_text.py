"""What strangers type is text wherever it is shown: on a page, at the desk, in a mail, in a table."""

import csv
import io
import re
from datetime import timedelta
from string import ascii_lowercase

import pytest
from django.contrib import admin
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from comments import moderation, notices, readers, reports
from comments.models import Case, Comment, CommenterNote, Decision, ErrorReport, Following, HouseRule, Rule
from comments.moderation import bans
from comments.readers import addresses, subscriptions
from comments.reports import cases, mistakes
from comments.tokens import Purpose
from newsroom import roles
from tests.comments.posting.replies import post_reply
from tests.comments.readers.links import look
from tests.factories import make_article, make_comment, send_comment
from tests.page import Page
from tests.privacy.test_walk import pages_of_objects
from tests.traces import look_at

# In one worker, which fills the papers once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("hostile text")]

_PAYLOADS = {
    "element": "<img src=xss4711 onerror=xss4711()>",
    "script": "</textarea></title></script><script>xss4711()</script>",
    "attribute": "\" onmouseover=xss4711() x='` onfocus=xss4711() autofocus=",
    "markup": "[xss4711](javascript:xss4711()) *xss4711* ![x](data:text/html,xss4711)",
    "spread out": "<svg/onload=xss4711()><a href=java\tscript:xss4711()>x</a>",
    "template": "{{ xss4711 }}{% load xss4711 %}${xss4711}",
    "formula": '=HYPERLINK("https://xss4711.example","xss4711")',
    "formula after a tab": "\t@SUM(xss4711)+cmd|' /C xss4711'!A0",
    "header": "xss4711\r\nBcc: xss4711@wren.example\r\n\r\n<b>xss4711",
    "entities": "&lt;script&gt;xss4711()&lt;/script&gt;&#x3C;b onclick=xss4711()>",
}
# Each with a mark of its own, xss4711a, xss4711b and so on, which tells what a page shows of it.
MARKS = {name: f"xss4711{letter}" for name, letter in zip(_PAYLOADS, ascii_lowercase, strict=False)}
PAYLOADS = {name: text.replace("xss4711", MARKS[name]) for name, text in _PAYLOADS.items()}

# There is one house rule for each reason, so that a paper has room for a few payloads.
REASONS = [each for each in Decision.Reason if each not in (Decision.Reason.SPAM, Decision.Reason.DUPLICATE)]
PAPERS = [list(PAYLOADS)[:5], list(PAYLOADS)[5:]]


@pytest.fixture(scope="module", params=PAPERS, ids=[", ".join(names) for names in PAPERS])
def filled(request, django_db_setup, django_db_blocker):
    """A paper in which every field that a stranger or a moderator can fill holds each of some payloads.

    {payload: the public comment that holds it}, under an article and by a commenter of its own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        moderator, _editor = roles.make_staff("moderator", roles.MODERATOR), roles.make_staff("editor", roles.EDITOR)
        payloads = [PAYLOADS[name] for name in request.param]
        public = {payload: fill(payload, reason, moderator) for payload, reason in zip(payloads, REASONS, strict=True)}
        for payload in payloads:
            # Last, so that it meets none of the others.
            Rule.objects.create(name=payload[:80], kind="terms", terms=payload, action="mark")
        yield public
        transaction.set_rollback(True)


def fill(payload, reason, moderator):
    article = make_article()
    name = " ".join(payload.split())[:60]
    address, mark = address_of(payload), mark_of(payload)
    fields = {"name": name, "address": address, "website": f'https://{mark}.example/"onclick={mark}()'}
    public, refused = (send_comment(article, text=f"{payload} {n}", **fields) for n in range(2))
    moderation.approve(public, by=moderator, note=payload)
    moderation.reject(refused, by=moderator, reason=reason, note=payload)
    readers.appeal(refused, payload)
    readers.edit(public, f"{payload} edited")
    addresses.confirm(public.commenter, public)
    subscriptions.follow(public, Following.Pace.EACH)
    reports.report(public, reason="attack", note=payload, network="net")
    cases.decide(
        cases.open_case(public, explanation=payload), by=moderator, outcome=Case.Outcome.DISMISSED, reasons=payload
    )
    CommenterNote.objects.create(commenter=public.commenter, text=payload, written_by=moderator)
    bans.ban(public, by=moderator, reason=payload)
    mistakes.report_mistake(article, name=name, address=address, text=payload, network="net")
    HouseRule.objects.create(reason=reason, text=payload)
    moderation.pick(make_comment(article, parent=public, name=name, text=payload), by=moderator)
    return public


def mark_of(payload):
    return re.search("xss4711[a-z]", payload)[0]


def address_of(payload):
    return f"wren-{mark_of(payload)}@wren.example".replace("xss", "")


def dangers(page):
    """Return the elements of a page that run, load or lead to something that the payload brought."""
    return [
        (element, name, value)
        for element in Page(page).elements
        for name, value in [*element.attributes.items(), ("text", element.text if element.tag == "script" else "")]
        if "xss4711" in (value or "") and is_dangerous(element, name, value)
    ]


def is_dangerous(element, name, value):
    address = "".join(value.split()).lower()
    if name in ("href", "src", "action", "formaction", "srcset"):
        return address.startswith(("javascript:", "data:", "vbscript:", "xss4711")) or element.tag in ("img", "script")
    return name.startswith("on") or name in ("style", "text", "srcdoc", "http-equiv")


def test_no_page_of_the_paper_runs_it(filled, reader):
    """S14: nor those behind a reader's links."""
    pages = {payload: pages_of_the_paper(reader, public) for payload, public in filled.items()}
    for payload, each in pages.items():
        assert [page.status_code for page in each] == [200] * (len(each) - 1) + [422], payload
        assert all(mark_of(payload) in page.text for page in each), payload
    found = {payload: [danger for page in each for danger in dangers(page)] for payload, each in pages.items()}
    assert {payload: danger for payload, danger in found.items() if danger} == {}


def pages_of_the_paper(reader, public):
    article, case = public.thread.article, Case.objects.get(comment=public)
    mark = mark_of(public.text)
    pages = [reader.get(article.get_absolute_url()), reader.get(f"/comments/report/{public.pk}/")]
    pages += [look(reader, Purpose.COMMENT, each) for each in Comment.objects.by(public.commenter)]
    pages += [look(reader, Purpose.READER, public.commenter), look(reader, Purpose.CASE, case)]
    return [
        *pages,
        post_reply(reader, article, name=f"{mark}<b onclick={mark}()>", text=public.text, email="no address"),
    ]


def test_no_page_of_the_desk_runs_it(filled, desk, administrator):
    """S14: names, texts, edits, appeals, notes, reports, bans, cases, rules."""
    starts = ["/admin/comments/queue/", "/admin/comments/queue/history/?by=all", *pages_of_objects()]
    pages = look_at(desk(administrator), *starts)
    shown = {address: page for address, page in pages.items() if b"xss4711" in page}
    for payload in filled:
        assert len([page for page in shown.values() if mark_of(payload).encode() in page]) > 15, payload
    found = {address: dangers(page.decode().partition("\n\n")[2]) for address, page in shown.items()}
    assert {address: danger for address, danger in found.items() if danger} == {}


def test_no_mail_is_turned_by_it(filled):
    """S13, S14: it begins no header, and a mail is plain text to one person."""
    mail.outbox[:] = []
    notices.send_due(timezone.now() + timedelta(days=2))
    for payload in filled:
        told = [message for message in mail.outbox if mark_of(payload) in message.body]
        assert told, payload
        for message in told:
            whole = message.message()
            assert (message.recipients(), whole["Bcc"], whole["Cc"]) == ([address_of(payload)], None, None)
            assert whole.get_content_type() == "text/plain"
            assert not any("xss4711" in value for name, value in whole.items() if name not in ("Subject", "To"))


@pytest.mark.parametrize("table", ["admin:comments_decision_record", "admin:comments_case_all"])
def test_no_table_holds_a_formula(filled, desk, administrator, table):
    """S14."""
    answer = desk(administrator).get(reverse(table))
    cells = [cell for row in csv.reader(io.StringIO(answer.getvalue().decode())) for cell in row]
    written = [" ".join(cell.split()) for cell in cells]
    assert [each for each in filled if not any(" ".join(each.split()) in cell for cell in written)] == []
    assert [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []


def test_a_browser_is_told_to_run_no_script_of_the_page(filled, reader):
    """S14: should something get through all the same."""
    for public in filled.values():
        policy = reader.get(public.thread.article.get_absolute_url())["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


def test_every_model_of_comments_that_the_desk_shows_was_filled(filled):
    """A model that is added later is filled above too."""
    models = [model for model in admin.site._registry if model._meta.app_label == "comments"]
    assert {Case, Comment, ErrorReport, Rule} <= set(models)
    assert [model for model in models if model._meta.model_name != "housepolicy" and not model.objects.exists()] == []


@pytest.mark.parametrize(
    "planted",
    [
        "<img src=xss4711>",
        "<b onclick=xss4711()>",
        "<a href=' java\tscript:xss4711()'>x</a>",
        "<script>xss4711()</script>",
        "<p style='background:url(xss4711)'>",
        "<svg/onload=xss4711()>",
    ],
)
def test_what_is_dangerous_is_found(planted):
    assert dangers(planted)
