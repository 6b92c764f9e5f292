"""The form an article is written in."""

import re

from django import forms
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.buttons import BUTTONS, pressed
from articles.admin.sources import SourcesField
from articles.models import Article

_FOREIGN_PICTURE = re.compile(rf'<img\b(?![^>]*\bsrc="{settings.MEDIA_URL}[^"]+")')
MOMENT = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class ArticleForm(forms.ModelForm):
    """An article, the moment it was opened at, and what some buttons need to know besides."""

    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)
    publish_at = forms.DateTimeField(label=gettext_lazy("Publish at"), required=False, widget=MOMENT)
    withdrawal = forms.CharField(
        label=gettext_lazy("Reason for readers"),
        required=False,
        max_length=Article._meta.get_field("withdrawal_reason").max_length,
        widget=forms.TextInput({"placeholder": gettext_lazy("What readers are told")}),
    )
    is_by_law = forms.BooleanField(label=gettext_lazy("We are made to by law"), required=False)

    sources = SourcesField(
        label=gettext_lazy("Sources"),
        required=False,
        help_text=gettext_lazy(
            "What the story rests on; readers find it at its end. Leave a line empty to take it out."
        ),
    )

    class Meta:
        widgets = {
            "headline": forms.TextInput({"class": "desk-headline", "autocomplete": "off"}),
            "standfirst": forms.Textarea({"rows": 2, "class": "vLargeTextField desk-standfirst"}),
            "embargo_until": MOMENT,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_at"] = self.instance.changed_at.isoformat()
        if "picture" in self.fields:
            # Within what the admin lays around it, to change and to add pictures.
            shown = self.fields["picture"].widget.widget.attrs
            shown["data-width"] = "min(32rem, 80vw)"
            if self.instance.picture:
                shown["data-thumbnail"] = self.instance.picture.thumbnail

    def clean(self):
        fields = super().clean()
        if self.instance.pk and fields["opened_at"] != self.initial["opened_at"]:
            self._refuse_overwriting()
        button = pressed(self.data)
        if button and button.asks:
            self._require(button.asks)
        if button is None:
            self._refuse_what_no_button_took()
        return fields

    def clean_copy(self):
        """Refuse a picture from elsewhere in words: the sanitiser would take it out in silence."""
        copy = self.cleaned_data["copy"]
        if _FOREIGN_PICTURE.search(copy):
            raise forms.ValidationError(
                _("A picture in the copy has to be one of ours. Upload it under Pictures, which shows its address.")
            )
        return copy

    def _refuse_what_no_button_took(self):
        """Ask again where a reason or a time was typed and the form only saved: the Enter key does no more."""
        for button in BUTTONS:
            if button.asks and self.cleaned_data.get(button.asks):
                said = _("To use this, press “%(button)s”; to save without it, empty the field.")
                self.add_error(button.asks, said % {"button": button.label})

    def _require(self, name):
        """Refuse a button without what it asks for; a time that has passed is no time to schedule for."""
        value = self.cleaned_data.get(name)
        if name in self.errors:
            return
        if not value:
            self.add_error(name, self.fields[name].error_messages["required"])
        elif name == "publish_at" and value <= timezone.now():
            self.add_error(name, _("This moment has passed. To publish at once, use “Publish now”."))

    def _refuse_overwriting(self):
        """Say who has saved since the form was opened. Sent once more, it replaces what they saved, knowingly."""
        self.add_error(
            None,
            format_html(
                '{} <a href="{}" target="_blank">{}</a>',
                _(
                    "%(name)s saved this article at %(time)s, after you had opened it. Nothing of yours is lost: it "
                    "stands below, not saved yet. Compare the two first; saving again replaces the other text."
                )
                % {"name": self._saved_by(), "time": time_format(timezone.localtime(self.instance.changed_at))},
                reverse("admin:articles_article_change", args=[self.instance.pk]),
                _("See what was saved"),
            ),
        )
        self.data = self.data.copy()
        self.data["opened_at"] = self.initial["opened_at"]

    def _saved_by(self) -> str:
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(Article), object_id=self.instance.pk
        )
        entry = entries.select_related("user").first()
        return (entry.user.get_short_name() or entry.user.get_username()) if entry else _("Someone")
