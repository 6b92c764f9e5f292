"""Moments and ways to share, as templates print them."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from newsroom.templatetags.newsroom import age, moment, share_links

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.mark.parametrize(
    ("zone", "printed"),
    [
        ("UTC", "10 March 2026, 12:00 UTC"),
        ("Europe/Paris", "10 March 2026, 13:00 CET"),
        ("Asia/Kathmandu", "10 March 2026, 17:45 +0545"),
        ("Pacific/Auckland", "11 March 2026, 01:00 NZDT"),
    ],
)
def test_a_moment_is_in_the_papers_zone(settings, zone, printed):
    settings.TIME_ZONE = zone
    assert f">{printed}<" in moment(NOON)


@pytest.mark.parametrize(
    ("at", "printed"),
    [
        (datetime(2026, 3, 10, 0, 0, tzinfo=UTC), "00:00"),
        (datetime(2026, 3, 9, 23, 59, tzinfo=UTC), "9 March"),
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), "1 January"),
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), "31 December 2025"),
    ],
)
def test_an_age_is_a_time_today_and_a_day_before(at, printed):
    assert f">{printed}<" in age(at)


def test_whose_midnight_parts_the_days_is_the_papers(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    assert ">10 March<" not in age(datetime(2026, 3, 9, 15, 0, tzinfo=UTC))
    assert ">9 March<" in age(datetime(2026, 3, 9, 14, 59, tzinfo=UTC))


def test_what_is_shared_cannot_break_out_of_its_address():
    for _name, href in share_links('a" & b\nBcc: c#d/é', "https://paper.example/?a=1&b=2"):
        assert not {'"', "\n", " ", "é"} & set(href)
        assert "https%3A%2F%2Fpaper.example%2F%3Fa%3D1%26b%3D2" in href
