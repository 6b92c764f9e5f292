from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self):
        from newsroom import checks, roles  # noqa: F401 - checks register themselves

        post_migrate.connect(roles.grant, dispatch_uid="newsroom.roles")
        autodiscover_modules("tasks")


class DeskConfig(AdminConfig):
    default_site = "newsroom.desk.Desk"
