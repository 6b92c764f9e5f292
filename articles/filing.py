"""Filings: the denormalised index of articles by topic and contributor, updated with every change."""

from collections.abc import Iterable

from django.db.models.signals import m2m_changed, post_delete, post_save

from articles.models import Article, Byline, Filing


def file(articles: Iterable[int]) -> None:
    """Update the filings of articles from their topics and bylines. Five queries, whatever the number."""
    articles = list(articles)
    topics = Article.topics.through.objects.filter(article__in=articles).values_list("article", "topic")
    names = Byline.objects.filter(article__in=articles).values_list("article", "contributor")
    wanted = {(article, topic, None) for article, topic in topics} | {(article, None, name) for article, name in names}
    known = Filing.objects.of(articles)
    gone = [pk for pk, *key in known.values_list("pk", "article", "topic", "contributor") if tuple(key) not in wanted]
    published = dict(Article.objects.filter(pk__in=articles).values_list("pk", "published_at"))
    Filing.objects.bulk_create(
        (
            Filing(article_id=article, topic_id=topic, contributor_id=name, published_at=published[article])
            for article, topic, name in sorted(wanted - known.keys(), key=str)
        ),
        ignore_conflicts=True,
    )
    Filing.objects.filter(pk__in=gone).delete()


def keep_current() -> None:
    """Connect the signals that update filings when topics, bylines or times of publication change."""
    post_save.connect(_article_saved, sender=Article, dispatch_uid="filing.article")
    m2m_changed.connect(_topics_changed, sender=Article.topics.through, dispatch_uid="filing.topics")
    for signal in (post_save, post_delete):
        signal.connect(_byline_changed, sender=Byline, dispatch_uid=f"filing.byline {id(signal)}")


def _article_saved(instance, created, raw, update_fields=None, **kwargs):
    if not (created or raw) and (update_fields is None or "published_at" in update_fields):
        moved = instance.filings.exclude(published_at=instance.published_at)
        moved.update(published_at=instance.published_at)


def _topics_changed(instance, action, reverse, pk_set, **kwargs):
    if action in ("post_add", "post_remove"):
        file(pk_set if reverse else [instance.pk])
    elif action == "pre_clear":
        (Filing.objects.filter(topic=instance) if reverse else instance.filings.exclude(topic=None)).delete()


def _byline_changed(instance, raw=False, **kwargs):
    if not raw:
        file([instance.article_id])
