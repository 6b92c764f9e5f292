import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import ngettext

from articles.importing import base, pasted
from articles.models import Contributor, Section
from newsroom.lib.text import tidy_line


class Command(BaseCommand):
    help = "Make an article of a page's text as a person copies it from a site: headline first, furniture left out."

    def add_arguments(self, parser):
        parser.add_argument("file", help="plain text in UTF-8, or - for standard input")
        parser.add_argument("--section", help="name or slug; the paper's first section without it")
        parser.add_argument("--byline", metavar="NAME", help="who wrote it; a new name becomes a contributor")
        parser.add_argument("--publish", action="store_true", help="publish it now instead of leaving a draft")

    def handle(self, file, section, byline, publish, **options):
        try:
            text = pasted.parse(pasted.decode(self._read(file)))
        except pasted.Unreadable as unreadable:
            raise CommandError(str(unreadable)) from None
        into = base.find_section(section)
        if into is None:
            raise CommandError(self._no_section(section))
        byline = self._name(byline)
        if there := base.find_article(text):
            self.stdout.write(f"The article is there already, and nothing was changed: {address_of(there)}")
            return
        article = base.make_article(text, section=into, byline=byline, publish=publish)
        self.stdout.write(
            f"{'Published' if publish else 'Saved as a draft'} in {into}: {article.headline}\n"
            f"{counted(len(text.paragraphs), len(text.subheadings))}, {article.words} words, "
            f"{article.minutes_to_read} min read; {len(text.left_out)} lines of furniture left out\n"
            f"{address_of(article)}"
        )

    def _read(self, file: str) -> bytes:
        try:
            return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}") from None

    def _name(self, typed: str | None) -> str | None:
        longest = Contributor._meta.get_field("name").max_length
        name = typed if typed is None else tidy_line(typed)
        if name is not None and not 0 < len(name) <= longest:
            raise CommandError(f"A byline is a name of 1 to {longest} characters.")
        return name

    def _no_section(self, named: str | None) -> str:
        names = ", ".join(Section.objects.values_list("name", flat=True))
        if not names:
            return "The paper has no sections yet; make one at the desk first."
        return f"There is no section “{named}”. There are: {names}."


def address_of(article) -> str:
    return settings.SITE_URL + article.get_absolute_url()


def counted(paragraphs: int, subheadings: int) -> str:
    return ", ".join(
        (
            ngettext("%d paragraph", "%d paragraphs", paragraphs) % paragraphs,
            ngettext("%d subheading", "%d subheadings", subheadings) % subheadings,
        )
    )
