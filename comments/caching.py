"""Cache tags of comments: which pages carry each, and which changes drop it (see newsroom.lib.pagecache).

| tag | carried by pages that show | dropped by a change to |
|---|---|---|
| `thread:12` | the comments of article 12, their number or its policy | what readers see of them, or the thread's policy |
| `discussed` | which stories are discussed most | what readers see of any thread |
| `house-rules` | the house rules | the text of one of them |
| `policies` | whether comments are open, and the policy in force | the policy of a section or of the paper |
"""

from django.db.models.signals import post_delete, post_save

from comments.models import HousePolicy, HouseRule, Thread
from newsroom.lib.droplog import drop
from newsroom.lib.pagecache import wear

POLICIES = "policies"
HOUSE_RULES = "house-rules"
DISCUSSED = "discussed"


def wear_thread(request, article) -> None:
    """Tag a page that shows the thread of an article."""
    wear(request, _tag(article.pk), POLICIES)


def wear_numbers(request, articles) -> None:
    """Tag a page that shows how many comments these articles have."""
    wear(request, *(_tag(article.pk) for article in articles))


def wear_house_rules(request) -> None:
    wear(request, HOUSE_RULES)


def drop_thread(article_id: int, *, removes: bool = False) -> None:
    """Drop the cached pages that show a thread; with `removes`, no former copy may be served again."""
    drop(_tag(article_id), DISCUSSED, removes=removes)


def watch() -> None:
    """Have every change of a policy or a house rule drop its tag."""
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
