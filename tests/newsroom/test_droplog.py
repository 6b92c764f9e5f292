"""The log of dropped pages: what was committed is read once by every reader, and what was rolled back by none."""

import threading

import pytest
from django.db import connection, transaction

from newsroom.lib import droplog
from newsroom.lib.droplog import Reader, drop


def tags(rows):
    return [(row.tag, bool(row.removes)) for row in rows]


@pytest.fixture
def reader_of_log(db):
    reader = Reader()
    assert reader.read() is None
    return reader


def test_a_reader_that_has_just_begun_cannot_tell(db):
    drop("article:1")
    assert Reader().read() is None


def test_each_row_is_read_once_and_in_its_order(reader_of_log):
    drop("article:1", "front")
    drop("thread:1", removes=True)
    assert tags(reader_of_log.read()) == [("article:1", False), ("front", False), ("thread:1", True)]
    assert reader_of_log.read() == []
    drop("article:2")
    assert tags(reader_of_log.read()) == [("article:2", False)]


def test_every_reader_has_a_place_of_its_own(reader_of_log):
    drop("article:1")
    reader_of_log.read()
    other = Reader()
    other.read()
    drop("article:2")
    assert tags(reader_of_log.read())[-1:] == tags(other.read())[-1:] == [("article:2", False)]


def test_what_is_rolled_back_was_never_there(reader_of_log):
    with transaction.atomic():
        drop("article:1")
        transaction.set_rollback(True)
    assert reader_of_log.read() == []


def test_this_process_is_told_when_what_it_dropped_is_committed(
    reader_of_log, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr(droplog, "listeners", [lambda: told.append(True)])
    with django_capture_on_commit_callbacks(execute=True):
        drop("article:1")
        assert told == []
    assert told == [True]


def test_a_reader_that_was_away_for_long_cannot_tell(reader_of_log, monkeypatch):
    now = droplog.time.monotonic()
    monkeypatch.setattr(droplog.time, "monotonic", lambda: now + droplog.KEPT_FOR / 2 + 1)
    assert reader_of_log.read() is None
    assert reader_of_log.read() == []


def test_old_rows_are_trimmed_long_after_every_reader_has_read_them(reader_of_log, monkeypatch):
    drop("article:1")
    now = droplog.time.time()
    monkeypatch.setattr(droplog.time, "time", lambda: now + droplog.KEPT_FOR + 1)
    drop("article:2")
    assert droplog.trim() == 1
    assert tags(reader_of_log.read()) == [("article:2", False)]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_ends_after_a_later_one_is_read_all_the_same():
    """Its row has the lower number, which a reader that went by numbers alone would have passed over."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, so that this cannot happen there.")
    reader = Reader()
    reader.read()
    has_written, may_commit = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            drop("article:slow")
            has_written.set()
            may_commit.wait(10)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    has_written.wait(10)
    drop("article:quick")
    assert tags(reader.read()) == [("article:quick", False)]
    assert reader.read() == []
    may_commit.set()
    writer.join()
    assert tags(reader.read()) == [("article:slow", False)]
    assert reader.read() == []
