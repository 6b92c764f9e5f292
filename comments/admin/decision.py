"""The audit log of decisions: read, searched and exported, never changed."""

from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.desk.statistics import statistics_view
from comments.models import Decision
from comments.moderation.log import rows
from newsroom.lib.records import RecordAdmin
from newsroom.lib.tables import as_download


@admin.register(Decision)
class DecisionAdmin(RecordAdmin):
    """All entries of the audit log, newest first."""

    list_display = ["number", "decided_at", "who", "verb", "from_state", "to_state", "reason", "comment_number"]
    list_filter = ["verb", "actor", "reason"]
    search_fields = ["=comment_number", "=decider"]
    search_help_text = _("Finds a comment by its number, or a moderator by name")
    ordering = ["-number"]
    show_facets = admin.ShowFacets.NEVER
    fields = [*list_display, "note", "waited", "hash", "previous_hash"]
    readonly_fields = fields
    change_list_template = "admin/comments/decision/change_list.html"

    @admin.display(description=_("by"))
    def who(self, decision):
        return decision.who

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("statistics/", wrap(partial(statistics_view, self.admin_site)), name="comments_statistics"),
            path("record.csv", wrap(self.record_view), name="comments_decision_record"),
            *super().get_urls(),
        ]

    def record_view(self, request):
        """Stream the whole audit log as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return as_download(rows(), f"decisions-{timezone.localdate():%Y-%m-%d}")
