from django.core.management.base import BaseCommand

from comments.moderation import log
from newsroom.lib.tables import lines


class Command(BaseCommand):
    help = "Print the record of decisions as comma-separated values, without anything a spreadsheet would run."

    def handle(self, **options):
        for line in lines(log.rows()):
            self.stdout.write(line, ending="")
