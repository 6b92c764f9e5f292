"""Impersonation: names that are reserved for the newsroom."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db.models import Value
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext

from articles.models import Contributor
from newsroom.lib.confusables import looks_like

# Reserved in English and in the current language.
_OFFICES = ("Admin", "Administrator", "Author", "Editor", "Editors", "Moderator", "Moderators", "Newsroom")
_KEPT_AS = "comments.names-of-the-newsroom"
_KEPT_FOR = 60


def is_of_the_newsroom(name: str) -> bool:
    """Tell whether a name could be mistaken for that of the paper, one of its staff or contributors, or an office.

    Only whole names of people are reserved: a reporter's first name or surname alone is free.
    """
    offices = {*_OFFICES, *map(gettext, _OFFICES)}
    words = (word for word in [name, *name.split()] if word)
    return any(looks_like(word, offices) for word in words) or bool(looks_like(name, _names()))


def watch() -> None:
    """Invalidate the cached names when a contributor or a user is added, renamed or deleted."""
    for model in (Contributor, get_user_model()):
        for signal in (post_save, post_delete):
            signal.connect(forget_names, sender=model, dispatch_uid=f"names {model.__name__} {id(signal)}")


def forget_names(**_signal) -> None:
    """Invalidate the cached names. Where the cache is not shared, other processes follow within a minute."""
    cache.delete(_KEPT_AS)


def _names() -> list[str]:
    return cache.get_or_set(_KEPT_AS, _fetch_names, _KEPT_FOR)


def _fetch_names() -> list[str]:
    nothing = Value("")
    staff = get_user_model().objects.filter(is_staff=True).values_list("first_name", "last_name", "username")
    contributors = Contributor.objects.order_by().values_list("name", nothing, nothing)
    named = {f"{first} {last}".strip() or username for first, last, username in contributors.union(staff)}
    return sorted({settings.PUBLICATION_NAME, *named})
