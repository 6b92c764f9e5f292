"""What the tests of the moderation queue share: addresses, comments that wait, and what a page shows of them."""

from datetime import timedelta

from django.utils import timezone

from comments.models import Comment
from tests.factories import make_comment

QUEUE = "/admin/comments/queue/"
MANY = f"{QUEUE}bulk/"
HISTORY = f"{QUEUE}history/"
UNDO = f"{QUEUE}undo/"
JSON = {"Accept": "application/json"}


def make_waiting(article=None, *, hours=1.0, **fields):
    """Return a comment that has waited so many hours; `fields` are set as they stand in the row."""
    written = {name: fields.pop(name) for name in ("name", "address", "text", "parent", "website") if name in fields}
    comment = make_comment(article, state="held", **written)
    since = timezone.now() - timedelta(hours=hours)
    Comment.objects.filter(pk=comment.pk).update(**{"waiting_since": since} | fields)
    return Comment.objects.get(pk=comment.pk)


def names_in(answer):
    """Return the names on the cards of a page, in order."""
    return [card.comment.name for card in answer.context["cards"]]


def decide(browser, comment, verb, *, by_script=True, **fields):
    """Press a button on the card of a comment as it was when it was read."""
    address = f"/admin/comments/comment/{comment.pk}/decide/"
    data = {"verb": verb, "version": comment.version} | fields
    return browser.post(address, data, headers=JSON if by_script else {})


def undo(browser, *decisions, by_script=True):
    return browser.post(UNDO, {"decision": " ".join(map(str, decisions))}, headers=JSON if by_script else {})


def stored(comment):
    return Comment.objects.get(pk=comment.pk)
