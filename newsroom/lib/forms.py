"""Common fields and base class of readers' forms."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from newsroom.lib.stamps import is_fresh_stamp, stamp


class Trap(forms.TextInput):
    """A honeypot: a hidden field that only bots fill in. The form template shows it once it has an error."""

    is_trap = True


class Lines(forms.CharField):
    """Several lines. A browser counts a line break as one character, and sends it as two.

    There is no maxlength attribute: the browser would silently cut off pasted text.
    """

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def widget_attrs(self, widget):
        return {}


class WebAddress(forms.URLField):
    """An http or https address; other schemes are refused."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class GuardedForm(forms.Form):
    """A form on a page that is the same for every reader and may come from a cache.

    Instead of a CSRF token it has a signed stamp of its `subject` and the day, and a honeypot. A refused form keeps
    what was typed.
    """

    second_name = forms.CharField(
        label=_("Leave this empty"), required=False, widget=Trap(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    # The name of the form that a stamp is for, and the error message for one that is too old.
    stamped_as = ""
    too_old = ""

    @property
    def subject(self):
        """The object that the form is about."""
        raise NotImplementedError

    def get_initial_for_field(self, field, field_name):
        return self._fresh_stamp() if field_name == "stamp" else super().get_initial_for_field(field, field_name)

    def clean_second_name(self):
        if self.cleaned_data["second_name"]:
            raise forms.ValidationError(_("Please empty the field that is marked so, and send again."))

    def clean_stamp(self):
        if not is_fresh_stamp(self.subject, self.cleaned_data["stamp"], self.stamped_as):
            raise forms.ValidationError(self.too_old)

    def give_back(self):
        """Return the form with what was typed and a fresh stamp."""
        self.data = self.data.copy()
        self.data["stamp"] = self._fresh_stamp()
        return self

    def _fresh_stamp(self) -> str:
        return stamp(self.subject, self.stamped_as)
