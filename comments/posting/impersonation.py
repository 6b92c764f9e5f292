"""Names under which only the newsroom itself may write."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db.models import Value
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext

from articles.models import Contributor
from newsroom.lib.confusables import looks_like

# What a member of the newsroom is called in English; readers know these in every language.
_OFFICES = ("Admin", "Administrator", "Author", "Editor", "Editors", "Moderator", "Moderators", "Newsroom")
_KEPT_AS = "comments.names-of-the-newsroom"
_KEPT_FOR = 60


def is_of_the_newsroom(name: str) -> bool:
    """Tell whether readers could take a name for that of the paper, of one of its people, or of an office there.

    A part of such a name is nobody's: whoever shares a first name or a surname with a reporter may write under it.
    """
    offices = {*_OFFICES, *map(gettext, _OFFICES)}
    words = (word for word in [name, *name.split()] if word)
    return any(looks_like(word, offices) for word in words) or bool(looks_like(name, _names()))


def watch() -> None:
    """Have the names fetched anew when a contributor or someone of the staff is added, renamed or deleted."""
    for model in (Contributor, get_user_model()):
        for signal in (post_save, post_delete):
            signal.connect(forget_names, sender=model, dispatch_uid=f"names {model.__name__} {id(signal)}")


def forget_names(**_signal) -> None:
    """Have the names fetched anew, where this process knows of a change; elsewhere within a minute."""
    cache.delete(_KEPT_AS)


def _names() -> list[str]:
    return cache.get_or_set(_KEPT_AS, _fetch_names, _KEPT_FOR)


def _fetch_names() -> list[str]:
    nothing = Value("")
    staff = get_user_model().objects.filter(is_staff=True).values_list("first_name", "last_name", "username")
    contributors = Contributor.objects.order_by().values_list("name", nothing, nothing)
    named = {f"{first} {last}".strip() or username for first, last, username in contributors.union(staff)}
    return sorted({settings.PUBLICATION_NAME, *named})
