from django.core.management.base import BaseCommand, CommandError

from comments import spam
from comments.spam.teaching import Overtaken


class Command(BaseCommand):
    help = (
        "Teach the spam filter all decisions of this newsroom from the beginning. The paper may be served meanwhile; "
        "stopped, it leaves the filter as it was."
    )

    def handle(self, **options):
        self._said = None
        try:
            spam.retrain(self._say)
        except Overtaken as error:
            raise CommandError("Another training was finished first; its filter is in use.") from error
        self.stdout.write(str(spam.readiness()))

    def _say(self, done: int, of: int) -> None:
        """Tell every thousand comments that are read, and every tenth of the learning."""
        said = f"Learned {10 * (10 * done // of)} %" if of else f"Read {done // 1000 * 1000:,} comments"
        if said != self._said and (of or done >= 1000):
            self._said = said
            self.stdout.write(f"{said} …")
