"""Counters are kept by every step, and proven right by counting again."""

import pytest
from django.core.management import call_command

from comments.models import Comment, Thread
from comments.moderation import counters
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db):
    root = make_comment(make_article())
    for state in ("approved", "approved", "held", "removed"):
        make_comment(root.thread.article, parent=root, state=state)
    return root


def recounted(capsys, *arguments):
    call_command("recount", *arguments)
    return capsys.readouterr().out.splitlines()


def test_what_every_step_kept_is_right(root, capsys):
    """E20."""
    assert (Thread.objects.get().approved_count, Comment.objects.get(pk=root.pk).reply_count) == (3, 2)
    assert recounted(capsys) == ["All counters are right."]


def test_what_is_wrong_is_said_and_put_right(root, capsys):
    """E20."""
    Thread.objects.update(approved_count=7)
    Comment.objects.filter(pk=root.pk).update(reply_count=0)
    wrong = [f"thread {root.thread_id}: kept 7, counted 3", f"branch {root.pk}: kept 0, counted 2"]
    assert recounted(capsys, "--dry-run") == [*wrong, "2 counters were wrong."]
    assert recounted(capsys) == [*wrong, "2 counters were wrong and are put right."]
    assert recounted(capsys) == ["All counters are right."]


def test_the_count_goes_in_batches(root, monkeypatch):
    monkeypatch.setattr(counters, "BATCH", 1)
    for _ in range(3):
        make_comment()
    Thread.objects.update(approved_count=9)
    assert len(list(counters.recount())) == 4
    assert list(counters.recount()) == []


def test_it_is_done_every_night(root):
    """E20."""
    from newsroom.lib import tasks

    Thread.objects.update(approved_count=7)
    tasks.known()["count comments again"].do()
    assert Thread.objects.get().approved_count == 3
