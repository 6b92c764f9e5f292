import sys

from django.core.management.base import BaseCommand, CommandError
from django.views.decorators.debug import sensitive_variables

from comments.models import Commenter
from comments.privacy import erase


class Command(BaseCommand):
    help = (
        "Erase all that is held of a reader who asks for it by letter. Their address is asked for, or read from the "
        "first line of standard input, so that it stands in no history of commands and no list of processes."
    )

    def add_arguments(self, parser):
        parser.add_argument("--yes", action="store_true", help="do not ask once more")

    @sensitive_variables()
    def handle(self, *, yes, **options):
        commenter = Commenter.objects.known_by(self._asked("Address: "))
        if commenter is None:
            raise CommandError("Nothing is held of that address.")
        self.stdout.write(f"{commenter}: {commenter.comments.count():,} comment(s), to be erased for good.")
        if not yes and self._asked("Type “erase” to go on: ") != "erase":
            raise CommandError("Nothing was erased.")
        number = erase.erase(commenter)
        self.stdout.write(f"Erased: the address, and what was in {number:,} comment(s).")

    def _asked(self, question: str) -> str:
        """Prompt at a terminal; from a pipe, read a line."""
        if sys.stdin.isatty():
            self.stdout.write(question, ending="")
            self.stdout.flush()
        return sys.stdin.readline().strip()
