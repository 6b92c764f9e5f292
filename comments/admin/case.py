"""Cases of illegal content: decided with reasons, and exported with their history."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments import moderation
from comments.desk.pages import page
from comments.models import Case
from comments.reports import cases
from newsroom.lib.records import RecordAdmin
from newsroom.lib.tables import as_download
from newsroom.lib.text import is_pk


class CaseForm(forms.Form):
    """The decision on a case, with reasons."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            (Case.Outcome.UPHELD, gettext_lazy("It is illegal: take the comment down")),
            (Case.Outcome.DISMISSED, gettext_lazy("It is not: let the comment stand")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    reasons = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy(
            "Whoever reported the comment reads them. Name the words, the law, and why it does or does not apply."
        ),
        error_messages={"required": gettext_lazy("A case is not decided without reasons.")},
    )


class IsDecided(admin.SimpleListFilter):
    title = gettext_lazy("decision")
    parameter_name = "decided"

    def lookups(self, request, model_admin):
        return [("no", _("to be decided")), ("yes", _("decided"))]

    def queryset(self, request, queryset):
        match self.value():
            case "no":
                return queryset.open()
            case "yes":
                return queryset.decided()
        return queryset


@admin.register(Case)
class CaseAdmin(RecordAdmin):
    """All cases, the newest first. A case is decided once, and neither changed nor deleted."""

    list_display = ["number", "opened_at", "article", "stands", "decided_by", "decided_at"]
    list_filter = [IsDecided]
    list_select_related = ["decided_by"]
    search_fields = ["=number", "=comment_number"]
    search_help_text = gettext_lazy("Finds a case by its number, or by the number of its comment")
    ordering = ["-opened_at", "-pk"]
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/comments/case/change_list.html"

    @admin.display(description=gettext_lazy("article"))
    def article(self, case):
        return format_html('<a href="{}">{}</a>', case.article_address, case.article_address)

    @admin.display(description=gettext_lazy("decision"))
    def stands(self, case):
        return case.get_outcome_display() or _("to be decided")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("cases.csv", wrap(self.all_view), name="comments_case_all"),
            path("<int:pk>/case.json", wrap(self.one_view), name="comments_case_one"),
            *super().get_urls(),
        ]

    def all_view(self, request):
        """Stream all cases as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return as_download(cases.rows(), f"cases-{timezone.localdate():%Y-%m-%d}")

    def one_view(self, request, pk: int):
        """Send one case with its history, as JSON."""
        case = self._case(request, str(pk))
        response = JsonResponse(cases.exported(case), json_dumps_params={"indent": 2, "ensure_ascii": False})
        response["Content-Disposition"] = f'attachment; filename="case-{case.number}.json"'
        response["Cache-Control"] = "private, no-store"
        return response

    # The page of one case

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a case, or decide it."""
        case = self._case(request, object_id)
        if request.method != "POST":
            return _shown(request, case, CaseForm())
        form = CaseForm(request.POST)
        if not form.is_valid():
            return _shown(request, case, form, status=422)
        return self._decided(request, case, form)

    def _decided(self, request, case: Case, form: CaseForm) -> HttpResponse:
        try:
            cases.decide(case, by=request.user, **form.cleaned_data)
        except cases.AlreadyDecided as refusal:
            return _shown(request, refusal.case, form, status=409)
        except moderation.Refused:
            form.add_error(None, _("The comment cannot be decided on by you just now. Look at it first."))
            return _shown(request, self._case(request, str(case.pk)), form, status=409)
        self.log_change(request, case, case.get_outcome_display())
        messages.success(request, _("Case %(number)s is decided.") % {"number": case.number})
        return redirect(reverse("admin:comments_case_change", args=[case.pk]))

    def _case(self, request, typed: str) -> Case:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = Case.objects.for_deciding().filter(pk=typed).first() if is_pk(typed) else None
        if found is None:
            raise Http404
        return found


def _shown(request, case: Case, form: CaseForm, status: int = 200):
    context = {
        "case": case,
        "comment": case.comment,
        "entries": case.entries.all(),
        "form": form,
        "opts": Case._meta,
    }
    return page(request, "case/change_form.html", _("Case %(number)s") % {"number": case.number}, context, status)
