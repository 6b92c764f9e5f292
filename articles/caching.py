"""Cache tags of pages with articles, and their invalidation (see newsroom.lib.pagecache).

| tag | on pages that show | invalidated by a change to |
|---|---|---|
| `furniture` | the sections and the pages about the paper: every page | a section, the head of a standing page |
| `front` | the front page | its contents: which articles are published, their kind, picture and section; its slots; any picture |
| `breaking` | the breaking bar: the front page and the section fronts | its slot |
| `section:3:head` | the head of a section | its slots |
| `most-read` | a list of the most read | its order, at most every five minutes |
| `section:3:list` | the newest of a section, a page of all of it | which articles are published in that section |
| `topic:5:list`, `contributor:7:list`, `series:4:list` | the same for a topic, a contributor, a series | which articles are published there |
| `corrections` | the page of all corrections | a correction |
| `year:2026`, `month:2026-11` | the archive by days | which articles are published in it |
| `article:12` | an article, its versions, or a card of it | that article, its bylines, topics, corrections and versions |
| `versions:12` | the languages of the original article 12 | that article and its translations |
| `topic:5`, `contributor:7`, `series:4`, `picture:9` | their names, or the picture | that row |
| `standingpage:2` | a page about the paper | that page |
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils import timezone

from articles.days import Around, Span
from articles.models import (
    Article,
    Byline,
    Contributor,
    Correction,
    Picture,
    Revision,
    Section,
    Series,
    Slot,
    StandingPage,
    Topic,
)
from newsroom.lib.droplog import drop
from newsroom.lib.pagecache import wear

FRONT = "front"
BREAKING = "breaking"
CORRECTIONS = "corrections"
FURNITURE = "furniture"
MOST_READ = "most-read"
_A_GAP = timedelta(days=400)
# The fields that decide an article's position in lists, and whether it is in them at all.
_PLACE = [
    "published_at", "embargo_until", "withdrawn_at", "section_id", "kind", "picture_id", "series_id", "part",
]  # fmt: skip
# The fields of a standing page that other pages show, in the footer and as the paper's policies.
_HEAD = ["kind", "slug", "title", "position", "is_in_footer", "is_published", "policies"]


def list_of(row: Section | Topic | Contributor | Series) -> str:
    """Return the tag of the list of articles of a section, series, topic or contributor."""
    return f"{tag_of(row)}:list"


def tag_of(row) -> str:
    return f"{row._meta.model_name}:{row.pk}"


def versions_of(article: Article) -> str:
    """Return the tag of an article's translations: the same for all of them and the original."""
    return f"versions:{article.translation_of_id or article.pk}"


def wear_cards(request, articles: Iterable[Article]) -> None:
    """Tag a page as showing cards of these articles, fetched `for_listing`."""
    for article in articles:
        wear(request, tag_of(article), *(tag_of(writer) for writer in article.writers))
        if article.picture_id:
            wear(request, f"picture:{article.picture_id}")


def wear_entries(request, articles: Iterable[Article]) -> None:
    """Tag a feed as containing these articles in full, fetched `for_reading`, with their sections' names."""
    wear(request, FURNITURE)
    for article in articles:
        _wear_whole(request, article)


def wear_article(request, article: Article) -> None:
    """Tag a page as showing an article in full, fetched `for_reading`, the newest of its section, and its series."""
    wear(request, list_of(article.section), versions_of(article))
    if article.series:
        wear(request, tag_of(article.series), list_of(article.series))
    _wear_whole(request, article)


def wear_beside(request, beside) -> None:
    """Tag a page as showing an article's related articles, also those that are not published yet."""
    wear(request, *(f"article:{pk}" for pk in beside.asked_for))
    for article in (*beside.related, *beside.more):
        wear(request, tag_of(article), *([f"picture:{article.picture_id}"] if article.picture_id else []))


def _wear_whole(request, article: Article) -> None:
    wear(request, tag_of(article))
    wear(request, *(tag_of(topic) for topic in article.topics.all()))
    wear(request, *(tag_of(byline.contributor) for byline in article.bylines.all()))
    if article.picture_id:
        wear(request, f"picture:{article.picture_id}")


def wear_front(request, breaking: Slot | None) -> None:
    """Tag a page as the front page, with this slot in its breaking bar."""
    wear(request, FRONT, *_stories_of([breaking] if breaking else []))


def wear_head(request, section: Section, slots: Iterable[Slot]) -> None:
    """Tag a page as showing the head of a section with these slots, also scheduled ones."""
    wear(request, BREAKING, _head_of_section(section.pk), *_stories_of(slots))


def wear_span(request, span: Span, around: Around) -> None:
    """Tag a page as showing what was published within days of one year, with links to the nearest days with stories.

    A new story on any day in between would change the links. Where there is no such day, or it is far away, the
    page gets the tag of the front page.
    """
    wear(request, f"year:{span.first.year}")
    first, last = around.before, around.after
    if first is None or last is None or last - first > _A_GAP:
        wear(request, FRONT)
    else:
        wear(request, *{_month(first + timedelta(days=n)) for n in range((last - first).days + 1)})


def next_turn(after) -> float | None:
    """Return when the next scheduled publication, withdrawal or slot change is, in seconds since 1970, or None."""
    moments = [
        Article.objects.filter(**{f"{name}__gt": after}).order_by(name).values_list(name, flat=True).first()
        for name in ("published_at", "embargo_until", "withdrawn_at")
    ]
    moments += [moment for slot in Slot.objects.for_pages() for moment in slot.turns if moment > after]
    return min((moment.timestamp() for moment in moments if moment), default=None)


def turned(since, until) -> dict[str, bool]:
    """Return {tag: whether something was withdrawn} of the scheduled changes between two moments."""
    between = Q()
    for name in ("published_at", "embargo_until", "withdrawn_at"):
        between |= Q(**{f"{name}__gt": since, f"{name}__lte": until})
    found = {}
    for article in Article.objects.filter(between).only(*_PLACE, "translation_of"):
        went = article.publication_at(until) is Article.Publication.WITHDRAWN
        for tag in (tag_of(article), versions_of(article), *_lists_with(article)):
            found[tag] = went or found.get(tag, False)
    for slot in Slot.objects.for_pages():
        if any(since < moment <= until for moment in slot.turns):
            found |= {tag: found.get(tag, False) for tag in _pages_with(slot)}
    return found


def watch() -> None:
    """Connect the signals, so that every save and deletion invalidates its tags."""
    pre_save.connect(_before_page, sender=StandingPage, dispatch_uid="caching.before_page")
    pre_save.connect(_before_article, sender=Article, dispatch_uid="caching.before_article")
    post_save.connect(_after_article, sender=Article, dispatch_uid="caching.after_article")
    post_delete.connect(_article_gone, sender=Article, dispatch_uid="caching.article_gone")
    m2m_changed.connect(_topics_changed, sender=Article.topics.through, dispatch_uid="caching.topics")
    for signal in (post_save, post_delete):
        signal.connect(_byline_changed, sender=Byline, dispatch_uid=f"caching.byline {id(signal)}")
        signal.connect(_correction_changed, sender=Correction, dispatch_uid=f"caching.correction {id(signal)}")
        signal.connect(_revision_changed, sender=Revision, dispatch_uid=f"caching.revision {id(signal)}")
        signal.connect(_section_changed, sender=Section, dispatch_uid=f"caching.section {id(signal)}")
        signal.connect(_slot_changed, sender=Slot, dispatch_uid=f"caching.slot {id(signal)}")
        signal.connect(_page_changed, sender=StandingPage, dispatch_uid=f"caching.standing_page {id(signal)}")
        signal.connect(_picture_changed, sender=Picture, dispatch_uid=f"caching.picture {id(signal)}")
        for model in (Topic, Contributor, Series):
            signal.connect(_row_changed, sender=model, dispatch_uid=f"caching.{model.__name__} {id(signal)}")


def _before_article(instance, **kwargs):
    known = Article.objects.filter(pk=instance.pk) if instance.pk else Article.objects.none()
    instance._was = known.only(*_PLACE, "translation_of").first()


def _after_article(instance, **kwargs):
    before, now = instance._was, timezone.now()
    # An article without a time of publication is on no page, now or later.
    if not (instance.published_at or (before and before.published_at)):
        return
    was_out = bool(before) and _is_out(before, now)
    is_out = _is_out(instance, now)
    goes = was_out and not is_out
    drop(tag_of(instance), *sorted({versions_of(each) for each in (before, instance) if each}), removes=goes)
    if was_out != is_out or (is_out and _place_of(before) != _place_of(instance)):
        lists = {*_lists_with(instance), *(_lists_with(before) if before else ())}
        drop(*sorted(lists), removes=goes)


def _article_gone(instance, **kwargs):
    if instance.published_at:
        drop(tag_of(instance), versions_of(instance), *_own_lists(instance), removes=True)


def _topics_changed(instance, action, reverse, pk_set, **kwargs):
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if action == "pre_clear":
        pk_set = set((instance.articles if reverse else instance.topics).values_list("pk", flat=True))
    if reverse:
        drop(list_of(instance), *(f"article:{pk}" for pk in pk_set))
    else:
        drop(tag_of(instance), *(f"topic:{pk}:list" for pk in pk_set))


def _byline_changed(instance, **kwargs):
    drop(f"article:{instance.article_id}", f"contributor:{instance.contributor_id}:list")


def _correction_changed(instance, **kwargs):
    drop(f"article:{instance.article_id}", CORRECTIONS)


def _revision_changed(instance, **kwargs):
    drop(f"article:{instance.article_id}")


def _section_changed(**kwargs):
    drop(FURNITURE)


def _slot_changed(instance, **kwargs):
    drop(*_pages_with(instance))


def _before_page(instance, **kwargs):
    instance._was = StandingPage.objects.filter(pk=instance.pk).first()


def _page_changed(instance, **kwargs):
    """Invalidate a page about the paper, and all pages if its entry in the footer or its policies changed."""
    before = kwargs.get("created") is False and instance._was
    drop(tag_of(instance), removes="created" not in kwargs or not instance.is_published)
    if not before or _head_of(before) != _head_of(instance):
        drop(FURNITURE)


def _row_changed(instance, **kwargs):
    drop(tag_of(instance))


def _picture_changed(instance, created=False, **kwargs):
    # Whether a picture may be shown on a card decides its story's position on the front page.
    if not created:
        drop(tag_of(instance), FRONT)


def _month(day: date) -> str:
    return f"month:{day:%Y-%m}"


def _pages_with(slot: Slot) -> list[str]:
    """Return the tags of the pages on which a slot shows."""
    # The front page leaves out stories that are in the breaking bar or in the head of a section.
    own = {Slot.Place.BREAKING: [BREAKING], Slot.Place.SECTION: [_head_of_section(slot.section_id)]}
    return [FRONT, *own.get(slot.place, [])]


def _stories_of(slots: Iterable[Slot]) -> list[str]:
    return [f"article:{slot.article_id}" for slot in slots if slot.article_id]


def _head_of_section(section_id: int) -> str:
    return f"section:{section_id}:head"


def _head_of(page: StandingPage) -> list:
    return [getattr(page, name) for name in _HEAD]


def _is_out(article: Article, at) -> bool:
    return article.publication_at(at) is Article.Publication.PUBLISHED


def _place_of(article: Article) -> list:
    return [getattr(article, name) for name in _PLACE]


def _lists_with(article: Article) -> list[str]:
    """Return the tags of the lists that an article is in or would be in. Two queries, for topics and bylines."""
    topics = article.topics.through.objects.filter(article=article.pk).values_list("topic", flat=True)
    contributors = Byline.objects.filter(article=article.pk).values_list("contributor", flat=True)
    return [
        *_own_lists(article),
        *(f"topic:{pk}:list" for pk in topics),
        *(f"contributor:{pk}:list" for pk in contributors),
    ]


def _own_lists(article: Article) -> list[str]:
    """Return the tags of the lists that follow from the article's own row, without queries."""
    # A draft has no day.
    day = article.published_at and timezone.localdate(article.published_at)
    return [
        FRONT,
        *([f"year:{day.year}", _month(day)] if day else ()),
        f"section:{article.section_id}:list",
        *([f"series:{article.series_id}:list"] if article.series_id else ()),
    ]
