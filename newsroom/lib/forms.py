"""What readers' forms have in common."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from newsroom.lib.stamps import is_fresh_stamp, stamp


class Trap(forms.TextInput):
    """A field that people do not see and programs fill in; the template pack hides it until it is wrong."""

    is_trap = True


class Lines(forms.CharField):
    """Several lines. A browser counts a line break as one character, and sends it as two.

    The browser is not told how many there may be: it would cut off what is pasted, without a word.
    """

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")

    def widget_attrs(self, widget):
        return {}


class WebAddress(forms.URLField):
    """An address on the web; one of another scheme is refused."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class GuardedForm(forms.Form):
    """A form on a page that is the same for every reader and may come from a cache.

    Instead of a token of the reader's session it carries a stamp of its `subject` and the day; and a field that only
    programs fill in. Refused, it gives back all that was typed.
    """

    second_name = forms.CharField(
        label=_("Leave this empty"), required=False, widget=Trap(attrs={"autocomplete": "off", "tabindex": "-1"})
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    # Which form a stamp is for, and what is said of one that is too old.
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
        """Return the form with all that was typed; a stamp that was too old is renewed."""
        self.data = self.data.copy()
        self.data["stamp"] = self._fresh_stamp()
        return self

    def _fresh_stamp(self) -> str:
        return stamp(self.subject, self.stamped_as)
