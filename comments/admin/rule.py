"""The newsroom's screening rules, saved only after a dry run on the last month."""

import hashlib

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Rule
from comments.screening.dry_run import Caught, would_have_caught
from newsroom.lib.matching import is_term
from newsroom.lib.pagination import BoundedPaginator

_WITH_TERMS = (Rule.Kind.TERMS, Rule.Kind.DOMAIN)


class RuleForm(forms.ModelForm):
    """A rule, with what its kind needs. The first submission is a dry run; the same one again saves it."""

    tried = forms.CharField(required=False, widget=forms.HiddenInput)
    caught: Caught | None = None

    class Meta:
        model = Rule
        fields = ["name", "kind", "terms", "number", "action", "is_active"]

    def clean(self):
        fields = super().clean()
        kind, number = fields.get("kind"), fields.get("number")
        lines = [line for line in fields.get("terms", "").splitlines() if line.strip()]
        if kind in _WITH_TERMS and not lines:
            self.add_error("terms", _("Write at least one, each on a line of its own."))
        if kind == Rule.Kind.TERMS and (unusable := [line for line in lines if not is_term(line)]):
            self.add_error("terms", _("There is no word in this line: %(line)s") % {"line": unusable[0]})
        if kind and kind not in _WITH_TERMS and not number:
            self.add_error("number", _("This kind of rule needs a number above 0."))
        if kind == Rule.Kind.CAPITALS and number and number > 100:
            self.add_error("number", _("No text has more than 100 percent capitals."))
        return fields

    def is_valid(self):
        """Tell whether the rule can be saved: it is valid, and its dry run has been shown."""
        return super().is_valid() and self._has_been_tried()

    def _has_been_tried(self) -> bool:
        meaning = [str(self.cleaned_data[name]) for name in ("kind", "terms", "number")]
        seal = hashlib.sha256("\n".join(meaning).encode()).hexdigest()[:16]
        if self.cleaned_data["tried"] == seal:
            return True
        self.caught = would_have_caught(self.instance)
        self.data = self.data.copy()
        self.data["tried"] = seal
        return False


@admin.register(Rule)
class RuleAdmin(admin.ModelAdmin):
    """Rules are saved in two steps: the first shows what the rule would have caught in the last thirty days."""

    form = RuleForm
    list_display = ["name", "kind", "action", "is_active", "changed_at", "made_by"]
    list_filter = ["kind", "action", "is_active"]
    list_select_related = ["made_by"]
    search_fields = ["name", "terms"]
    show_full_result_count = False
    paginator = BoundedPaginator
    change_form_template = "admin/comments/rule/change_form.html"

    def save_model(self, request, obj, form, change):
        obj.made_by, obj.changed_at = request.user, timezone.now()
        super().save_model(request, obj, form, change)
