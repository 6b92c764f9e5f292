"""Articles at the desk: the list, the form, the preview."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms import DateTimeField
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from articles import workflow
from articles.admin.article_form import MOMENT, ArticleForm
from articles.admin.buttons import buttons_for, pressed
from articles.admin.editor import WithEditor
from articles.models import Article, Byline, Correction, RelatedPick, Revision
from articles.search import beginnings, parse
from articles.views.public import render_article
from newsroom.lib.http import private_page
from newsroom.lib.pagination import BoundedPaginator
from newsroom.lib.text import is_pk

# As many as the list has pages for.
_MOST_FOUND = BoundedPaginator.most


class BylineInline(admin.TabularInline):
    model = Byline
    fields = ["contributor", "role", "position"]
    autocomplete_fields = ["contributor"]
    extra = 1


class RelatedInline(admin.TabularInline):
    """What stands beside an article first; the rest is found by itself."""

    model = RelatedPick
    fk_name = "article"
    fields = ["story", "position"]
    autocomplete_fields = ["story"]
    extra = 1


class CorrectionInline(admin.TabularInline):
    """What was printed stands; what is added is printed by the verb `correct`."""

    model = Correction
    fields = ["kind", "text", "made_at", "made_by"]
    readonly_fields = ["made_at", "made_by"]
    extra = 0

    def has_add_permission(self, request, obj):
        may_correct = request.user.has_perm("articles.publish_article")
        return super().has_add_permission(request, obj) and may_correct and bool(obj and obj.is_published)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class VersionInline(admin.TabularInline):
    """What was in public. An editor may withhold a version, and nothing else."""

    model = Revision
    fields = ["number", "kind", "note", "made_at", "is_withheld"]
    readonly_fields = fields[:-1]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj):
        return False

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("articles.publish_article")


class ArticleList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        return super().get_queryset(request, exclude_parameters).defer("copy")


@admin.register(Article)
class ArticleAdmin(WithEditor, admin.ModelAdmin):
    """Articles, as far as someone may see them: reporters their own, editors all. Every save goes by a verb."""

    form = ArticleForm
    list_display = ["headline", "section", "kind", "publication", "review", "published_at", "changed_at"]
    list_filter = ["review", "kind", "section"]
    list_select_related = ["section"]
    list_per_page = 50
    search_fields = ["headline"]
    search_help_text = gettext_lazy("Searches headlines")
    ordering = ["-changed_at", "-pk"]
    show_full_result_count = False
    paginator = BoundedPaginator
    show_facets = admin.ShowFacets.NEVER
    autocomplete_fields = ["section", "topics", "picture", "series", "translation_of"]
    prepopulated_fields = {"slug": ["headline"]}
    formfield_overrides = {models.DateTimeField: {"form_class": DateTimeField, "widget": MOMENT}}

    # Seen in the list

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_changelist(self, request, **kwargs):
        return ArticleList

    def get_search_results(self, request, queryset, search_term):
        """Look for the words of headlines where search keeps them, since to read all headlines takes too long.

        What readers cannot find is little: what is not out yet, and what was withdrawn.
        """
        typed = search_term.strip()
        if not typed:
            return queryset, False
        found = beginnings(parse(typed), _MOST_FOUND)
        for hidden in (Article.objects.unpublished(), Article.objects.scheduled(), Article.objects.withdrawn()):
            found += hidden.filter(headline__icontains=typed).values_list("pk", flat=True)[:_MOST_FOUND]
        return queryset.filter(pk__in=found), False

    @admin.display(description=gettext_lazy("readers"))
    def publication(self, article):
        return article.publication.label

    # Who may do what

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or workflow.may_edit(obj, request.user))

    def has_delete_permission(self, request, obj=None):
        """What readers have seen is withdrawn, not deleted; what is scheduled is taken back first."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)

    # The form

    def get_fieldsets(self, request, obj=None):
        is_open = obj is None or self.has_change_permission(request, obj)
        return [
            (
                None,
                {
                    "fields": [
                        ("section", "kind"),
                        "kicker",
                        "headline",
                        "standfirst",
                        "copy" if is_open else "printed_copy",
                    ]
                },
            ),
            (
                _("Beside the copy"),
                {
                    "fields": [
                        "picture",
                        "topics",
                        ("series", "part"),
                        ("dateline", "language"),
                        "translation_of",
                        *(["sources"] if is_open else []),
                    ]
                },
            ),
            (_("Address and time"), {"fields": ["slug", "embargo_until", "canonical_url", "is_unlisted"]}),
        ]

    def get_readonly_fields(self, request, obj=None):
        return ["embargo_until"] if obj and not _may_be_embargoed(obj) else []

    def get_inlines(self, request, obj):
        printed = [CorrectionInline] if obj and obj.published_at else []
        return [BylineInline, RelatedInline, *printed, *([VersionInline] if obj and obj.versions else [])]

    @admin.display(description=gettext_lazy("copy"))
    def printed_copy(self, article):
        return article.feed_copy

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Leave two of the signs beside a choice, add and change: sections are not deleted from within an article."""
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(formfield, "widget", None), RelatedFieldWidgetWrapper):
            formfield.widget.can_delete_related = formfield.widget.can_view_related = False
        return formfield

    def view_on_site(self, article):
        return article.get_absolute_url() if article.is_published else None

    def get_object(self, request, object_id, from_field=None):
        """Fetch an article; while it is being saved, nobody else may save it."""
        if request.method == "POST" and is_pk(object_id):
            list(Article.objects.select_for_update().filter(pk=object_id).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["show_save_and_continue"] = context["show_save_and_add_another"] = False
        if add or self.has_change_permission(request, obj):
            form = context["adminform"].form
            context["buttons"] = [
                (button, *(form[name] if name else None for name in (button.asks, button.offers)))
                for button in buttons_for(obj or Article(), request.user)
            ]
        return super().render_change_form(request, context, add, change, form_url, obj)

    # Saving

    def save_model(self, request, obj, form, change):
        workflow.save_edit(obj, by=request.user)

    def save_formset(self, request, form, formset, change):
        if formset.model is Correction:
            for correction in formset.save(commit=False):
                workflow.correct(form.instance, by=request.user, kind=correction.kind, text=correction.text)
        elif formset.model is Revision:
            for revision in formset.save(commit=False):
                workflow.withhold(revision, by=request.user, is_withheld=revision.is_withheld)
        else:
            formset.save()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        request.fields_typed = form.cleaned_data

    def response_add(self, request, obj, post_url_continue=None):
        return self._after_saving(request, obj)

    def response_change(self, request, obj):
        return self._after_saving(request, obj)

    def _after_saving(self, request, article):
        """Try the verb whose button was pressed, now that everything typed is safe, and return to the form."""
        button = pressed(request.POST)
        if button is None:
            self.message_user(request, _("Saved."), messages.SUCCESS)
        else:
            self._press(request, article, button)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _press(self, request, article, button):
        try:
            button.act(article, request.user, request.fields_typed)
        except ValidationError as refusal:
            said = _("Saved, but “%(button)s” was not possible:") % {"button": button.label}
            self.message_user(request, " ".join([said, *refusal.messages]), messages.ERROR)
        else:
            self.log_change(request, article, str(button.label))
            self.message_user(request, _("Saved.") + " " + button.said(article), messages.SUCCESS)

    # The preview

    def get_urls(self):
        preview = path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="articles_article_preview")
        return [preview, *super().get_urls()]

    @method_decorator(require_safe)
    def preview(self, request, pk):
        """Show an article as readers would get it, to those who may edit it."""
        article = get_object_or_404(self.get_queryset(request).for_reading(), pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return private_page(render_article(request, article, is_preview=True))


def _may_be_embargoed(article: Article) -> bool:
    """Tell whether an embargo still makes sense: what readers have seen cannot be unsaid, only withdrawn."""
    return article.publication in (Article.Publication.UNPUBLISHED, Article.Publication.SCHEDULED)
