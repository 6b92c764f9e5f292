"""The layout of the front page: lead, seconds, river and section rows.

Editors fill places by hand (`articles.models.Slot`); empty places are filled automatically.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import islice

from django.db.models import prefetch_related_objects
from django.utils import timezone

from articles.models import Article, Section, Slot
from articles.models.article_queries import bylines
from newsroom.lib.prepared import Prepared

SECONDS = 4
RIVER = 8
ROW = 4
# Extra stories fetched for a section's row, since those shown elsewhere are skipped.
_SPARE = 6

_LEAD, _SECTION = Slot.Place.LEAD, Slot.Place.SECTION
_SECONDS = [Slot.Place(f"second-{number}") for number in range(1, SECONDS + 1)]
# A place of the page, with its section where there is one per section.
Key = tuple[str, int | None]


@dataclass(frozen=True)
class FrontPage:
    """The composed page. `lead` is None only where nothing is published; `rows` holds (section, its stories).

    `held` maps places to the editors' slots in them; other places were filled automatically.
    """

    lead: Article | None
    seconds: list[Article]
    river: list[Article]
    rows: list[tuple[Section, list[Article]]]
    held: dict[Key, Slot] = field(default_factory=dict)

    @property
    def articles(self) -> list[Article]:
        in_rows = [article for _, row in self.rows for article in row]
        return [article for article in [self.lead, *self.seconds, *self.river, *in_rows] if article]

    @property
    def breaking(self) -> Slot | None:
        return self.held.get((Slot.Place.BREAKING, None))


def holders(slots: Iterable[Slot], at: datetime) -> dict[Key, Slot]:
    """Return the slot in each place at a moment, in the order of the places.

    Pinned slots come first, then the slot that started last. If that is over, or its story is not published, the
    place is empty: an earlier slot does not come back.
    """
    started: dict[Key, list[Slot]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.starts_at, slot.pk)):
        if slot.starts_at <= at:
            started.setdefault((slot.place, slot.section_id), []).append(slot)
    held = {}
    for key in sorted(started, key=_order):
        pinned = [slot for slot in started[key] if slot.is_pinned and slot.holds_at(at)]
        last = (pinned or started[key])[-1]
        if last.holds_at(at):
            held[key] = last
    return held


def compose(
    newest: list[Article],
    by_section: list[tuple[Section, list[Article]]],
    held: dict[Key, Slot] | None = None,
) -> FrontPage:
    """Assign stories to places; a story shows once, or twice where its slot allows it.

    `newest` and each section's stories must be newest first. Lead and seconds are the newest stories with pictures,
    then those without; an advertisement leads only if there is nothing else. The river has the rest, newest first.
    """
    held = _each_once(held or {})
    times = Counter(slot.article_id for slot in held.values() if slot.article_id)
    once_more = {slot.article_id for slot in held.values() if slot.may_repeat and times[slot.article_id] == 1}
    free = [article for article in newest if article.pk not in times]
    editorial = [article for article in free if article.kind != Article.Kind.ADVERTISER]
    ranked = iter(sorted(editorial, key=lambda article: not article.card_picture))
    lead = _in(held, _LEAD) or next(ranked, None) or next(iter(free), None)
    seconds = [story for story in (_in(held, place) or next(ranked, None) for place in _SECONDS) if story]
    shown = (times.keys() | {article.pk for article in [lead, *seconds] if article}) - once_more
    river = list(islice((article for article in newest if article.pk not in shown), RIVER))
    shown |= {article.pk for article in river}
    rows = [(section, _row(stories, _in(held, _SECTION, section.pk), shown)) for section, stories in by_section]
    return FrontPage(lead, seconds, river, [(section, row) for section, row in rows if row], held)


def front_page(at=None) -> FrontPage:
    """Compose the front page as readers see it at `at` (default: now). Five queries, whatever the archive's size."""
    at = at or timezone.now()
    held = holders(_slots(), at)
    newest = [pk for (pk,) in _newest(1 + SECONDS + RIVER + SECONDS + len(held))(at)]
    sections = _sections_with_newest(at)
    ids = {s.pk: [getattr(s, f"newest_{n}") for n in range(ROW + _SPARE)] for s in sections}
    wanted = {*newest, *(slot.article_id for slot in held.values()), *(pk for row in ids.values() for pk in row)} - {
        None
    }
    stories = {story.pk: story for story in _stories(at, wanted)} if wanted else {}
    held = {key: slot for key, slot in held.items() if slot.article_id is None or slot.article_id in stories}
    for slot in held.values():
        slot.article = stories.get(slot.article_id)
    by_section = [(s, [stories[pk] for pk in ids[s.pk] if pk in stories]) for s in sections]
    return compose([stories[pk] for pk in newest if pk in stories], by_section, held)


_slots = Prepared(Slot.objects.for_pages)


@cache
def _newest(number: int) -> Prepared:
    return Prepared(lambda at: Article.objects.published(at).newest_first().values_list("pk")[:number])


@Prepared
def _stories(at: datetime, keys: list[int]):
    return Article.objects.published(at).for_listing().filter(pk__in=keys)


@Prepared
def _sections_with_newest(at: datetime):
    return Section.objects.with_newest(ROW + _SPARE, at=at)


@dataclass(frozen=True)
class Head:
    """The head of a section: the breaking bar, and the lead that an editor has chosen.

    `slots` are all slots for it, also scheduled ones.
    """

    breaking: Slot | None
    lead: Article | None
    slots: list[Slot]


def head_of(section: Section, at=None) -> Head:
    """Return the head of a section as readers see it at `at` (default: now). One query, and one for the bylines."""
    slots = _slots_around(section.pk)
    held = holders(slots, at or timezone.now())
    lead = _in(held, _SECTION, section.pk)
    if lead:
        prefetch_related_objects([lead], bylines())
    return Head(held.get((Slot.Place.BREAKING, None)), lead, slots)


@Prepared
def _slots_around(section: int):
    return Slot.objects.for_pages().around(section)


def _each_once(held: dict[Key, Slot]) -> dict[Key, Slot]:
    """Drop a slot whose story is in an earlier place already, unless one of the two slots allows repeating."""
    kept: dict[Key, Slot] = {}
    for key, slot in held.items():
        before = [other for other in kept.values() if slot.article_id and other.article_id == slot.article_id]
        if not before or slot.may_repeat or any(other.may_repeat for other in before):
            kept[key] = slot
    return kept


def _row(stories: list[Article], lead: Article | None, shown: set[int]) -> list[Article]:
    rest = [article for article in stories if article.pk not in shown and article != lead]
    return [lead, *rest][:ROW] if lead else rest[:ROW]


def _in(held: dict[Key, Slot], place: str, section: int | None = None) -> Article | None:
    slot = held.get((place, section))
    return slot.article if slot else None


def _order(key: Key) -> tuple[int, int]:
    place, section = key
    return list(Slot.Place).index(place), section or 0
