from django.core.management.base import BaseCommand

from newsroom.demo import edition


class Command(BaseCommand):
    help = "Load the demo edition into an empty paper, and print how to sign in to its desk. A paper that someone has begun is left alone."

    def handle(self, **options):
        if not edition.is_paper_empty():
            self.stdout.write("The paper is not empty; the demo edition was not loaded.")
            return
        self.stdout.write("Loading the demo edition …")
        passwords = edition.load()
        self.stdout.write("Sign in to the desk at /admin/ as (the passwords are shown this once):")
        for name, password in passwords.items():
            self.stdout.write(f"  {name:<10} {password}")
