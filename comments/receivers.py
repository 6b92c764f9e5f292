"""What comments do when something else in the paper changes."""

from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete, post_save

from articles.models import Contributor
from comments import impersonation


def connect() -> None:
    for model in (Contributor, get_user_model()):
        for signal in (post_save, post_delete):
            signal.connect(
                impersonation.forget_names, sender=model, dispatch_uid=f"names {model.__name__} {id(signal)}"
            )
