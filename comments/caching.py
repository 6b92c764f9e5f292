"""What a page that shows comments wears, and what a change to them drops (see newsroom.lib.pagecache).

| tag | worn by pages that show | dropped by a change to |
|---|---|---|
| `thread:12` | the comments of article 12, their number or its terms | what readers see of them, or the thread's terms |
| `policies` | whether comments are open, and on what terms | the terms of a section or of the paper |
"""

from django.db.models.signals import post_delete, post_save

from comments.models import HousePolicy, Thread
from newsroom.lib.droplog import drop
from newsroom.lib.pagecache import wear

POLICIES = "policies"


def wear_thread(request, article) -> None:
    """Say that a page shows the thread of an article."""
    wear(request, _tag(article.pk), POLICIES)


def wear_numbers(request, articles) -> None:
    """Say that a page shows how many comments these articles have."""
    wear(request, *(_tag(article.pk) for article in articles))


def drop_thread(article_id: int, *, removes: bool = False) -> None:
    """Have what shows a thread built anew; with `removes`, something in it must not be seen again."""
    drop(_tag(article_id), removes=removes)


def watch() -> None:
    """Write down what every change of terms drops."""
    for signal in (post_save, post_delete):
        signal.connect(_terms_of_house, sender=HousePolicy, dispatch_uid=f"caching.policy {id(signal)}")
        signal.connect(_terms_of_thread, sender=Thread, dispatch_uid=f"caching.thread {id(signal)}")


def _terms_of_house(**kwargs):
    drop(POLICIES)


def _terms_of_thread(instance, **kwargs):
    drop_thread(instance.article_id)


def _tag(article_id: int) -> str:
    return f"thread:{article_id}"
