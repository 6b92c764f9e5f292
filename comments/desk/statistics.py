"""The page of moderation statistics."""

from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from comments.models import Decision
from comments.moderation.statistics import statistics
from comments.spam import readiness
from newsroom.lib.http import private_page

SPANS = (7, 30, 90)


def statistics_view(site, request):
    """Show moderation statistics; those of each moderator need the permission to lead moderation."""
    if not request.user.has_perm("comments.moderate_comment"):
        raise PermissionDenied
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, SPANS) else 30
    context = {
        **site.each_context(request),
        "title": _("Moderation statistics"),
        "opts": Decision._meta,
        "spans": SPANS,
        "spam_filter": readiness(),
        "figures": statistics(days=days, with_people=request.user.has_perm("comments.lead_moderation")),
    }
    return private_page(TemplateResponse(request, "admin/comments/statistics.html", context))
