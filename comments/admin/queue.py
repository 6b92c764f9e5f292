"""The moderation queue, and the page of one comment."""

import re

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import timesince
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from comments import moderation
from comments.admin.deciding import WITH_REASON, DecisionForm, ManyDecisionsForm, decide, decide_many, overtaken
from comments.cards import cards, in_full, possible_verbs
from comments.models import Comment
from newsroom.lib.text import is_key

_ALL = "all"
_SEEN = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")


def _of_state(request) -> str:
    return request.GET.get("state", Comment.State.HELD)


class StateFilter(admin.SimpleListFilter):
    """The state that the list shows: what waits, unless another is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [*Comment.State.choices, (_ALL, gettext_lazy("all"))]

    def value(self):
        return super().value() or Comment.State.HELD

    def choices(self, changelist):
        # The first choice of the stock filter means "no filter"; here that is what waits.
        return list(super().choices(changelist))[1:]

    def queryset(self, request, queryset):
        return queryset if self.value() == _ALL else queryset.filter(state=self.value())


def _bulk(verb: str, label: str):
    """Return the list's action for one verb."""

    @admin.action(description=label, permissions=["moderate"])
    def action(modeladmin, request, queryset):
        modeladmin.decide_selected(request, verb, queryset)

    action.__name__ = verb
    return action


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """Readers' comments. A moderator decides on them, and never alters, adds or deletes one."""

    list_display = ["name", "excerpt", "article", "state", "waiting_since"]
    list_filter = [StateFilter]
    search_fields = ["name", "text"]
    search_help_text = gettext_lazy("Searches names and texts")
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    action_form = ManyDecisionsForm
    actions = [
        _bulk("approve", gettext_lazy("Approve")),
        _bulk("reject", gettext_lazy("Reject (give a reason)")),
        _bulk("mark_spam", gettext_lazy("Mark as spam")),
        _bulk("remove", gettext_lazy("Remove (give a reason)")),
    ]
    fields = ["name", "text"]

    # Seen in the list

    def get_queryset(self, request):
        return in_full(super().get_queryset(request))

    def get_ordering(self, request):
        waits = _of_state(request) == Comment.State.HELD
        return ["created_at", "pk"] if waits else ["-created_at", "-pk"]

    @admin.display(description=gettext_lazy("comment"))
    def excerpt(self, comment):
        return Truncator(comment.text).chars(160)

    @admin.display(description=gettext_lazy("article"))
    def article(self, comment):
        article = comment.thread.article
        return format_html('<a href="{}">{}</a>', article.get_absolute_url(), article.headline)

    @admin.display(description=gettext_lazy("sent"), ordering="created_at")
    def waiting_since(self, comment):
        return _("%(time)s ago") % {"time": timesince(comment.created_at)}

    def action_checkbox(self, comment):
        """Carry the version beside each box, so that an action knows what the moderator saw."""
        seen = format_html('<input type="hidden" name="seen" value="{}:{}">', comment.pk, comment.version)
        return format_html("{}{}", super().action_checkbox(comment), seen)

    # Who may do what

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_moderate_permission(self, request):
        return request.user.has_perm("comments.moderate_comment")

    def get_actions(self, request):
        """Offer only what the state shown can go through."""
        state = _of_state(request)
        actions = super().get_actions(request)
        if state not in Comment.State.values:
            return actions
        return {verb: action for verb, action in actions.items() if verb in possible_verbs(state)}

    # Deciding

    def get_urls(self):
        decide_url = path(
            "<int:pk>/decide/",
            self.admin_site.admin_view(self.decide_view),
            name="comments_comment_decide",
        )
        return [decide_url, *super().get_urls()]

    def decide_selected(self, request, verb, queryset):
        reason = request.POST.get("reason", "")
        if verb in WITH_REASON and not reason:
            self.message_user(request, _("Choose a reason first. Nothing was changed."), messages.WARNING)
            return
        versions = _versions_seen(request)
        if request.POST.get("select_across") != "1":
            # Those that someone else decided on have left the list, and must be reported all the same.
            queryset = in_full(Comment.objects.filter(pk__in=versions.keys() & _selected(request)))
        done, failures = decide_many(verb, queryset.order_by("pk"), versions, by=request.user, reason=reason)
        sentence = "; ".join([_count_of(verb, done), *failures])
        self.message_user(request, f"{sentence}.", messages.WARNING if failures else messages.SUCCESS)

    @method_decorator(require_POST)
    def decide_view(self, request, pk):
        """Decide on one comment, and go back to where the decision was made."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        comment = get_object_or_404(self.get_queryset(request), pk=pk)
        form = DecisionForm(request.POST)
        if form.is_valid():
            self._decide(request, comment, form.cleaned_data)
        else:
            for errors in form.errors.values():
                self.message_user(request, errors[0], messages.ERROR)
        return redirect(_way_back(request, comment))

    def _decide(self, request, comment, fields):
        try:
            decide(fields["verb"], comment, version=fields["version"], by=request.user, reason=fields["reason"])
        except moderation.Stale as stale:
            self.message_user(request, overtaken(stale.comment), messages.WARNING)
        except moderation.NotPossible:
            said = _("The comment is %(state)s; that cannot be done to it.") % {"state": comment.get_state_display()}
            self.message_user(request, said, messages.ERROR)
        else:
            said = _("%(state)s: %(name)s on “%(headline)s”.") % {
                "state": comment.get_state_display().capitalize(),
                "name": comment.name,
                "headline": comment.thread.article.headline,
            }
            self.message_user(request, said, messages.SUCCESS)

    # The page of one comment

    def change_view(self, request, object_id, form_url="", extra_context=None):
        comment = self.get_object(request, object_id)
        if comment and self.has_view_permission(request, comment):
            extra_context = (extra_context or {}) | {
                "card": cards([comment])[0],
                "decisions": comment.decisions.select_related("decided_by"),
            }
        return super().change_view(request, object_id, form_url, extra_context)


def _versions_seen(request) -> dict[int, int]:
    """Return {comment id: version} of what the list showed."""
    pairs = (_SEEN.fullmatch(seen) for seen in request.POST.getlist("seen"))
    return {int(pair[1]): int(pair[2]) for pair in pairs if pair}


def _selected(request) -> set[int]:
    return {int(pk) for pk in request.POST.getlist(admin.helpers.ACTION_CHECKBOX_NAME) if is_key(pk)}


def _way_back(request, comment) -> str:
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return reverse("admin:comments_comment_change", args=[comment.pk])


def _count_of(verb: str, number: int) -> str:
    sentences = {
        "approve": ngettext("%d approved", "%d approved", number),
        "reject": ngettext("%d rejected", "%d rejected", number),
        "mark_spam": ngettext("%d marked as spam", "%d marked as spam", number),
        "remove": ngettext("%d removed", "%d removed", number),
    }
    return sentences[verb] % number
