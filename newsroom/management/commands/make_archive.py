from datetime import UTC, datetime, time
from time import monotonic

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from newsroom.archive.making import Archive

_BAR = 30


class Command(BaseCommand):
    help = (
        "Fill the paper with an invented archive of twenty years, to see what it will be like then. The same numbers, "
        "seed and day make the same archive; what was interrupted goes on where it stopped, and a larger number adds "
        "to what there is. Meant for a paper that nobody writes for meanwhile."
    )

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=int, required=True, metavar="N")
        parser.add_argument("--comments", type=int, default=0, metavar="M")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="which archive to make (1)")
        parser.add_argument("--until", metavar="DATE", help="the day before which all of it came out (today)")

    def handle(self, articles, comments, seed, until, **options):
        if min(articles, comments, seed) < 0:
            raise CommandError("The numbers cannot be below zero.")
        archive = Archive(articles, comments, seed, _midnight(until))
        begun, before = monotonic(), archive.made()
        made, said = before, ""
        for made in archive.make():
            if (line := _progress(archive, before, made, monotonic() - begun)) != said:
                self._say(said := line)
        self._say("Putting the database in order …")
        for index in archive.settle():
            if self.stdout.isatty():
                self._say(f"Building the index {index} …")
        self._say("")
        new = archive.comments_of(made) - archive.comments_of(before) if made > before else 0
        self.stdout.write(
            f"Archive {seed} has {max(made, articles):,} articles; {made - before:,} of them and {new:,} comments are new."
        )

    def _say(self, line: str) -> None:
        """Put a line in the place of the last one, where there is a screen; else below it."""
        if self.stdout.isatty():
            self.stdout.write(f"\r\x1b[K{line}", ending="")
            self.stdout.flush()
        elif line:
            self.stdout.write(line)


def _progress(archive: Archive, before: int, made: int, seconds: float) -> str:
    share = made / archive.stories
    stories, comments = made - before, archive.comments_of(made) - archive.comments_of(before)
    left = seconds / stories * (archive.stories - made)
    return (
        f"[{'#' * round(_BAR * share):<{_BAR}}] {share:4.0%}  {stories / seconds:,.0f} articles and "
        f"{comments / seconds:,.0f} comments a second, {left:,.0f} s to go"
    )


def _midnight(typed: str | None) -> datetime:
    day = parse_date(typed) if typed else timezone.now().date()
    if day is None:
        raise CommandError(f"{typed} is no date: write it as 2026-01-31.")
    return datetime.combine(day, time(), UTC)
