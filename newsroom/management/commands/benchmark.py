import json
import signal
import sys
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError

from newsroom.benchmarks import questions


class Command(BaseCommand):
    help = "Measure what the paper costs to run. Without a question, list them."

    def add_arguments(self, parser):
        asked = parser.add_subparsers(dest="question", metavar="QUESTION")
        for name, question in questions().items():
            subparser = asked.add_parser(name, help=question.HELP, description=question.HELP)
            subparser.add_argument("--json", action="store_true", help="print figures as JSON, and the rest on stderr")
            question.add_arguments(subparser)

    def handle(self, question, **options):
        if question is None:
            for name, each in questions().items():
                self.stdout.write(f"{name:<10}{each.HELP}")
            return
        out = self.stderr if options["json"] else self.stdout
        with ended_in_order():
            figures = questions()[question].run(options, out.write)
        if options["json"]:
            self.stdout.write(json.dumps(figures, indent=2))


@contextmanager
def ended_in_order():
    """Let what has been started be stopped also when this process is told to end."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    except KeyboardInterrupt:
        raise CommandError("Stopped; what had been started is gone.", returncode=128 + signal.SIGINT) from None
    finally:
        signal.signal(signal.SIGTERM, before)
