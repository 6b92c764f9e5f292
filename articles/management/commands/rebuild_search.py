from django.core.management.base import BaseCommand

from articles.models import Reindexing
from articles.search import index

_A_LINE_EVERY = 1000


class Command(BaseCommand):
    help = (
        "Index all articles for search anew, the newest first, while the paper is served and written. What was "
        "interrupted goes on where it stopped."
    )

    def add_arguments(self, parser):
        parser.add_argument("--from-the-start", action="store_true", help="forget how far an interrupted one had come")

    def handle(self, from_the_start, **options):
        if from_the_start:
            Reindexing.objects.filter(subject=index.EVERYTHING).delete()
        left, done = index.number_left(), 0
        for number in index.work_off(index.EVERYTHING):
            before, done = done, done + number
            if done // _A_LINE_EVERY > before // _A_LINE_EVERY:
                self.stdout.write(f"{done:,} of {left:,} articles", ending="\r" if self.stdout.isatty() else "\n")
        self.stdout.write(f"Indexed {done:,} articles.")
