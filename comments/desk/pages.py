"""Helpers for pages of the desk beside the model admins: permission and common context."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse


def moderators_only(view):
    """Require the permission to moderate comments."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.has_perm("comments.moderate_comment"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper


def page(request, template: str, title: str, context: dict, status: int = 200) -> TemplateResponse:
    context = admin.site.each_context(request) | {"title": title} | context
    return TemplateResponse(request, f"admin/comments/{template}", context, status=status)
