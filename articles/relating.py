"""Related stories of an article.

An editor's choices come first, in the editor's order. The rest is precomputed by a task when an article is published
or changed: from the newest on its topics, of its section and of the paper, so that it costs the same in an archive of
any size. A page then only queries which of them are published.
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
# Stored for each article: more than are shown, since some may be withdrawn, and some are on the page already.
_FOUND = 12
# The numbers of candidates for each topic, for the section and for the paper, and the most topics.
_OF_A_TOPIC, _OF_A_SECTION, _OF_THE_PAPER, _TOPICS = 40, 40, 40, 8
# The weights of a shared topic of the greatest rarity, of the same section, and of sharing all words.
_TOPIC, _SECTION, _WORDS = 3.0, 0.5, 6.0
# The lowest score that counts as related, and the half-life in days of a score's dependence on age.
_LEAST, _HALF_LIFE = 1.2, 365
_SHORTEST_WORD = 4
_NEWS = timedelta(days=1)
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST_WORD},}}")
# Articles per run of the task, related articles recomputed after a new one, and the most choices of an editor.
_AT_ONCE, _TOLD, _MOST_CHOSEN = 50, 8, 8


@dataclass(frozen=True)
class Traits:
    """The features of a story that are compared."""

    pk: int
    section: int
    topics: frozenset[int]
    published_at: datetime
    text: str

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.text.casefold()))


def nearest(story: Traits, candidates: Iterable[Traits]) -> list[int]:
    """Return the primary keys of the candidates that are most similar to a story, the nearest first.

    Words and topics are weighted by their inverse document frequency among the candidates (Spärck Jones 1972), so
    that what every story of a section has does not count.
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
    """Return the primary keys of the articles in the same language that are most similar, by some dozen queries.

    Advertisements are left out: they have no related stories, and are related only where an editor chose them.
    """
    at = at or timezone.now()
    if article.kind == Article.Kind.ADVERTISER:
        return []
    out = Article.objects.published(at).filter(language=article.language).exclude(kind=Article.Kind.ADVERTISER)
    newest = out.newest_first().values_list("pk", flat=True)
    # Ordered by the link's primary key: by the article's date, a large topic would have to be sorted as a whole.
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
    """Recompute the related stories of the articles that are due; return how many.

    For a newly published story, those of the articles related to it are recomputed as well.
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
        # If it was changed meanwhile, it stays due.
        is_as_read = Q(due_at=kin.due_at) if kin.due_at else Q(due_at=None)
        changed = Kin.objects.filter(is_as_read, article=kin.article_id).update(found=found, due_at=None)
        if changed and found != kin.found:
            drop(tag_of(kin.article))
    return found


@dataclass(frozen=True)
class Beside:
    """The stories beside an article; `asked_for` are the primary keys of all candidates, published or not.

    `versions` are the article and its translations, the original first; empty if there are no translations.
    """

    related: list[Article]
    more: list[Article]
    versions: list[Article]
    asked_for: list[int]


def beside(article: Article, *, shown: Iterable[int] = ()) -> Beside:
    """Return the related stories of an article fetched `for_reading`, and more from its section, in one query.

    Stories that are on the page already, by the primary keys in `shown`, are left out, and so are unpublished ones.
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
    """Return the query for stories by primary key, the newest `number` of a section, and the translations of one."""

    def sought(at, ids, section, elsewhere, original):
        out = Article.objects.published(at)
        newest = out.in_section(section).exclude(pk__in=elsewhere).newest_first().values("pk")
        versions = [Q(pk=original), Q(translation_of=original)] if with_versions else []
        # UNION, not OR, for which PostgreSQL would scan the whole archive.
        by = [Q(pk__in=ids), Q(pk__in=newest[:number]), *versions]
        keys, *others = [Article.objects.filter(each).values("pk") for each in by]
        return out.filter(pk__in=keys.union(*others)).select_related("section", "picture").defer("copy")

    return Prepared(sought)


def _versions_among(found: Iterable[Article], article: Article) -> list[Article]:
    original = article.translation_of_id or article.pk
    versions = [each for each in found if original in (each.pk, each.translation_of_id)]
    return sorted(versions, key=lambda each: (each.pk != original, each.language)) if len(versions) > 1 else []


def keep_current() -> None:
    """Connect the signals that schedule recomputing when an article, its topics or an editor's choice changes."""
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
    # If the article itself is being deleted, there is no row any more.
    chosen = list(RelatedPick.objects.filter(article=instance.article_id).values_list("story", flat=True))
    Kin.objects.filter(article=instance.article_id).update(chosen=chosen)
    drop(f"article:{instance.article_id}")
