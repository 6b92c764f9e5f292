"""The list of sources in the article's form: a line each, and some empty ones for more."""

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from articles import sources

_SPARE = 3


class SourcesWidget(forms.Widget):
    template_name = "admin/articles/article/sources.html"

    def get_context(self, name, value, attrs):
        rows = [row for row in value or [] if isinstance(row, dict)]
        context = super().get_context(name, value, attrs)
        return context | {"rows": [*rows, *({} for _spare in range(_SPARE))], "kinds": sources.KINDS.items()}

    def render(self, name, value, attrs=None, renderer=None):
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def format_value(self, value):
        return value

    def value_from_datadict(self, data, files, name):
        if not hasattr(data, "getlist"):
            return data.get(name) or []
        columns = [data.getlist(f"{name}_{field}") for field in sources.FIELDS]
        rows = (dict(zip(sources.FIELDS, row, strict=True)) for row in zip(*columns, strict=False))
        return [row for row in rows if any(value.strip() for value in row.values())]

    def value_omitted_from_data(self, data, files, name):
        return f"{name}_title" not in data

    def id_for_label(self, id_):
        return f"{id_}_title"


class SourcesField(forms.Field):
    """A list of sources. What is wrong is said by the number of its line; nothing typed is lost."""

    widget = SourcesWidget

    def clean(self, value):
        faults = [fault for number, row in enumerate(value or [], 1) for fault in self._faults(number, row)]
        if faults:
            raise forms.ValidationError(faults)
        return sources.tidy(value)

    def has_changed(self, initial, data):
        return sources.tidy(initial) != sources.tidy(data)

    @staticmethod
    def _faults(number, row):
        if not row["title"].strip():
            yield _("Source %(number)d: say what it is.") % {"number": number}
        if row["link"].strip() and not sources.is_link(row["link"].strip()):
            yield _("Source %(number)d: a link begins with https:// and has no spaces.") % {"number": number}
        if any(len(value) > sources.LONGEST for value in row.values()):
            yield _("Source %(number)d: %(longest)d characters a field are the most.") % {
                "number": number,
                "longest": sources.LONGEST,
            }
