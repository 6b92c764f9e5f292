"""Commenters, by pseudonym, and the one page that reveals an address, for a reason that is logged."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from comments.models import Comment, Commenter, CommenterNote
from comments.moderation.cards import COUNTED_STATES
from newsroom.lib.http import private_page
from newsroom.lib.records import RecordAdmin


class RevealForm(forms.Form):
    """The reason for revealing an address, which is logged."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Kept in the log with your name and the time. Do not write the address itself."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, commenter: Commenter, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._commenter = commenter

    def clean_reason(self):
        reason = self.cleaned_data["reason"]
        if self._commenter.address in reason.lower():
            raise forms.ValidationError(_("Leave the address out: others can see the log."))
        return reason


@admin.register(Commenter)
class CommenterAdmin(RecordAdmin):
    """Commenters, by pseudonym. The address is shown only by `reveal`, for a reason."""

    list_display = ["pseudonym", "first_seen_at", "approved", "rejected", "spam"]
    ordering = ["-pk"]
    fields = ["pseudonym", "first_seen_at", "approved", "rejected", "spam"]
    readonly_fields = fields

    def get_queryset(self, request):
        """Count each commenter's comments by state, without fetching the address."""
        counts = {state.value: _number_of(state) for state in COUNTED_STATES}
        return super().get_queryset(request).defer("address").annotate(**counts)

    @admin.display(description=gettext_lazy("commenter"))
    def pseudonym(self, commenter):
        return commenter.pseudonym

    @admin.display(description=gettext_lazy("approved"))
    def approved(self, commenter):
        return commenter.approved

    @admin.display(description=gettext_lazy("rejected"))
    def rejected(self, commenter):
        return commenter.rejected

    @admin.display(description=gettext_lazy("spam"))
    def spam(self, commenter):
        return commenter.spam

    def change_view(self, request, object_id, form_url="", extra_context=None):
        notes = CommenterNote.objects.filter(commenter=object_id).select_related("written_by")
        return super().change_view(request, object_id, form_url, {"notes": notes} | (extra_context or {}))

    def get_urls(self):
        reveal = path("<int:pk>/reveal/", self.admin_site.admin_view(self.reveal), name="comments_commenter_reveal")
        return [reveal, *super().get_urls()]

    @method_decorator(sensitive_variables())
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def reveal(self, request, pk):
        """Ask for a reason; given one, log it and show the address in this response alone."""
        if not request.user.has_perm("comments.reveal_address"):
            raise PermissionDenied
        commenter = get_object_or_404(Commenter.objects.defer("address"), pk=pk)
        form = RevealForm(commenter, request.POST if request.method == "POST" else None)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reveal an address"),
            "opts": self.opts,
            "commenter": commenter.pseudonym,
            "commenter_id": commenter.pk,
            "form": form,
        }
        if request.method == "POST" and form.is_valid():
            said = _("Saw the address. Reason: %(reason)s") % {"reason": form.cleaned_data["reason"]}
            self.log_change(request, commenter, said)
            context["address"] = commenter.address
        return private_page(TemplateResponse(request, "admin/comments/commenter/reveal.html", context))


def _number_of(state: str):
    """Count a commenter's comments in a state by a subquery, so that only rows on the page are counted."""
    own = Comment.objects.filter(commenter=OuterRef("pk"), state=state).order_by().values("commenter")
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)
