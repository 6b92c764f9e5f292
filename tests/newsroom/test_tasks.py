"""Work that comes round again: done when it is due, by one process at a time, and again if it failed."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from newsroom import scheduler
from newsroom.lib import tasks
from newsroom.models import TaskState

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
QUARTER = 15 * MINUTE


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """Set the clock so long after noon."""

    def go(later=timedelta(0)):
        monkeypatch.setattr(timezone, "now", lambda: NOW + later)

    go()
    return go


@pytest.fixture(autouse=True)
def stopping(monkeypatch):
    monkeypatch.setattr(tasks, "stopping", threading.Event())
    return tasks.stopping


@pytest.fixture
def done(monkeypatch):
    """The names of the tasks that were done, in order; there are none but those of the test."""
    monkeypatch.setattr(tasks, "_known", {})
    return []


@pytest.fixture
def add(done):
    """Register a task that notes its name, and then does what it is given to do."""

    def register(name, every=60, do=lambda: None, **options):
        @tasks.task(name, every=every, **options)
        def note():
            done.append(name)
            do()

        scheduler.prepare()

    return register


def fail():
    raise RuntimeError("the pen broke")


def names(outcomes):
    return [outcome.name for outcome in outcomes]


# When


def test_a_new_task_is_due_at_once(add, done):
    add("sweep")
    assert names(scheduler.run_due()) == done == ["sweep"]


@pytest.mark.parametrize(("later", "times"), [(0, 1), (59, 1), (60, 2), (3600, 2)])
def test_a_task_is_due_again_when_its_interval_is_over(add, done, at, later, times):
    add("sweep", every=60)
    scheduler.run_due()
    at(timedelta(seconds=later))
    scheduler.run_due()
    assert len(done) == times


def test_what_has_waited_longest_is_done_first(add, done):
    for name in ("a", "b", "c"):
        add(name)
    TaskState.objects.filter(name="b").update(due_at=NOW - MINUTE)
    scheduler.run_due()
    assert done == ["b", "a", "c"]


def test_a_shorter_interval_holds_for_a_task_that_waits_already(add, done, at):
    add("sweep", every=86_400)
    scheduler.run_due()
    TaskState.objects.prepare({"sweep": MINUTE})
    at(MINUTE)
    scheduler.run_due()
    assert done == ["sweep", "sweep"]


def test_what_is_known_to_another_version_of_the_paper_is_left_to_it(add, done):
    TaskState.objects.create(name="from tomorrow's release", due_at=NOW)
    add("sweep")
    scheduler.run_due()
    assert done == ["sweep"]


def test_looking_takes_one_query(add, django_assert_num_queries):
    for number in range(20):
        add(f"task {number}")
    scheduler.run_due()
    with django_assert_num_queries(1):
        scheduler.run_due()


def test_two_tasks_cannot_have_one_name(add):
    add("sweep")
    with pytest.raises(ValueError, match="sweep"):
        add("sweep")


# By whom


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_does_a_task(add, done):
    add("sweep")
    together = threading.Barrier(4)

    def work(_number):
        try:
            together.wait()
            return names(scheduler.run_due())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, range(4))) == [[], [], [], ["sweep"]]
    assert done == ["sweep"]


def test_of_two_that_saw_a_task_due_one_has_it(add):
    add("sweep")
    claims = [TaskState.objects.claim("sweep", lease=MINUTE) for _ in range(2)]
    assert claims == [TaskState.objects.get(), None]


@pytest.mark.parametrize(("later", "is_done"), [(timedelta(0), False), (9 * MINUTE, False), (10 * MINUTE, True)])
def test_a_killed_process_does_not_hold_its_task_for_ever(add, done, at, later, is_done):
    add("sweep", lease=600)
    TaskState.objects.claim("sweep", lease=10 * MINUTE)
    at(later)
    scheduler.run_due()
    assert (done == ["sweep"]) == is_done


def test_who_outlived_the_lease_does_not_speak_for_whoever_took_over(add, at):
    add("sweep")
    late = TaskState.objects.claim("sweep", lease=MINUTE)
    at(2 * MINUTE)
    TaskState.objects.claim("sweep", lease=QUARTER)
    late.end(due_at=NOW)
    assert TaskState.objects.get().leased_until == NOW + 2 * MINUTE + QUARTER


def test_who_is_told_to_end_begins_no_other_task(add, done, stopping):
    add("first", do=stopping.set)
    add("second")
    assert names(scheduler.run_due()) == ["first"]
    assert not TaskState.objects.exclude(leased_until=None).exists()


# When it fails


def test_a_task_that_fails_does_not_stop_the_others(add, done):
    add("broken", do=fail)
    add("sweep")
    assert [outcome.failure for outcome in scheduler.run_due()] == ["RuntimeError", ""]
    assert done == ["broken", "sweep"]


def test_a_failure_is_logged_with_the_name_and_the_traceback(add, caplog):
    add("broken", do=fail)
    scheduler.run_due()
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.getMessage() == "The task “broken” failed"
    assert record.exc_info[0] is RuntimeError


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 15), (2, 30), (3, 60), (6, 480), (7, 900), (8, 900), (10_000, 900)]
)
def test_what_fails_is_tried_again_less_and_less_often(failures, seconds):
    assert scheduler.retry_after(failures) == timedelta(seconds=seconds)


def test_a_task_that_succeeds_again_goes_back_to_its_interval(add, at):
    add("mend", every=86_400, do=fail)
    scheduler.run_due()
    assert TaskState.objects.get().due_at == NOW + timedelta(seconds=15)
    at(MINUTE)
    tasks._known.clear()
    add("mend", every=86_400)
    scheduler.run_due()
    task = TaskState.objects.get()
    assert (task.failure, task.failures, task.due_at) == ("", 0, NOW + MINUTE + timedelta(days=1))


# In a server


@pytest.fixture
def rounds(monkeypatch, stopping):
    """Let the scheduler make so many rounds, without waiting between them, and keep the test's connection."""
    monkeypatch.setattr(scheduler, "close_old_connections", lambda: None)

    def limit(number):
        left = iter([False] * number)
        monkeypatch.setattr(stopping, "wait", lambda _seconds: next(left, True))

    return limit


def test_the_scheduler_goes_on_until_the_process_ends(add, done, rounds):
    add("sweep", every=0)
    rounds(3)
    scheduler.run_forever()
    assert done == ["sweep"] * 3


def test_without_its_table_the_scheduler_says_so_once_and_goes_on(add, done, rounds, monkeypatch, caplog):
    add("sweep", every=0)
    down = [OperationalError("no such table at db.internal")] * 3
    monkeypatch.setattr(scheduler, "prepare", lambda: _raise(down) if down else None)
    rounds(5)
    scheduler.run_forever()
    assert done == ["sweep"] * 2
    assert [record.getMessage() for record in caplog.records] == [
        "The tasks wait, and are tried again: OperationalError"
    ]


def test_the_scheduler_gives_its_connection_back_after_each_look(add, rounds, monkeypatch):
    given_back = []
    rounds(3)
    monkeypatch.setattr(scheduler, "close_old_connections", lambda: given_back.append(True))
    monkeypatch.setattr(scheduler, "run_due", fail)
    scheduler.run_forever()
    assert len(given_back) == 3


def _raise(errors):
    raise errors.pop()


@pytest.fixture
def begun(monkeypatch):
    """The threads that were begun, without beginning them."""
    threads = []
    monkeypatch.setattr(scheduler, "_at_work_in", None)
    monkeypatch.setattr(scheduler, "Finalize", lambda *args, **options: None)
    monkeypatch.setattr(threading.Thread, "start", lambda thread: threads.append(thread))
    return threads


def paper(environ, start_response):
    return [b"the paper"]


def test_a_server_does_the_tasks_from_its_first_request_on(begun, settings):
    settings.TASKS = "server"
    serve = scheduler.at_work(paper)
    assert begun == []
    assert [serve({}, None) for _ in range(3)] == [[b"the paper"]] * 3
    (thread,) = begun
    assert thread.daemon


def test_a_worker_that_a_server_forked_has_a_scheduler_of_its_own(begun, settings, monkeypatch):
    settings.TASKS = "server"
    serve = scheduler.at_work(paper)
    serve({}, None)
    monkeypatch.setattr("os.getpid", lambda: -1)
    serve({}, None)
    assert len(begun) == 2


def test_a_worker_of_our_own_server_waits_for_no_reader(begun, settings, monkeypatch):
    settings.TASKS = "server"
    monkeypatch.setattr("multiprocessing.parent_process", object)
    scheduler.at_work(paper)
    assert len(begun) == 1


def test_where_workers_do_the_tasks_the_servers_do_not(begun, settings, monkeypatch):
    settings.TASKS = "workers"
    monkeypatch.setattr("multiprocessing.parent_process", object)
    scheduler.at_work(paper)({}, None)
    assert begun == []


# By hand


def test_the_command_does_what_is_due_once(add, done, capsys):
    add("sweep", every=0)
    call_command("tasks")
    assert done == ["sweep"]
    assert capsys.readouterr().out == "sweep: done\n"


def test_the_command_says_that_nothing_is_due(add, capsys):
    add("sweep")
    call_command("tasks", verbosity=0)
    call_command("tasks")
    assert capsys.readouterr().out == "Nothing is due.\n"


def test_the_command_ends_badly_when_a_task_did(add, done):
    add("broken", do=fail)
    add("sweep")
    with pytest.raises(CommandError, match="again: broken"):
        call_command("tasks")
    assert done == ["broken", "sweep"]


def test_the_command_goes_on_when_asked_to(add, done, rounds):
    add("sweep", every=0)
    rounds(3)
    call_command("tasks", loop=True)
    assert done == ["sweep"] * 3


LIST = """\
task                                every  last run          outcome                    next
broken                                1 h  2026-03-10 13:00  RuntimeError, 1 in a row   2026-03-10 13:00
killed                               15 s  2026-03-10 13:00  broke off                  2026-03-10 13:00
new                                 1 min  never             –                          2026-03-10 13:00
sweep                                 1 d  2026-03-10 13:00  done                       2026-03-11 13:00
under way                            90 s  2026-03-10 13:00  under way                  2026-03-10 13:00
"""


def test_the_list_says_how_each_task_stands(add, capsys, settings):
    settings.TIME_ZONE = "Europe/Paris"
    add("broken", every=3600, do=fail)
    add("sweep", every=86_400)
    scheduler.run_due()
    add("killed", every=15)
    add("under way", every=90)
    TaskState.objects.claim("killed", lease=timedelta(0))
    TaskState.objects.claim("under way", lease=MINUTE)
    add("new", every=60)
    call_command("tasks", list=True)
    assert capsys.readouterr().out == LIST


def test_the_papers_own_tasks_are_there_and_run():
    scheduler.prepare()
    assert "forget ended sessions" in names(scheduler.run_due())
    assert not TaskState.objects.exclude(failure="").exists()
