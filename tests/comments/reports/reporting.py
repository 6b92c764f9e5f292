"""Report a comment as readers of different networks do."""

from itertools import count

from django.test import Client
from django.urls import reverse

from comments import reports
from comments.reports.forms import ReportForm
from tests.comments.posting.replies import OWN_PAGE

_networks = count(1)


def a_network() -> str:
    """Return the hash of a network that nobody has reported from."""
    return f"network-{next(_networks)}"


def reported(comment, times=1, *, reason="attack", **fields):
    """Report a comment from so many networks; return the reports."""
    return [reports.report(comment, reason=reason, network=a_network(), **fields) for _ in range(times)]


def from_network(number: int) -> Client:
    """Return the browser of a reader in one of many networks."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=f"198.51.100.{number}")


def post_report(client, comment, *, headers=OWN_PAGE, pk=None, **typed):
    """Send a report that is right but for what the test says of it."""
    stamp = ReportForm(comment)["stamp"].value()
    address = reverse("comments:report", args=[pk or comment.pk])
    return client.post(address, {"reason": "attack", "note": "", "stamp": stamp} | typed, headers=headers)
