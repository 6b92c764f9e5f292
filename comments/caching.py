"""What a page that shows comments wears, and what a change to them drops (see newsroom.lib.pagecache).

| tag | worn by pages that show | dropped by a change to |
|---|---|---|
| `thread:12` | the comments of article 12, their number or its terms | what readers see of them, or the thread's terms |
| `discussed` | which stories are discussed most | what readers see of any thread |
| `house-rules` | what comments are turned down for | the words of one of these rules |
| `policies` | whether comments are open, and on what terms | the terms of a section or of the paper |
"""

from django.db.models.signals import post_delete, post_save

from comments.models import HousePolicy, HouseRule, Thread
from newsroom.lib.droplog import drop
from newsroom.lib.pagecache import wear

POLICIES = "policies"
HOUSE_RULES = "house-rules"
DISCUSSED = "discussed"


def wear_thread(request, article) -> None:
    """Say that a page shows the thread of an article."""
    wear(request, _tag(article.pk), POLICIES)


def wear_numbers(request, articles) -> None:
    """Say that a page shows how many comments these articles have."""
    wear(request, *(_tag(article.pk) for article in articles))


def wear_house_rules(request) -> None:
    wear(request, HOUSE_RULES)


def drop_thread(article_id: int, *, removes: bool = False) -> None:
    """Have what shows a thread built anew; with `removes`, something in it must not be seen again."""
    drop(_tag(article_id), DISCUSSED, removes=removes)


def watch() -> None:
    """Write down what every change of terms drops."""
    for signal in (post_save, post_delete):
        signal.connect(_terms_of_house, sender=HousePolicy, dispatch_uid=f"caching.policy {id(signal)}")
        signal.connect(_house_rule, sender=HouseRule, dispatch_uid=f"caching.rule {id(signal)}")
        signal.connect(_terms_of_thread, sender=Thread, dispatch_uid=f"caching.thread {id(signal)}")


def _terms_of_house(**kwargs):
    drop(POLICIES)


def _house_rule(**kwargs):
    drop(HOUSE_RULES)


def _terms_of_thread(instance, **kwargs):
    drop_thread(instance.article_id)


def _tag(article_id: int) -> str:
    return f"thread:{article_id}"
