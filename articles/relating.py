"""Find the stories that stand beside an article.

What an editor has chosen comes first, in the editor's order. The rest is found ahead, when an article comes out or is
changed: among the newest on its topics, of its section and of the paper, so that it costs the same in an archive of any
size. A page then asks only which of them readers may see.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, cached_property

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone

from articles.caching import tag_of
from articles.models import Article, Kin, RelatedPick
from newsroom.lib import tasks
from newsroom.lib.droplog import drop
from newsroom.lib.prepared import Prepared

RELATED, MORE = 4, 4
# Kept for each article: more than is shown, since some may be withdrawn, and some are on the page already.
_FOUND = 12
# Newest stories looked at for each topic, for the section and for the paper, and topics looked at.
_OF_A_TOPIC, _OF_A_SECTION, _OF_THE_PAPER, _TOPICS = 40, 40, 40, 8
# What a shared topic weighs, if it is as rare as can be; what the section does; what all rare words shared would.
_TOPIC, _SECTION, _WORDS = 3.0, 0.5, 6.0
# Below this two stories have no more in common than any two. After so many days a story weighs half as much.
_LEAST, _HALF_LIFE = 1.2, 365
_SHORTEST_WORD = 4
_NEWS = timedelta(days=1)
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST_WORD},}}")
# Articles whose turn it is at a time, those told of a new one beside them, and the most that an editor may choose.
_AT_ONCE, _TOLD, _MOST_CHOSEN = 50, 8, 8


@dataclass(frozen=True)
class Traits:
    """What is compared of a story."""

    pk: int
    section: int
    topics: frozenset[int]
    published_at: datetime
    text: str

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.text.casefold()))


def nearest(story: Traits, candidates: Iterable[Traits]) -> list[int]:
    """Return the ids of the candidates that have most in common with a story, the nearest first.

    Words and topics weigh the more the fewer of the candidates have them (inverse document frequency, Spärck Jones
    1972), so that what every story of a section says makes no kin.
    """
    candidates = list(candidates)
    words = Counter(word for each in candidates for word in each.words)
    topics = Counter(topic for each in candidates for topic in each.topics)
    number = len(candidates)

    def rarity(count: int) -> float:
        return math.log((number + 1) / (count + 0.5)) / math.log(number + 2)

    whole = sum(rarity(words[word]) for word in story.words) or 1

    def likeness(other: Traits) -> float:
        score = sum(_TOPIC * rarity(topics[topic]) for topic in story.topics & other.topics)
        score += _WORDS * sum(rarity(words[word]) for word in story.words & other.words) / whole
        score += _SECTION * (story.section == other.section)
        days = abs((story.published_at - other.published_at).total_seconds()) / 86_400
        return score * (0.5 + 0.5 * 0.5 ** (days / _HALF_LIFE))

    scored = [(likeness(other), other.published_at, other.pk) for other in candidates]
    return [pk for score, _at, pk in sorted(scored, reverse=True) if score >= _LEAST][:_FOUND]


def find(article: Article, at: datetime | None = None) -> list[int]:
    """Return the ids of what is nearest to an article in its language, by some dozen queries.

    What was paid for has no kin and is nobody's: it stands beside a story only where an editor put it.
    """
    at = at or timezone.now()
    if article.kind == Article.Kind.ADVERTISER:
        return []
    out = Article.objects.published(at).filter(language=article.language).exclude(kind=Article.Kind.ADVERTISER)
    newest = out.newest_first().values_list("pk", flat=True)
    # By the key of the link and not by the article's date: for that a topic of half the archive would be sorted.
    links = Article.topics.through.objects.order_by("-pk").values_list("article", flat=True)
    keys = {*newest.in_section(article.section_id)[:_OF_A_SECTION], *newest[:_OF_THE_PAPER]}
    for topic in article.topics.order_by("pk").values_list("pk", flat=True)[:_TOPICS]:
        keys.update(links.filter(topic=topic)[:_OF_A_TOPIC])
    (story,) = _traits(Article.objects.filter(pk=article.pk), at)
    return nearest(story, _traits(out.filter(pk__in=keys - {article.pk}), at))


def _traits(articles, at: datetime) -> list[Traits]:
    rows = list(articles.values_list("pk", "section", "published_at", "kicker", "headline", "standfirst"))
    topics: dict[int, set[int]] = {}
    links = Article.topics.through.objects.filter(article__in=[row[0] for row in rows])
    for article, topic in links.values_list("article", "topic"):
        topics.setdefault(article, set()).add(topic)
    return [
        Traits(pk, section, frozenset(topics.get(pk, ())), published_at or at, " ".join(texts))
        for pk, section, published_at, *texts in rows
    ]


def find_due(at: datetime | None = None) -> int:
    """Find the kin of the articles for which it is due, and return how many they were.

    A story that has just come out is kin to others, who were asked before it was there: they are asked again.
    """
    at = at or timezone.now()
    due = list(Kin.objects.due(at).select_related("article").defer("article__copy")[:_AT_ONCE])
    for done, kin in enumerate(due):
        if tasks.stopping.is_set():
            return done
        found = _find_again(kin, at)
        if at - kin.article.published_at < _NEWS:
            told = Kin.objects.filter(article__in=found[:_TOLD], due_at=None)
            for other in told.select_related("article").defer("article__copy"):
                _find_again(other, at)
    return len(due)


def _find_again(kin: Kin, at: datetime) -> list[int]:
    found = find(kin.article, at)
    with transaction.atomic():
        # Changed meanwhile, it is due again.
        is_as_read = Q(due_at=kin.due_at) if kin.due_at else Q(due_at=None)
        changed = Kin.objects.filter(is_as_read, article=kin.article_id).update(found=found, due_at=None)
        if changed and found != kin.found:
            drop(tag_of(kin.article))
    return found


@dataclass(frozen=True)
class Beside:
    """What stands beside an article; `asked_for` are the ids of all that may come to stand there.

    `versions` are the article and what it is in other languages, the original first; none where it is in one alone.
    """

    related: list[Article]
    more: list[Article]
    versions: list[Article]
    asked_for: list[int]


def beside(article: Article, *, shown: Iterable[int] = ()) -> Beside:
    """Return the related stories of an article fetched `for_reading`, and more from its section, in one query.

    What is on the page already, by its ids in `shown`, is left out, and so is what readers may not see.
    """
    elsewhere = {article.pk, *shown}
    kin = getattr(article, "kin", None) or Kin()
    ids = [pk for pk in dict.fromkeys([*kin.chosen, *kin.found]) if pk not in elsewhere]
    places = max(RELATED, min(len(kin.chosen), _MOST_CHOSEN))
    original = article.translation_of_id or article.pk
    is_in_one = not (article.is_translated or article.translation_of_id)
    seek = _sought(MORE + places, with_versions=not is_in_one)
    found = seek(timezone.now(), ids, article.section_id, elsewhere, original)
    stories = {each.pk: each for each in found if each.pk not in elsewhere}
    related = [stories[pk] for pk in ids if pk in stories][:places]
    rest = [each for each in stories.values() if each.section_id == article.section_id and each not in related]
    more = sorted(rest, key=lambda each: (each.published_at, each.pk), reverse=True)[:MORE]
    return Beside(related, more, _versions_among(found, article), ids)


@cache
def _sought(number: int, *, with_versions: bool) -> Prepared:
    """Return the query for stories by their keys, so many of the newest of a section, and the versions of one."""

    def sought(at, ids, section, elsewhere, original):
        out = Article.objects.published(at)
        newest = out.in_section(section).exclude(pk__in=elsewhere).newest_first().values("pk")
        versions = [Q(pk=original), Q(translation_of=original)] if with_versions else []
        # Not with OR: PostgreSQL would read the whole archive.
        by = [Q(pk__in=ids), Q(pk__in=newest[:number]), *versions]
        keys, *others = [Article.objects.filter(each).values("pk") for each in by]
        return out.filter(pk__in=keys.union(*others)).select_related("section", "picture").defer("copy")

    return Prepared(sought)


def _versions_among(found: Iterable[Article], article: Article) -> list[Article]:
    original = article.translation_of_id or article.pk
    versions = [each for each in found if original in (each.pk, each.translation_of_id)]
    return sorted(versions, key=lambda each: (each.pk != original, each.language)) if len(versions) > 1 else []


def keep_current() -> None:
    """Have the kin of an article found again when the article, its topics or an editor's choice has changed."""
    post_save.connect(_article_saved, sender=Article, dispatch_uid="relating.article")
    m2m_changed.connect(_topics_changed, sender=Article.topics.through, dispatch_uid="relating.topics")
    post_save.connect(_pick_saved, sender=RelatedPick, dispatch_uid="relating.pick")
    post_delete.connect(_pick_gone, sender=RelatedPick, dispatch_uid="relating.pick_gone")


def _article_saved(instance, raw=False, **kwargs):
    if not raw and instance.published_at:
        out_at = max(instance.published_at, instance.embargo_until or instance.published_at, timezone.now())
        Kin.objects.put_off([instance.pk], out_at)


def _topics_changed(instance, action, reverse, pk_set, **kwargs):
    if action in ("post_add", "post_remove", "post_clear"):
        changed = (pk_set or ()) if reverse else [instance.pk]
        Kin.objects.filter(article__in=changed, due_at=None).update(due_at=timezone.now())


def _pick_saved(instance, raw=False, **kwargs):
    if not raw:
        Kin.objects.bulk_create([Kin(article_id=instance.article_id)], ignore_conflicts=True)
        _pick_gone(instance)


def _pick_gone(instance, **kwargs):
    # Where the article goes as a whole, there is no row any more.
    chosen = list(RelatedPick.objects.filter(article=instance.article_id).values_list("story", flat=True))
    Kin.objects.filter(article=instance.article_id).update(chosen=chosen)
    drop(f"article:{instance.article_id}")
