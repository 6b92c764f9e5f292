"""Counting hits, exactly."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from newsroom.lib.ratelimit import forget, hit, hits
from newsroom.models import RateWindow

pytestmark = pytest.mark.django_db

NOW = 1_800_000_000


@pytest.fixture
def at(monkeypatch):
    """Set the clock so many seconds after the beginning of a window."""

    def go(seconds):
        monkeypatch.setattr("time.time", lambda: NOW + seconds)

    go(0)
    return go


def test_hits_are_counted_from_one(at):
    assert [hit("door", seconds=600) for _ in range(3)] == [1, 2, 3]


def test_looking_is_not_hitting(at):
    assert hits("door", seconds=600) == 0
    hit("door", seconds=600)
    assert [hits("door", seconds=600) for _ in range(2)] == [1, 1]


def test_each_key_counts_for_itself(at):
    hit("door", seconds=600)
    assert hit("window", seconds=600) == 1


@pytest.mark.parametrize(("second", "count"), [(599, 2), (599.9, 2), (600, 1), (6000, 1)])
def test_a_window_ends(at, second, count):
    hit("door", seconds=600)
    at(second)
    assert hit("door", seconds=600) == count


def test_windows_that_are_over_are_forgotten(at):
    hit("door", seconds=600)
    at(3600)
    hit("door", seconds=600)
    assert forget(older_than=600) == 1
    assert hits("door", seconds=600) == 1


@pytest.mark.django_db(transaction=True)
def test_hits_at_the_same_moment_are_all_counted(at):
    def count(_number):
        try:
            return hit("door", seconds=600)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(count, range(20))) == list(range(1, 21))


def test_a_new_window_takes_out_those_of_days_before():
    RateWindow.objects.create(key="long ago", window_start=0, hits=3)
    hit("today", seconds=600)
    assert [window.key for window in RateWindow.objects.all()] == ["today"]
