"""The position of a story in its series."""

from dataclasses import dataclass

from django.db.models import Q, Subquery

from articles.models import Article


@dataclass(frozen=True)
class Place:
    """The neighbouring parts that are published; `of` is the number of the last published part."""

    previous: Article | None
    next: Article | None
    of: int

    @property
    def shown(self) -> list[int]:
        """The primary keys of the parts that the box of the series links to."""
        return [part.pk for part in (self.previous, self.next) if part]


def place_of(article: Article) -> Place | None:
    """Return the place of a story in its series, None without one. One query, however long the series."""
    if not (article.series_id and article.part):
        return None
    parts = Article.objects.published().in_series(article.series_id).order_by("part")
    before, after = parts.filter(part__lt=article.part), parts.filter(part__gt=article.part)
    keys = [before.reverse().values("pk")[:1], after.values("pk")[:1], parts.reverse().values("pk")[:1]]
    wanted = Q()
    for key in keys:
        wanted |= Q(pk=Subquery(key))
    around = list(parts.filter(wanted).select_related("section").only("headline", "slug", "part", "section__slug"))
    return Place(
        previous=next((each for each in around if each.part < article.part), None),
        next=next((each for each in around if each.part > article.part), None),
        of=max([article.part, *(each.part for each in around)]),
    )
