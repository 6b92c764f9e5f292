"""Admin pages for staff accounts."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from newsroom.models import User

_SUPERUSERS_ONLY = {"is_superuser", "user_permissions"}


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Django's UserAdmin, restricted for administrators who are not superusers: they assign groups only.

    Otherwise they could make a superuser, or take over one's account by setting a new password.
    """

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (name, options | {"fields": [f for f in options["fields"] if f not in _SUPERUSERS_ONLY]})
            for name, options in fieldsets
        ]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and _may_touch(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and _may_touch(request.user, obj)


def _may_touch(user, other: User | None) -> bool:
    return user.is_superuser or not (other and other.is_superuser)
