"""Readers' reports of mistakes: editors print a correction in one step, or dismiss the report."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Correction
from comments.desk.pages import page
from comments.models import ErrorReport
from comments.reports import mistakes
from newsroom.lib.records import RecordAdmin
from newsroom.lib.text import is_pk


class CorrectionForm(forms.ModelForm):
    """The correction that is printed with the article."""

    class Meta:
        model = Correction
        fields = ["kind", "text"]
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 5, "dir": "auto"})}
        help_texts = {
            "text": gettext_lazy("Printed with the article for good. It begins as the reader put it: make it yours.")
        }
        error_messages = {"text": {"required": gettext_lazy("Say what was wrong, and what is right.")}}


@admin.register(ErrorReport)
class ErrorReportAdmin(RecordAdmin):
    """Reports of mistakes, the newest first. An editor settles each once."""

    list_display = ["excerpt", "article", "name", "made_at", "state", "settled_by"]
    list_filter = ["state"]
    ordering = ["-made_at", "-pk"]
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        return super().get_queryset(request).for_listing()

    @admin.display(description=gettext_lazy("what is wrong"))
    def excerpt(self, report):
        return Truncator(report.text).chars(120)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a report, or settle it."""
        report = self._report(request, object_id)
        if request.method != "POST":
            return _shown(request, report, CorrectionForm(initial={"text": report.text}))
        form = CorrectionForm(request.POST)
        settle = {"correct": self._correct, "dismiss": self._dismiss}.get(request.POST.get("do", ""))
        if settle is None:
            raise Http404
        try:
            return settle(request, report, form)
        except mistakes.AlreadySettled as refusal:
            return _shown(request, self._report(request, str(refusal.report.pk)), form, status=409)

    def _correct(self, request, report: ErrorReport, form: CorrectionForm):
        if not form.is_valid():
            return _shown(request, report, form, status=422)
        typed = {"kind": form.cleaned_data["kind"], "text": form.cleaned_data["text"]}
        try:
            mistakes.correct(report, by=request.user, **typed)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return _shown(request, self._report(request, str(report.pk)), form, status=422)
        return self._done(request, report, _("The correction is printed with the article."))

    def _dismiss(self, request, report: ErrorReport, form: CorrectionForm):
        mistakes.dismiss(report, by=request.user)
        return self._done(request, report, _("Settled: there is nothing to correct."))

    def _done(self, request, report: ErrorReport, said: str):
        self.log_change(request, report, said)
        messages.success(request, said)
        return redirect(f"{reverse('admin:comments_errorreport_changelist')}?state__exact={ErrorReport.State.OPEN}")

    def _report(self, request, typed: str) -> ErrorReport:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found = ErrorReport.objects.for_listing().filter(pk=typed).first() if is_pk(typed) else None
        if found is None:
            raise Http404
        return found


def _shown(request, report: ErrorReport, form: CorrectionForm, status: int = 200):
    context = {
        "report": report,
        "article": report.article,
        "form": form,
        "may_settle": report.is_open and request.user.has_perm("articles.publish_article"),
        "corrections": report.article.corrections.all(),
        "opts": ErrorReport._meta,
    }
    return page(request, "errorreport/change_form.html", _("A reader says something is wrong"), context, status)
