from django.core.management.base import BaseCommand

from comments.moderation.counters import recount


class Command(BaseCommand):
    help = (
        "Count the comments of every thread and branch again, say where a counter was wrong, and put it right. "
        "It is a task, done every night by itself."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="put nothing right; only say")

    def handle(self, *, dry_run, **options):
        number = 0
        for found in recount(repair=not dry_run):
            self.stdout.write(str(found))
            number += 1
        said = "were wrong" if dry_run else "were wrong and are put right"
        self.stdout.write(f"{number} counters {said}." if number else "All counters are right.")
