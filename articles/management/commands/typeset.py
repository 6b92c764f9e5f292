"""Set the copy of articles anew, after an upgrade that sets it in another way, or articles came in by the thousand."""

from django.core.management.base import BaseCommand

from articles.galleys import set_what_is_out_of_date


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        number = 0
        for number in _sums(set_what_is_out_of_date()):
            self.stdout.write(f"\r{number} articles set.", ending="")
        self.stdout.write(f"\r{number} articles set.")


def _sums(numbers):
    total = 0
    for number in numbers:
        total += number
        yield total
