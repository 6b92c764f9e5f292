"""Lay out the front page: which story leads, which follow, which stand for their section."""

from dataclasses import dataclass

from django.utils import timezone

from articles.models import Article, Section

SECONDS = 4
RIVER = 8
ROW = 4
# How many stories a section's row may have to pass over, since a story shows once.
_SPARE = 6


@dataclass(frozen=True)
class FrontPage:
    """`lead` is None only where nothing is published; `rows` holds (section, its stories)."""

    lead: Article | None
    seconds: list[Article]
    river: list[Article]
    rows: list[tuple[Section, list[Article]]]

    @property
    def articles(self) -> list[Article]:
        in_rows = [article for _, row in self.rows for article in row]
        return [article for article in [self.lead, *self.seconds, *self.river, *in_rows] if article]


def compose(newest: list[Article], by_section: list[tuple[Section, list[Article]]]) -> FrontPage:
    """Give each story its place; a story shows once.

    `newest` and each section's stories come newest first. Lead and seconds are the newest stories with pictures,
    then those without; an advertisement leads only a paper that has nothing else. The river is what is left, in time.
    """
    editorial = [article for article in newest if article.kind != Article.Kind.ADVERTISER]
    ranked = sorted(editorial, key=lambda article: not article.picture_id) or newest[:1]
    lead, seconds = next(iter(ranked), None), ranked[1 : 1 + SECONDS]
    shown = {article.pk for article in [lead, *seconds] if article}
    river = [article for article in newest if article.pk not in shown][:RIVER]
    shown |= {article.pk for article in river}
    rows = [(section, [a for a in stories if a.pk not in shown][:ROW]) for section, stories in by_section]
    return FrontPage(lead, seconds, river, [(section, row) for section, row in rows if row])


def front_page(at=None) -> FrontPage:
    """Compose the front page as readers get it at a moment (now). Five queries, whatever is in the archive."""
    at = at or timezone.now()
    published = Article.objects.published(at).for_listing()
    newest = list(published.newest_first()[: 1 + SECONDS + RIVER + SECONDS])
    sections = list(Section.objects.with_newest(ROW + _SPARE, at=at))
    ids = {s.pk: [getattr(s, f"newest_{n}") for n in range(ROW + _SPARE)] for s in sections}
    stories = {article.pk: article for article in newest}
    missing = {pk for row in ids.values() for pk in row if pk} - stories.keys()
    stories |= published.in_bulk(missing)
    return compose(newest, [(s, [stories[pk] for pk in ids[s.pk] if pk in stories]) for s in sections])
