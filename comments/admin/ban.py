"""The list of bans. One is given from a comment, and lifted here."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.desk.ban import lift_all
from comments.models import Ban
from newsroom.lib.records import RecordAdmin


class InForceFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "in_force"

    def lookups(self, request, model_admin):
        return [("yes", _("in force"))]

    def queryset(self, request, queryset):
        return queryset.in_force() if self.value() == "yes" else queryset


@admin.register(Ban)
class BanAdmin(RecordAdmin):
    """All bans, the newest first. A ban is given from a comment, and lifted here."""

    list_display = ["whom", "reason", "begins_at", "ends", "is_in_force", "made_by", "given_for"]
    list_filter = [InForceFilter]
    list_select_related = ["commenter", "made_by", "comment", "lifted_by"]
    ordering = ["-begins_at", "-pk"]
    show_facets = admin.ShowFacets.NEVER
    actions = ["lift_them"]
    fields = ["whom", "reason", "begins_at", "ends", "made_by", "given_for", "lifted_at", "lifted_by"]
    readonly_fields = fields
    change_form_template = "admin/comments/ban/change_form.html"

    def get_queryset(self, request):
        joined = super().get_queryset(request).select_related(*self.list_select_related)
        return joined.defer("commenter__address")

    @admin.display(description=gettext_lazy("whom"))
    def whom(self, ban):
        return str(ban)

    @admin.display(description=gettext_lazy("until"), ordering="until")
    def ends(self, ban):
        return ban.until or _("for good")

    @admin.display(description=gettext_lazy("in force"), boolean=True)
    def is_in_force(self, ban):
        return ban.is_in_force

    @admin.display(description=gettext_lazy("given for"))
    def given_for(self, ban):
        if ban.comment is None:
            return "–"
        address = reverse("admin:comments_comment_change", args=[ban.comment_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, ban.comment.name)

    @admin.action(description=gettext_lazy("Lift"), permissions=["moderate"])
    def lift_them(self, request, queryset):
        lift_all(request, queryset)

    def has_moderate_permission(self, request):
        return request.user.has_perm("comments.moderate_comment")
