"""What articles refer to: sections, topics, series, contributors, pictures."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import workflow
from articles.models import Contributor, FormerPath, Picture, Section, Series, Topic
from articles.models.taxonomy import RESERVED_WORDS
from newsroom.lib.pagination import BoundedPaginator


class NamedAdmin(admin.ModelAdmin):
    """What has a name and an address of its own: one that readers knew goes on leading there."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
    show_full_result_count = False
    paginator = BoundedPaginator
    prepopulated_fields = {"slug": ["name"]}

    def save_model(self, request, obj, form, change):
        workflow.save_named(obj)


class SectionForm(forms.ModelForm):
    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_WORDS:
            raise ValidationError(_("“%(slug)s” is an address of the site itself. Choose another.") % {"slug": slug})
        return slug


@admin.register(Section)
class SectionAdmin(NamedAdmin):
    form = SectionForm
    list_display = ["name", "slug", "accent", "position"]


@admin.register(Topic, Series)
class TopicAdmin(NamedAdmin):
    pass


@admin.register(FormerPath)
class FormerPathAdmin(admin.ModelAdmin):
    """Where stories stood on the site that the paper was before; an importer brings most of them."""

    list_display = ["path", "article"]
    list_select_related = ["article"]
    search_fields = ["path"]
    autocomplete_fields = ["article"]
    show_full_result_count = False
    paginator = BoundedPaginator


@admin.register(Contributor)
class ContributorAdmin(NamedAdmin):
    """The names over the stories. Whose account a name is decides which articles that account may edit, so that
    only those who see accounts may set it."""

    list_display = ["name", "role", "is_organisation"]
    autocomplete_fields = ["user"]

    def get_exclude(self, request, obj=None):
        return [] if request.user.has_perm("newsroom.view_user") else ["user"]


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    list_display = ["thumbnail", "alt", "caption", "credit", "uploaded_at"]
    list_display_links = ["thumbnail", "alt"]
    search_fields = ["alt", "caption", "credit"]
    ordering = ["-pk"]
    list_per_page = 40
    show_full_result_count = False
    paginator = BoundedPaginator
    fields = [
        "thumbnail",
        "address",
        "file",
        "alt",
        "caption",
        "credit",
        ("license", "copyright_notice"),
        "warning",
        ("focus_x", "focus_y"),
    ]
    readonly_fields = ["thumbnail", "address"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else self.fields[2:]

    @admin.display(description=gettext_lazy("address for the copy"))
    def address(self, picture):
        """What the editor's figure dialog asks for."""
        return picture.full.address

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, picture):
        return format_html('<img src="{}" width="120" height="80" alt="" loading="lazy">', picture.thumbnail)
