"""What a reader fills in under an article."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from comments.stamps import is_fresh_stamp, stamp
from newsroom.lib.text import is_key, tidy_line, tidy_text

LONGEST_COMMENT = 5000


class Trap(forms.TextInput):
    """A field that people do not see and programs fill in; the template pack hides it until it is wrong."""

    is_trap = True


class Lines(forms.CharField):
    """Several lines. A browser counts a line break as one character, and sends it as two."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class WebAddress(forms.URLField):
    default_validators = [URLValidator(schemes=["http", "https"])]


class ReplyForm(forms.Form):
    """A reply to an article or to a comment under it.

    The page that holds it is the same for every reader and may come from a cache: instead of a token of the
    reader's session it carries a stamp of the article and the day. Refused, it gives back all that was typed.
    """

    text = Lines(
        label=_("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write your comment here.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("Printed above your comment."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Tell readers what to call you.")},
    )
    email = forms.EmailField(
        label=_("Email"),
        help_text=_("Never printed, never shared."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Give an address that is yours."),
            "invalid": _("This is not an email address. One looks like name@example.org."),
        },
    )
    website = WebAddress(
        label=_("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "url", "placeholder": "https://"}),
        error_messages={"invalid": _("This is not a web address. One looks like https://example.org.")},
    )
    second_name = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=Trap(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, article, *args, parent: Comment | None = None, **kwargs):
        self.article = article
        super().__init__(*args, **kwargs)
        self.initial |= {"stamp": stamp(article), "parent": parent and parent.pk}

    @property
    def replying_to(self) -> Comment | None:
        """The comment that the form, as it stands, answers."""
        return self._approved(self["parent"].value())

    def clean_text(self) -> str:
        return self.fields["text"].clean(tidy_text(self.cleaned_data["text"]))

    def clean_name(self) -> str:
        # Looked at twice: tidied, a name may be empty, or longer than it was (composition exclusions, UAX 15).
        return self.fields["name"].clean(tidy_line(self.cleaned_data["name"]))

    def clean_second_name(self):
        if self.cleaned_data["second_name"]:
            raise forms.ValidationError(_("Please empty the field that is marked so, and send again."))

    def clean_parent(self) -> Comment | None:
        asked = self.cleaned_data["parent"]
        if not asked:
            return None
        if parent := self._approved(asked):
            return parent
        raise forms.ValidationError(
            _("The comment you answered is no longer there. Sent again, yours will stand on its own.")
        )

    def clean_stamp(self):
        if not is_fresh_stamp(self.article, self.cleaned_data["stamp"]):
            raise forms.ValidationError(_("This page had been open for a long time. Please send your comment again."))

    def give_back(self) -> None:
        """Renew what the reader cannot: a stamp that was too old, a parent that has gone."""
        self.data = self.data.copy()
        self.data["stamp"] = stamp(self.article)
        if "parent" in self.errors:
            self.data["parent"] = ""

    def _approved(self, pk) -> Comment | None:
        if not is_key(str(pk or "")):
            return None
        return Comment.objects.approved().under(self.article).select_related("thread").filter(pk=pk).first()
