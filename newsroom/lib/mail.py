"""Mail: sends one message to one person, by the name of its templates.

`send("comments/confirm", …)` takes the subject from `templates/comments/email/confirm.subject.txt` and the text from
`confirm.txt`. Mail is plain text: every mail program and every screen reader shows it, and it can neither load
anything nor track its reader.
"""

import copy
from email.utils import formataddr, make_msgid, parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends import console
from django.core.validators import validate_email
from django.template import Context
from django.template.loader import get_template
from django.views.decorators.debug import sensitive_variables

from newsroom.lib.text import tidy_line

# Headers that name senders or recipients.
_NOT_TO_BE_SET = {"to", "cc", "bcc", "from", "sender", "reply-to", "return-path"}


class NotSent(Exception):
    """Raised for a mail that was not sent. It holds no address, and has no cause that does.

    `is_final` means that a retry would fail too: there is no such mailbox.
    """

    def __init__(self, name: str, why: str, *, is_final: bool = False):
        super().__init__(f"the mail “{name}” was not sent: {why}")
        self.is_final = is_final


@sensitive_variables()
def send(
    name: str,
    to: str,
    context: dict | None = None,
    *,
    unsubscribe: str = "",
    headers: dict | None = None,
    connection=None,
) -> None:
    """Send the mail `name` to the one address `to`. Raises NotSent; ValueError for a header that names people.

    `unsubscribe` is the path on this site that unsubscribes with one POST (RFC 8058); templates get it too,
    with `publication_name` and `site_url`. `connection` is an open connection to the mail server, for several mails.
    """
    if named := _NOT_TO_BE_SET & {header.lower() for header in headers or {}}:
        raise ValueError(f"a mail goes from the paper to one person; not to be set: {', '.join(sorted(named))}")
    unsubscribe = unsubscribe and urljoin(settings.SITE_URL, unsubscribe)
    paper = {"publication_name": settings.PUBLICATION_NAME, "site_url": settings.SITE_URL, "unsubscribe": unsubscribe}
    context = paper | (context or {})
    headers = _standing(unsubscribe) | (headers or {})
    message = EmailMessage(
        # A line break in a header would begin another header (header injection).
        subject=tidy_line(_rendered(name, "subject.txt", context)),
        body=_rendered(name, "txt", context).strip() + "\n",
        from_email=_sender(),
        to=[to],
        headers={header: tidy_line(value) for header, value in headers.items()},
        connection=connection,
    )
    # Raised outside of any `except`: the mail server's error, which names the address, must not become its context.
    if failure := _failure(name, message):
        raise failure


def _rendered(name: str, ending: str, context: dict) -> str:
    app, _slash, of_mail = name.partition("/")
    template = get_template(f"{app}/email/{of_mail}.{ending}")
    # Nothing is escaped in plain text.
    return template.template.render(Context(context, autoescape=False))


def _sender() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or tidy_line(settings.PUBLICATION_NAME), address))


def _standing(unsubscribe: str) -> dict[str, str]:
    """Return the headers of every mail; the Message-ID has the site's host, not the machine's name."""
    standing = {
        "Message-ID": make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        # RFC 3834: no automatic replies.
        "Auto-Submitted": "auto-generated",
    }
    if unsubscribe:
        standing["List-Unsubscribe"] = f"<{unsubscribe}>"
        standing["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return standing


@sensitive_variables()
def _failure(name: str, message: EmailMessage) -> NotSent | None:
    """Send a mail; return the error, if any, instead of raising it."""
    try:
        validate_email(message.to[0])
        message.send()
    except ValidationError:
        return NotSent(name, "its address is none", is_final=True)
    except SMTPRecipientsRefused as refusal:
        code = next((code for code, _said in refusal.recipients.values()), 0)
        return NotSent(name, f"the mail server refused its address ({code})", is_final=code >= 500)
    except SMTPException as error:
        return NotSent(name, f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip())
    except Exception as error:
        return NotSent(name, type(error).__name__)
    return None


class Printed(console.EmailBackend):
    """Print mail where there is no mail server, without the address, since the output may be logged."""

    def write_message(self, message):
        printed = copy.copy(message)
        printed.to = ["someone@hidden.invalid"]
        super().write_message(printed)
