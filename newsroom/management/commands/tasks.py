import signal
import threading
from contextlib import contextmanager
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom import scheduler
from newsroom.lib import tasks
from newsroom.models import TaskState

_ROW = "{:<30} {:>10}  {:<17} {:<26} {:<17}"


class Command(BaseCommand):
    help = "Do the tasks that are due, once: for cron, where TASKS=workers keeps the servers from doing them."

    def add_arguments(self, parser):
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--loop", action="store_true", help="go on until stopped")
        ways.add_argument("--list", action="store_true", help="do nothing; say how each task stands")

    def handle(self, *, loop, verbosity, **options):
        if options["list"]:
            self.stdout.write("\n".join(table()))
            return
        with ending_gently():
            if loop:
                scheduler.run_forever()
                return
            scheduler.prepare()
            outcomes = scheduler.run_due()
        if verbosity:
            self.stdout.write("\n".join(map(sentence, outcomes)) or "Nothing is due.")
        if failed := [outcome.name for outcome in outcomes if outcome.failure]:
            raise CommandError(f"Failed, and will be tried again: {', '.join(failed)}.")


@contextmanager
def ending_gently():
    """Let the task in hand come to its end when the process is told to stop."""

    def stop(_number, _frame):
        # From a thread: this one may be inside the event's own lock.
        threading.Thread(target=tasks.stopping.set).start()

    before = {each: signal.signal(each, stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def sentence(outcome: scheduler.Outcome) -> str:
    return f"{outcome.name}: {outcome.failure or 'done'}"


def table() -> list[str]:
    """Return the lines that say how each task stands, times in the paper's zone."""
    rows = TaskState.objects.in_bulk(tasks.known())
    lines = [_ROW.format("task", "every", "last run", "outcome", "next")]
    for name, task in sorted(tasks.known().items()):
        row = rows.get(name, TaskState(name=name))
        lines.append(_ROW.format(name, spoken(task.every), moment(row.started_at), outcome(row), moment(row.due_at)))
    return [line.rstrip() for line in lines]


def outcome(row: TaskState) -> str:
    if row.leased_until:
        return "under way" if row.leased_until > timezone.now() else "broke off"
    if row.failure:
        return f"{row.failure}, {row.failures} in a row"
    return "done" if row.ended_at else "–"


def moment(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "never"


def spoken(interval: timedelta) -> str:
    """Return an interval in its largest whole unit."""
    seconds = int(interval.total_seconds())
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
