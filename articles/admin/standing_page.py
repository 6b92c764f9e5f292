"""Pages about the paper at the desk."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.admin.editor import WithEditor
from articles.models import StandingPage


class StandingPageForm(forms.ModelForm):
    """A page, and which policies of the paper it is."""

    policies = forms.MultipleChoiceField(
        label=gettext_lazy("Policies"),
        choices=StandingPage.Policy.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What search engines are told this page is the paper’s policy on."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["policies"] = self.instance.policies.split()

    def clean_policies(self):
        """Refuse a policy that another page is already: a search engine is told of one."""
        chosen = self.cleaned_data["policies"]
        for page in StandingPage.objects.exclude(pk=self.instance.pk).exclude(policies=""):
            if taken := set(chosen) & set(page.policies.split()):
                said = _("“%(page)s” is the policy on %(policy)s already.")
                policy = StandingPage.Policy(taken.pop()).label
                raise ValidationError(said % {"page": page.title, "policy": policy})
        return " ".join(chosen)


@admin.register(StandingPage)
class StandingPageAdmin(WithEditor, admin.ModelAdmin):
    form = StandingPageForm
    list_display = ["title", "kind", "position", "is_in_footer", "is_published", "changed_at"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}
    fields = ["kind", "title", "slug", "copy", "policies", "position", "is_in_footer", "is_published"]

    def save_model(self, request, obj, form, change):
        workflow.save_named(obj)

    def view_on_site(self, page):
        return page.get_absolute_url() if page.is_published else None
