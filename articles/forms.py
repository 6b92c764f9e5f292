from django import forms
from django.utils.translation import gettext_lazy as _

from articles import search


class SearchForm(forms.Form):
    """The query string of the search page. A query of any shape is valid; what it cannot mean is left out."""

    q = forms.CharField(label=_("Search the paper"), required=False, strip=True, empty_value="")

    def clean_q(self) -> search.Query:
        return search.parse(self.cleaned_data["q"])
