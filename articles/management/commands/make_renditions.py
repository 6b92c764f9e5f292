"""Make the renditions that pictures of before lack, after an upgrade that makes others."""

from django.core.management.base import BaseCommand

from articles.models import Picture

_BATCH = 100


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        """Go along the key, in batches. What is made is written down at once, so that it may be stopped and run again."""
        made = after = 0
        while batch := list(Picture.objects.filter(pk__gt=after).order_by("pk")[:_BATCH]):
            for picture in batch:
                made += not picture.is_rendered and self._make(picture)
            after = batch[-1].pk
            self.stdout.write(f"\r{made} pictures made.", ending="")
        self.stdout.write(f"\r{made} pictures made.")

    def _make(self, picture: Picture) -> bool:
        """Make one picture's renditions, and tell whether that was possible: its file may be gone."""
        try:
            picture.save(update_fields=["renditions", "digest"])
        except Exception as error:
            # Storages and decoders each have their own way to fail; the others need not wait for this one.
            self.stderr.write(f"Picture {picture.pk} is left as it is: {error}")
            return False
        return True
