"""The queue of announcements to search engines and feed hubs, written in the transaction of the change."""

from django.conf import settings
from django.db.models.signals import post_delete, post_save, pre_save
from django.utils import timezone

from articles.models import Announcement, Article

_To = Announcement.To
# Only a change of one of these fields is announced, not a corrected comma.
_TOLD = ("published_at", "embargo_until", "withdrawn_at", "updated_at", "slug", "section_id")


def who_asked() -> list[str]:
    """Return the recipients that the settings enable: by default none."""
    if settings.STAGING:
        return []
    asked = {_To.SEARCH_ENGINES: settings.INDEXNOW_KEY, _To.HUB: settings.WEBSUB_HUB}
    return [to for to, name in asked.items() if name]


def watch() -> None:
    """Connect the signals, so that every save and deletion is announced."""
    pre_save.connect(_before_article, sender=Article, dispatch_uid="announcing.before_article")
    post_save.connect(_after_article, sender=Article, dispatch_uid="announcing.after_article")
    post_delete.connect(_article_gone, sender=Article, dispatch_uid="announcing.article_gone")


def _before_article(instance, **kwargs):
    instance._told = who_asked() and Article.objects.filter(pk=instance.pk).values(*_TOLD).first()


def _after_article(instance, **kwargs):
    if not who_asked() or instance._told == {name: getattr(instance, name) for name in _TOLD}:
        return
    if instance.published_at:
        _write(instance, [instance.appears_at, *filter(None, [instance.withdrawn_at])])


def _article_gone(instance, **kwargs):
    # Announcements due in the future would be about a story that readers never saw.
    Announcement.objects.filter(article_id=instance.pk).delete()
    if instance.is_published and not instance.is_unlisted:
        _write(instance, [timezone.now()])


def _write(article: Article, moments) -> None:
    now = timezone.now()
    due = {max(moment, now) for moment in moments}
    path = article.get_absolute_url()
    Announcement.objects.bulk_create(
        Announcement(to=to, article_id=article.pk, path=path, due_at=at) for to in who_asked() for at in sorted(due)
    )
