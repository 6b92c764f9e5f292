"""Updates of galleys (typeset copy): with every save of an article, and of a picture in its copy."""

from collections.abc import Iterator

from django.db.models.signals import post_save

from articles.models import Article, Galley, Picture
from newsroom.lib.droplog import drop

_DEPENDS_ON = {"copy", "language"}
_BATCH = 200


def keep_current() -> None:
    """Connect the signals that typeset an article again when its copy or a picture in it is saved."""
    post_save.connect(_article_saved, sender=Article, dispatch_uid="galleys.article")
    post_save.connect(_picture_saved, sender=Picture, dispatch_uid="galleys.picture")


def set_what_is_out_of_date() -> Iterator[int]:
    """Typeset every article without a current galley; yield how many, batch by batch.

    It goes through the articles by primary key, so that it can be stopped and repeated, also while articles are saved.
    """
    after = 0
    while batch := list(Article.objects.filter(pk__gt=after).select_related("galley").order_by("pk")[:_BATCH]):
        stale = [article for article in batch if not article.has_current_galley]
        for article in stale:
            Galley.objects.put(article)
        yield len(stale)
        after = batch[-1].pk


def _article_saved(instance, raw, update_fields=None, **kwargs):
    if not raw and (update_fields is None or _DEPENDS_ON & set(update_fields)):
        instance.galley = Galley.objects.put(instance)


def _picture_saved(instance, created, raw, **kwargs):
    if created or raw:
        return
    for galley in Galley.objects.filter(pictures=instance).select_related("article"):
        Galley.objects.put(galley.article)
        drop(f"article:{galley.article_id}")
