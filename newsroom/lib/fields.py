"""Form fields that readers' forms have in common."""

from django import forms
from django.core.validators import URLValidator


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
