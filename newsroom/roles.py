"""The groups of every newsroom, and their permissions."""

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

REPORTER, EDITOR, MODERATOR, ADMINISTRATOR = "Reporter", "Editor", "Moderator", "Administrator"

_WRITES = {
    "articles": "view_article add_article change_article view_section view_topic view_series view_contributor "
    "view_picture add_picture change_picture view_byline add_byline change_byline delete_byline view_correction "
    "view_revision view_readcount view_relatedpick",
}
_EDITS = {
    "articles": f"{_WRITES['articles']} delete_article edit_any_article publish_article add_correction "
    "add_relatedpick change_relatedpick delete_relatedpick "
    "add_section change_section delete_section add_topic change_topic delete_topic "
    "add_series change_series delete_series view_slot add_slot change_slot delete_slot "
    "view_standingpage add_standingpage change_standingpage delete_standingpage "
    "add_contributor change_contributor delete_contributor delete_picture "
    "view_formerpath add_formerpath change_formerpath delete_formerpath",
    "comments": "view_comment view_thread add_thread change_thread "
    "view_housepolicy add_housepolicy change_housepolicy delete_housepolicy "
    "view_houserule add_houserule change_houserule delete_houserule view_errorreport",
}
_MODERATES = {
    "comments": "view_comment moderate_comment view_decision view_commenter view_thread change_thread "
    "view_rule add_rule change_rule delete_rule view_housepolicy view_houserule view_case view_ban",
}
_ADMINISTERS = {
    "articles": _EDITS["articles"],
    "comments": f"{_EDITS['comments']} {_MODERATES['comments']} reveal_address lead_moderation",
    "newsroom": "view_user add_user change_user delete_user",
    "auth": "view_group",
}

RIGHTS = {REPORTER: _WRITES, EDITOR: _EDITS, MODERATOR: _MODERATES, ADMINISTRATOR: _ADMINISTERS}


def grant(sender, using, **kwargs):
    """Make the groups after `migrate`, and add missing permissions; those added by hand stay."""
    if sender.name != "newsroom":
        return
    for app_config in map(apps.get_app_config, _ADMINISTERS):
        create_permissions(app_config, verbosity=0, using=using)
    for name, rights in RIGHTS.items():
        group, _made = Group.objects.using(using).get_or_create(name=name)
        for app_label, codenames in rights.items():
            group.permissions.add(
                *Permission.objects.using(using).filter(
                    content_type__app_label=app_label, codename__in=codenames.split()
                )
            )


def make_staff(username: str, role: str, *, password: str | None = None, **fields):
    """Return a member of staff in one of the groups; without a password the account cannot sign in yet."""
    user = get_user_model().objects.create_user(username, password=password, is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user
