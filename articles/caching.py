"""What a page that shows articles wears, and what a change to one drops (see newsroom.lib.pagecache).

| tag | worn by pages that show | dropped by a change to |
|---|---|---|
| `sections` | the names of all sections: every page | a section |
| `front` | the front page | what it is composed of: which articles are out, their kind, picture and section |
| `section:3:list` | the newest of a section, a page of all of it | which articles are out in that section |
| `topic:5:list`, `contributor:7:list` | the same for a topic, a contributor | which articles are out there |
| `article:12` | an article, or a card of it | that article, its bylines, topics and corrections |
| `topic:5`, `contributor:7`, `picture:9` | their names, or the picture | that row |
"""

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils import timezone

from articles.models import Article, Byline, Contributor, Correction, Picture, Section, Topic
from newsroom.lib.droplog import drop
from newsroom.lib.pagecache import wear

FRONT = "front"
SECTIONS = "sections"
# What decides where an article stands in a list, and whether it stands there at all.
_PLACE = ["published_at", "embargo_until", "withdrawn_at", "section_id", "kind", "picture_id"]


def list_of(row: Section | Topic | Contributor) -> str:
    """Return the tag of all that is published in a section, on a topic or by a contributor."""
    return f"{tag_of(row)}:list"


def tag_of(row) -> str:
    return f"{row._meta.model_name}:{row.pk}"


def wear_cards(request, articles: Iterable[Article]) -> None:
    """Say that a page shows cards of these articles, fetched `for_listing`."""
    for article in articles:
        wear(request, tag_of(article), *(tag_of(writer) for writer in article.writers))
        if article.picture_id:
            wear(request, f"picture:{article.picture_id}")


def wear_article(request, article: Article) -> None:
    """Say that a page shows an article in full, fetched `for_reading`, and the newest of its section."""
    wear(request, tag_of(article), list_of(article.section))
    wear(request, *(tag_of(topic) for topic in article.topics.all()))
    wear(request, *(tag_of(byline.contributor) for byline in article.bylines.all()))
    if article.picture_id:
        wear(request, f"picture:{article.picture_id}")


def next_turn(after) -> float | None:
    """Return when the next article appears or goes by itself, in seconds since 1970; None where none will."""
    moments = [
        Article.objects.filter(**{f"{name}__gt": after}).order_by(name).values_list(name, flat=True).first()
        for name in ("published_at", "embargo_until", "withdrawn_at")
    ]
    return min((moment.timestamp() for moment in moments if moment), default=None)


def turned(since, until) -> dict[str, bool]:
    """Return the tags of what appeared or went by itself between two moments, each with whether it went."""
    between = Q()
    for name in ("published_at", "embargo_until", "withdrawn_at"):
        between |= Q(**{f"{name}__gt": since, f"{name}__lte": until})
    found = {}
    for article in Article.objects.filter(between).only(*_PLACE):
        went = article.publication_at(until) is Article.Publication.WITHDRAWN
        for tag in (tag_of(article), *_lists_with(article)):
            found[tag] = went or found.get(tag, False)
    return found


def watch() -> None:
    """Write down what every save and deletion drops, whoever it is that saves."""
    pre_save.connect(_before_article, sender=Article, dispatch_uid="caching.before_article")
    post_save.connect(_after_article, sender=Article, dispatch_uid="caching.after_article")
    post_delete.connect(_article_gone, sender=Article, dispatch_uid="caching.article_gone")
    m2m_changed.connect(_topics_changed, sender=Article.topics.through, dispatch_uid="caching.topics")
    for signal in (post_save, post_delete):
        signal.connect(_byline_changed, sender=Byline, dispatch_uid=f"caching.byline {id(signal)}")
        signal.connect(_correction_changed, sender=Correction, dispatch_uid=f"caching.correction {id(signal)}")
        signal.connect(_section_changed, sender=Section, dispatch_uid=f"caching.section {id(signal)}")
        for model in (Topic, Contributor, Picture):
            signal.connect(_row_changed, sender=model, dispatch_uid=f"caching.{model.__name__} {id(signal)}")


def _before_article(instance, **kwargs):
    known = Article.objects.filter(pk=instance.pk) if instance.pk else Article.objects.none()
    instance._was = known.only(*_PLACE).first()


def _after_article(instance, **kwargs):
    before, now = instance._was, timezone.now()
    # What has no time of publication is on no page, and no page will turn for it.
    if not (instance.published_at or (before and before.published_at)):
        return
    was_out = bool(before) and _is_out(before, now)
    is_out = _is_out(instance, now)
    goes = was_out and not is_out
    drop(tag_of(instance), removes=goes)
    if was_out != is_out or (is_out and _place_of(before) != _place_of(instance)):
        lists = {*_lists_with(instance), *(_lists_with(before) if before else ())}
        drop(*sorted(lists), removes=goes)


def _article_gone(instance, **kwargs):
    if instance.published_at:
        drop(tag_of(instance), FRONT, f"section:{instance.section_id}:list", removes=True)


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
    drop(f"article:{instance.article_id}")


def _section_changed(**kwargs):
    drop(SECTIONS)


def _row_changed(instance, **kwargs):
    drop(tag_of(instance))


def _is_out(article: Article, at) -> bool:
    return article.publication_at(at) is Article.Publication.PUBLISHED


def _place_of(article: Article) -> list:
    return [getattr(article, name) for name in _PLACE]


def _lists_with(article: Article) -> list[str]:
    """Return the tags of the lists in which an article stands or would stand: one query each for topics and bylines."""
    topics = article.topics.through.objects.filter(article=article.pk).values_list("topic", flat=True)
    contributors = Byline.objects.filter(article=article.pk).values_list("contributor", flat=True)
    return [
        FRONT,
        f"section:{article.section_id}:list",
        *(f"topic:{pk}:list" for pk in topics),
        *(f"contributor:{pk}:list" for pk in contributors),
    ]
