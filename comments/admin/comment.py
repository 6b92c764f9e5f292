"""The archive of all comments, and the page of one."""

import re

from django.contrib import admin
from django.template.defaultfilters import timesince
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.desk.bulk import confirm
from comments.models import Comment
from comments.moderation.cards import cards, in_full
from newsroom.lib.records import RecordAdmin
from newsroom.lib.text import is_pk

_SEEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")


class StateFilter(admin.SimpleListFilter):
    """The state that the list shows; all, unless one is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Comment.State.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() else queryset


def _many(verb: str, label: str):
    """Return the bulk action of the list for one verb, which asks for confirmation."""

    @admin.action(description=label, permissions=["moderate"])
    def action(modeladmin, request, queryset):
        return confirm(request, verb, modeladmin.seen(request, queryset))

    action.__name__ = verb
    return action


@admin.register(Comment)
class CommentAdmin(RecordAdmin):
    """All comments. Moderators decide on them, and cannot change, add or delete one."""

    list_display = ["name", "excerpt", "article", "stands", "sent"]
    list_filter = [StateFilter]
    search_fields = ["name", "text"]
    search_help_text = gettext_lazy("Searches names and texts")
    ordering = ["-created_at", "-pk"]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    actions = [
        _many("approve", gettext_lazy("Approve …")),
        _many("reject", gettext_lazy("Reject, or remove what was public …")),
        _many("mark_spam", gettext_lazy("Mark as spam …")),
    ]
    fields = ["name", "text"]

    # Seen in the list

    def get_queryset(self, request):
        return super().get_queryset(request).for_archive()

    def get_object(self, request, object_id, from_field=None):
        """Fetch a comment with what its card shows."""
        comments = in_full(Comment.objects.all(), request.user)
        return comments.filter(pk=object_id).first() if is_pk(object_id) else None

    @admin.display(description=gettext_lazy("comment"))
    def excerpt(self, comment):
        return Truncator(comment.text).chars(160)

    @admin.display(description=gettext_lazy("article"))
    def article(self, comment):
        article = comment.thread.article
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), article.headline)

    @admin.display(description=gettext_lazy("state"))
    def stands(self, comment):
        waits = _("waits for a moderator") if comment.is_waiting and not comment.is_held else ""
        return format_html('<span class="state-{}">{}</span> {}', comment.state, comment.get_state_display(), waits)

    @admin.display(description=gettext_lazy("sent"), ordering="created_at")
    def sent(self, comment):
        return _("%(time)s ago") % {"time": timesince(comment.created_at)}

    def action_checkbox(self, comment):
        """Add the version to each checkbox, so that an action knows what the moderator saw."""
        seen = format_html('<input type="hidden" name="seen" value="{}:{}">', comment.pk, comment.version)
        return format_html("{}{}", super().action_checkbox(comment), seen)

    def seen(self, request, queryset):
        """Return what was chosen: {id: version shown} of the ticked comments, or the queryset if all were."""
        if request.POST.get("select_across") == "1":
            return queryset
        pairs = (_SEEN.fullmatch(seen) for seen in request.POST.getlist("seen"))
        versions = {int(pair[1]): int(pair[2]) for pair in pairs if pair}
        ticked = {int(pk) for pk in request.POST.getlist(admin.helpers.ACTION_CHECKBOX_NAME) if is_pk(pk)}
        return {pk: version for pk, version in versions.items() if pk in ticked}

    # Who may do what

    def has_moderate_permission(self, request):
        return request.user.has_perm("comments.moderate_comment")

    # The page of one comment

    def change_view(self, request, object_id, form_url="", extra_context=None):
        comment = self.get_object(request, object_id)
        if comment and self.has_view_permission(request, comment):
            [card] = cards([comment])
            extra_context = (extra_context or {}) | {"card": card, "decisions": card.decisions}
        return super().change_view(request, object_id, form_url, extra_context)
