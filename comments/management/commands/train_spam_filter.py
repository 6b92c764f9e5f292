from django.core.management.base import BaseCommand

from comments import spam


class Command(BaseCommand):
    help = (
        "Teach the spam filter all decisions of this newsroom from the beginning. The paper may be served meanwhile; "
        "stopped, it leaves the filter as it was."
    )

    def handle(self, **options):
        self._said = None
        spam.retrain(self._say)
        self.stdout.write(str(spam.readiness()))

    def _say(self, done: int, of: int) -> None:
        """Report progress every thousand comments read, and every 10 % of the learning."""
        said = f"Learned {10 * (10 * done // of)} %" if of else f"Read {done // 1000 * 1000:,} comments"
        if said != self._said and (of or done >= 1000):
            self._said = said
            self.stdout.write(f"{said} …")
