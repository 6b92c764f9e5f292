"""Keep the index current, whoever changes what, and make it anew while readers search."""

from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from articles.models import Article, Byline, Contributor, Picture, Reindexing, SearchDocument, SearchLanguage, Topic
from articles.search import documents, spelling
from newsroom.lib.html import plain

EVERYTHING = "all"
_AT_ONCE = 100
# A save of no other fields changes what an article is found by.
_FIELDS = {
    "kind", "section", "section_id", "kicker", "headline", "standfirst", "language", "copy", "picture", "picture_id",
    "published_at", "embargo_until", "withdrawn_at",
}  # fmt: skip


@transaction.atomic
def index(articles: Collection[int]) -> None:
    """Write what these articles, given by their ids, are found by now. Six queries, whatever their number."""
    rows = list(Article.objects.dated().filter(pk__in=articles).for_indexing())
    SearchDocument.objects.filter(article__in=articles).delete()
    SearchDocument.objects.bulk_create(_document(row) for row in rows)
    SearchLanguage.objects.bulk_create({SearchLanguage(code=row.language) for row in rows}, ignore_conflicts=True)
    spelling.learn(text for row in rows for text in _texts(row))


def _document(article: Article) -> SearchDocument:
    *_others, copy, caption = _texts(article)
    return SearchDocument(
        **documents.columns(_piece(article), documents.stemmed(f"{copy} {caption}", article.language))
    )


def _piece(article: Article) -> documents.Piece:
    return documents.Piece(
        article=article.pk,
        out_at=max(article.published_at, article.embargo_until or article.published_at),
        gone_at=article.withdrawn_at,
        language=article.language,
        section=article.section_id,
        kind=article.kind,
        headline=f"{article.kicker} {article.headline}",
        standfirst=article.standfirst,
        topics=[(topic.pk, topic.name) for topic in article.topics.all()],
        contributors=[(each.contributor_id, each.contributor.name) for each in article.bylines.all()],
    )


def _texts(article: Article) -> list[str]:
    """Return all that an article is found by as it is written, the copy and the caption of its picture last."""
    names = [byline.contributor.name for byline in article.bylines.all()]
    topics = [topic.name for topic in article.topics.all()]
    caption = article.picture.caption if article.picture else ""
    return [article.kicker, article.headline, article.standfirst, *topics, *names, plain(article.copy), caption]


def reindex(subject: str) -> None:
    """Index all articles of a subject ("all", "topic:5") anew: at once if they are few, else as a task."""
    few = list(_articles_of(subject).values_list("pk", flat=True)[: _AT_ONCE + 1])
    if len(few) <= _AT_ONCE:
        index(few)
    else:
        Reindexing.objects.update_or_create(subject=subject, defaults={"before": None})


def subjects_to_work_off() -> list[str]:
    return list(Reindexing.objects.order_by("subject").values_list("subject", flat=True))


def number_left() -> int:
    """Return how many articles `work_off` has before it where all are to be indexed anew."""
    begun = Reindexing.objects.filter(subject=EVERYTHING).first()
    return _articles_of(EVERYTHING, begun and begun.before).count()


def work_off(subject: str) -> Iterator[int]:
    """Index what is left of a subject, the newest articles first; yield after each batch how many it was.

    What breaks off goes on where it was; two that work at the same time do the same twice, and no harm.
    """
    begun = Reindexing.objects.get_or_create(subject=subject)[0]
    while batch := list(_articles_of(subject, begun.before).order_by("-pk").values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            index(batch)
            begun.before = batch[-1]
            Reindexing.objects.filter(subject=subject).update(before=begun.before)
        yield len(batch)
    Reindexing.objects.filter(subject=subject, before=begun.before).delete()


def _articles_of(subject: str, before: int | None = None):
    kind, _colon, pk = subject.partition(":")
    articles = {
        EVERYTHING: Article.objects.all,
        "topic": lambda: Article.objects.on_topic(pk),
        "contributor": lambda: Article.objects.by(pk),
        "picture": lambda: Article.objects.filter(picture=pk),
    }[kind]()
    return articles.filter(pk__lt=before) if before else articles


def keep_current() -> None:
    """Index an article whenever it, or anything that it is found by, is saved or goes."""
    post_save.connect(_article_saved, sender=Article, dispatch_uid="search.article")
    m2m_changed.connect(_topics_changed, sender=Article.topics.through, dispatch_uid="search.topics")
    pre_delete.connect(_topic_goes, sender=Topic, dispatch_uid="search.topic_goes")
    post_delete.connect(_topic_gone, sender=Topic, dispatch_uid="search.topic_gone")
    for signal in (post_save, post_delete):
        signal.connect(_byline_changed, sender=Byline, dispatch_uid=f"search.byline {id(signal)}")
    for model in (Topic, Contributor, Picture):
        pre_save.connect(_before_name, sender=model, dispatch_uid=f"search.before {model.__name__}")
        post_save.connect(_after_name, sender=model, dispatch_uid=f"search.after {model.__name__}")


def _article_saved(instance, raw=False, update_fields=None, **kwargs):
    if not raw and (update_fields is None or _FIELDS & set(update_fields)):
        index([instance.pk])


def _byline_changed(instance, raw=False, origin=None, **kwargs):
    # A byline that goes with its article must not bring the article's document back.
    goes_along = origin is not None and getattr(origin, "model", type(origin)) is not Byline
    if not raw and not goes_along:
        index([instance.article_id])


def _topics_changed(instance, action, reverse, pk_set, **kwargs):
    if action == "pre_clear" and reverse:
        instance._had = list(instance.articles.values_list("pk", flat=True))
    elif action in ("post_add", "post_remove", "post_clear"):
        index((pk_set or getattr(instance, "_had", ())) if reverse else [instance.pk])


def _topic_goes(instance, **kwargs):
    instance._had = list(instance.articles.values_list("pk", flat=True)[: _AT_ONCE + 1])


def _topic_gone(instance, **kwargs):
    if len(instance._had) <= _AT_ONCE:
        index(instance._had)
    else:
        Reindexing.objects.update_or_create(subject=EVERYTHING, defaults={"before": None})


def _before_name(instance, raw=False, **kwargs):
    known = type(instance).objects.filter(pk=instance.pk) if instance.pk and not raw else type(instance).objects.none()
    instance._was_called = known.values_list(_name_of(instance), flat=True).first()


def _after_name(instance, raw=False, **kwargs):
    if instance._was_called not in (None, getattr(instance, _name_of(instance))):
        reindex(f"{instance._meta.model_name}:{instance.pk}")


def _name_of(instance) -> str:
    return "caption" if isinstance(instance, Picture) else "name"
