"""The form that fills a place of the front page."""

from datetime import timedelta
from urllib.parse import urlsplit

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.article_form import MOMENT
from articles.models import Article, Slot

STORIES = "newest-stories"


class SlotForm(forms.ModelForm):
    """What goes into one place, which `instance` names. The story is named by its address, as it is copied."""

    article = forms.CharField(
        label=gettext_lazy("Article"),
        required=False,
        widget=forms.TextInput({"list": STORIES, "autocomplete": "off"}),
        help_text=gettext_lazy("Choose one that was worked on last, or paste the address of any."),
    )

    class Meta:
        model = Slot
        fields = ["article", "text", "is_pinned", "may_repeat", "starts_at", "ends_at", "age_limit"]
        widgets = {"starts_at": MOMENT, "ends_at": MOMENT}
        help_texts = {"starts_at": gettext_lazy("Left empty: at once.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].required = False
        self.initial["starts_at"] = None
        if self.instance.place == Slot.Place.BREAKING:
            # What is in the bar is as a rule also told on the page.
            self.initial["may_repeat"] = True
        else:
            del self.fields["text"]

    def clean_article(self):
        typed = self.cleaned_data["article"].strip()
        if not typed:
            return None
        try:
            slug = urlsplit(typed).path.rstrip("/").rpartition("/")[2]
        except ValueError:
            slug = ""
        article = Article.objects.filter(slug=slug).select_related("section").defer("copy").first()
        if article is None:
            raise forms.ValidationError(_("There is no article at this address."))
        return self._fitting(article)

    def clean_starts_at(self):
        return self.cleaned_data["starts_at"] or timezone.now()

    def clean_ends_at(self):
        ends_at = self.cleaned_data["ends_at"]
        if ends_at and ends_at <= max(timezone.now(), self.cleaned_data.get("starts_at") or timezone.now()):
            raise forms.ValidationError(_("It has to end later than now, and than it starts."))
        return ends_at

    def clean(self):
        fields = super().clean()
        article, limit = fields.get("article"), fields.get("age_limit")
        if not article and not fields.get("text") and "article" not in self.errors:
            self.add_error(
                "article", _("Choose an article.") if "text" not in self.fields else _("Give one of the two.")
            )
        if article and not fields.get("may_repeat"):
            self._refuse_twice(article, fields)
        starts_at = fields.get("starts_at")
        if article and limit is not None and starts_at and not fields.get("is_pinned"):
            out_at = article.appears_at
            if out_at and out_at + timedelta(hours=limit) <= starts_at:
                self.add_error("age_limit", _("It will be older than that when it comes."))
        return fields

    def _fitting(self, article: Article) -> Article:
        section = self.instance.section
        if section and article.section_id != section.pk:
            said = _("It is in %(own)s. The story that leads %(section)s has to be one of it.")
            raise forms.ValidationError(said % {"own": article.section, "section": section})
        if article.publication is Article.Publication.WITHDRAWN:
            raise forms.ValidationError(_("This article was withdrawn."))
        return article

    def _refuse_twice(self, article: Article, fields) -> None:
        """Refuse a story that another place holds at the same time, unless one of the two says that it may."""
        starts_at, ends_at = fields.get("starts_at") or timezone.now(), fields.get("ends_at")
        others = Slot.objects.filter(article=article, may_repeat=False).exclude(
            place=self.instance.place, section=self.instance.section
        )
        for other in others.select_related("section"):
            if (other.ends_at is None or other.ends_at > starts_at) and (ends_at is None or ends_at > other.starts_at):
                said = _("It was put into “%(place)s” already. To show it in both, tick “may show again”.")
                self.add_error("article", said % {"place": other.place_name})
                return
