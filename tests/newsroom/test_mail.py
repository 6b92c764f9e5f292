"""One mail, to one person, in plain text; whatever goes wrong, nobody else learns the address."""

import io
import logging
import smtplib
import traceback
from email import message_from_bytes

import pytest
from django.core import mail as outgoing
from django.core.mail import get_connection
from django.views.debug import ExceptionReporter

from newsroom import settings as newsroom_settings
from newsroom.lib.mail import NotSent, send

ADDRESS = "wanda.achebe@example.org"
TEMPLATES = {
    "notice.subject.txt": "{{ name }}\n answered you",
    "notice.txt": '{% extends "components/email.txt" %}{% block text %}{{ name }} wrote: {{ text }}{% endblock %}',
}


@pytest.fixture(autouse=True)
def paper(settings, tmp_path):
    """A paper with one mail, `tests/notice`."""
    folder = tmp_path / "tests" / "email"
    folder.mkdir(parents=True)
    for name, text in TEMPLATES.items():
        (folder / name).write_text(text)
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    settings.PUBLICATION_NAME, settings.SITE_URL = "The Ellery Courier", "https://courier.example"
    settings.DEFAULT_FROM_EMAIL = "desk@courier.example"
    return settings


def notice(name="Bren", text="I agree.", **options):
    """Send the mail and return it as a mail server gets it."""
    send("tests/notice", ADDRESS, {"name": name, "text": text}, **options)
    return message_from_bytes(outgoing.outbox[-1].message().as_bytes())


@pytest.fixture
def refused(monkeypatch):
    """Have the mail server answer with an error; `refused(error)` returns what the caller gets."""

    def send_to(error):
        def fail(*args):
            raise error

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
        with pytest.raises(NotSent) as refusal:
            notice()
        return refusal

    return send_to


def test_a_mail_is_made_of_its_templates():
    sent = notice()
    assert sent["Subject"] == "Bren answered you"
    assert sent.get_payload() == "Bren wrote: I agree.\n\n-- \nThe Ellery Courier\nhttps://courier.example/\n"
    assert sent.get_content_type() == "text/plain"


def test_plain_text_is_not_escaped():
    sent = notice(name="O'Neill & Søn", text='1 < 2 & "so" on')
    assert '1 < 2 & "so" on' in outgoing.outbox[0].body
    assert outgoing.outbox[0].subject == "O'Neill & Søn answered you"
    assert sent["Subject"].startswith("=?utf-8?")


def test_one_person_gets_it_and_nobody_else_is_named():
    """S13: the address stands in `To:` of its owner's own mail, and in no other header or line."""
    sent = notice(unsubscribe="/comments/stop/abc/")
    assert outgoing.outbox[0].recipients() == [ADDRESS]
    assert sent["To"] == ADDRESS
    assert {"Cc", "Bcc", "Reply-To", "Sender"}.isdisjoint(sent.keys())
    assert sent.as_string().count("wanda") == 1


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "\r\n\t", "\u2028", "\x85", "\x0b", "\0\n"])
def test_no_line_break_begins_another_header(paper, break_):
    """S13: neither from a name, nor a header, nor the paper's own name."""
    injected = f"Bren{break_}Bcc: all@example.org"
    paper.PUBLICATION_NAME = injected
    sent = notice(name=injected, headers={"List-Id": injected})
    assert sent["Bcc"] is None
    assert outgoing.outbox[0].subject == "Bren Bcc: all@example.org answered you"
    assert sent["List-Id"] == "Bren Bcc: all@example.org"
    assert outgoing.outbox[0].recipients() == [ADDRESS]


@pytest.mark.parametrize("header", ["Cc", "bcc", "Reply-To", "From", "TO"])
def test_no_caller_can_name_someone_else(header):
    """S13."""
    with pytest.raises(ValueError, match=header.lower()):
        notice(headers={header: "someone@example.org"})
    assert outgoing.outbox == []


def test_it_says_that_a_program_wrote_it_and_does_not_name_the_machine(monkeypatch):
    monkeypatch.setattr("socket.getfqdn", lambda: "rack-7.internal")
    sent = notice()
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Message-ID"].endswith("@courier.example>")
    assert sent["Date"]
    assert sent["From"] == "The Ellery Courier <desk@courier.example>"


def test_a_sender_with_a_name_keeps_it(paper):
    paper.DEFAULT_FROM_EMAIL = '"Night desk" <night@courier.example>'
    assert notice()["From"] == "Night desk <night@courier.example>"


def test_what_can_be_stopped_says_how():
    """S6, RFC 8058: programs by the two headers, people by the last line."""
    sent = notice(unsubscribe="/comments/stop/abc/")
    assert sent["List-Unsubscribe"] == "<https://courier.example/comments/stop/abc/>"
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.get_payload().endswith("\nNo more of this mail: https://courier.example/comments/stop/abc/\n")


def test_what_cannot_be_stopped_does_not_say_so():
    sent = notice()
    assert {"List-Unsubscribe", "List-Unsubscribe-Post"}.isdisjoint(sent.keys())
    assert "No more" not in sent.get_payload()


REFUSALS = [
    (smtplib.SMTPRecipientsRefused({ADDRESS: (550, f"no <{ADDRESS}> here".encode())}), True),
    (smtplib.SMTPRecipientsRefused({ADDRESS: (451, b"later")}), False),
    (smtplib.SMTPDataError(554, f"refused for {ADDRESS}".encode()), False),
    (smtplib.SMTPServerDisconnected(ADDRESS), False),
    (ConnectionRefusedError(111, ADDRESS), False),
    (ValueError(f"Invalid address {ADDRESS}"), False),
]


@pytest.mark.parametrize(("error", "is_final"), REFUSALS, ids=lambda value: type(value).__name__)
def test_a_mail_that_does_not_leave_is_told_without_the_address(refused, caplog, error, is_final):
    """S27: not in the message, the traceback, the log, nor the report that Django mails to administrators."""
    refusal = refused(error)
    assert refusal.value.is_final == is_final
    logging.getLogger("tasks").error("Failed", exc_info=refusal.value)
    frames = ExceptionReporter(None, refusal.type, refusal.value, refusal.tb).get_traceback_frames()
    told = "".join(traceback.format_exception(refusal.value)) + caplog.text + repr(refusal.value.__context__)
    told += "".join(str(frame["vars"]) for frame in frames if frame["filename"] != __file__)
    assert "tests/notice" in told
    assert "wanda" not in told


@pytest.mark.parametrize("typed", ["", "nobody", "a@example.org, b@example.org", f"{ADDRESS}\nBcc: b@example.org"])
def test_what_is_not_one_address_gets_no_mail(typed):
    """S13: one recipient a message."""
    with pytest.raises(NotSent) as refusal:
        send("tests/notice", typed, {})
    assert refusal.value.is_final
    assert outgoing.outbox == []


def test_what_is_printed_for_want_of_a_mail_server_names_nobody():
    """S27: what a server prints is kept as a log."""
    printed = io.StringIO()
    connection = get_connection("newsroom.lib.mail.Printed", stream=printed)
    send("tests/notice", ADDRESS, {"name": "Bren", "text": "I agree."}, connection=connection)
    assert "Bren wrote: I agree." in printed.getvalue()
    assert "wanda" not in printed.getvalue()


@pytest.mark.skipif(bool(newsroom_settings.EMAIL_HOST), reason="a mail server is set here")
def test_without_a_mail_server_mail_is_printed_that_way():
    assert newsroom_settings.EMAIL_BACKEND == "newsroom.lib.mail.Printed"
