"""Pages of the desk that are no model's own: who may see them, and what each shows beside its subject."""

from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse


def moderators_only(view):
    """Let in who may decide on comments, and nobody else."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.has_perm("comments.moderate_comment"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper


def page(request, template: str, title: str, context: dict, status: int = 200) -> TemplateResponse:
    context = admin.site.each_context(request) | {"title": title} | context
    return TemplateResponse(request, f"admin/comments/{template}", context, status=status)
