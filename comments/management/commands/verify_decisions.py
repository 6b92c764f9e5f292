from django.core.management.base import BaseCommand, CommandError

from comments.models import Chain
from comments.moderation import log


class Command(BaseCommand):
    help = (
        "Check that no decision was changed or taken out of the record. Keep the hash that it prints somewhere else, "
        "and give it the next time: rows cut off the end are missed only so."
    )

    def add_arguments(self, parser):
        parser.add_argument("--expect", default="", metavar="HASH", help="a hash that an earlier run printed")

    def handle(self, expect, **options):
        faults = list(log.faults(expect))
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"The record is not as it was written: {len(faults)} fault(s).")
        chain = Chain.objects.filter(pk=1).first() or Chain()
        self.stdout.write(f"{chain.length} decisions, each as it was written. The record ends with {chain.hash or '–'}")
