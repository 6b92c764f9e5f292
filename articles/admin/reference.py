"""What articles refer to: sections, topics, contributors, pictures."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Contributor, Picture, Section, Topic
from articles.models.taxonomy import RESERVED_WORDS


class SectionForm(forms.ModelForm):
    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if slug in RESERVED_WORDS:
            raise ValidationError(_("“%(slug)s” is an address of the site itself. Choose another.") % {"slug": slug})
        return slug


@admin.register(Section)
class SectionAdmin(admin.ModelAdmin):
    form = SectionForm
    list_display = ["name", "slug", "accent", "position"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Topic)
class TopicAdmin(admin.ModelAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Contributor)
class ContributorAdmin(admin.ModelAdmin):
    """The names over the stories. Whose account a name is decides which articles that account may edit, so that
    only those who see accounts may set it."""

    list_display = ["name", "role", "is_organisation"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["user"]

    def get_exclude(self, request, obj=None):
        return [] if request.user.has_perm("newsroom.view_user") else ["user"]


@admin.register(Picture)
class PictureAdmin(admin.ModelAdmin):
    list_display = ["thumbnail", "alt", "caption", "credit", "uploaded_at"]
    list_display_links = ["thumbnail", "alt"]
    search_fields = ["alt", "caption", "credit"]
    list_per_page = 40
    show_full_result_count = False
    fields = ["thumbnail", "address", "file", "alt", "caption", "credit", ("focus_x", "focus_y")]
    readonly_fields = ["thumbnail", "address"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else self.fields[2:]

    @admin.display(description=gettext_lazy("address for the copy"))
    def address(self, picture):
        """What the editor's figure dialog asks for."""
        return picture.full.address

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, picture):
        """The narrowest rendition of the card, 120 wide."""
        _width, _height, name = picture.card.webp[0]
        return format_html('<img src="{}" width="120" height="80" alt="" loading="lazy">', default_storage.url(name))
