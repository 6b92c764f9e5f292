from django.core.management.base import BaseCommand, CommandError

from comments.privacy import key_rotation


class Command(BaseCommand):
    help = (
        "Bring commenters' addresses under the newest of ADDRESS_SECRETS, so that the older ones can be dropped. "
        "The paper may be served meanwhile, by servers that know the newest secret; it can be stopped and run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; say what still needs an older secret")

    def handle(self, check, **options):
        if not check:
            done = key_rotation.reseal()
            self.stdout.write(f"Sealed anew: {done.resealed:,}. Pairs of rows made one: {done.merged:,}.")
            for pair in done.doubled:
                self.stdout.write(f"One address, and more than comments to both names: {pair}. They stay as they are.")
        self._say(key_rotation.survey())

    def _say(self, found: key_rotation.Tally) -> None:
        """Print the state of all rows. Raises CommandError unless the older secrets can be dropped."""
        for name in found.unreadable:
            self.stdout.write(f"None of the secrets opens the address of {name}.")
        total = found.current + found.older + len(found.unreadable)
        if found.older or found.unreadable:
            raise CommandError(
                f"Of {total:,} addresses, {found.older:,} stand under older secrets, which must be kept; "
                f"{len(found.unreadable):,} cannot be opened."
            )
        self.stdout.write(f"Under the newest secret: {total:,} of {total:,} addresses. Older ones can be dropped.")
