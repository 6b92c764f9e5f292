from django.core.management.base import BaseCommand

from comments.privacy import retention


class Command(BaseCommand):
    help = (
        "Forget what is no longer needed, by the FORGET_… settings: networks, texts that were turned down, addresses. "
        "It is a task, done every day by itself; stopped and run again, it goes on."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="forget nothing; say how much is due")

    def handle(self, *, dry_run, **options):
        self.stdout.write("To be forgotten:" if dry_run else "Forgotten:")
        for kind, number in retention.due() if dry_run else retention.forget():
            self.stdout.write(f"{number:>9,}  {kind}")
