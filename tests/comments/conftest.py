"""What tests of comments share."""

import time

import pytest

from tests.factories import make_article

DAY = 86_400


@pytest.fixture
def article(db):
    return make_article()


@pytest.fixture
def clock(monkeypatch):
    """Stop the clock of stamps, links and limits, so many days from now: `clock(-15)`."""
    now = int(time.time())

    def stop(days=0):
        monkeypatch.setattr(time, "time", lambda: now + days * DAY)

    stop()
    return stop
