from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles import search
from articles.models import Article, Contributor, FormerAddress, Section, Topic

# {parameter: (the model whose slug it is, its prefix of marks in the search index)}.
_SUBJECTS = {"section": (Section, "section"), "topic": (Topic, "topic"), "by": (Contributor, "contributor")}
# The most topics and contributors that are offered as filters.
_OFFERED = 6
# The format in which browsers send a date, whatever the language of the page.
_DAY = {
    "required": False,
    "input_formats": ["%Y-%m-%d"],
    "validators": [MinValueValidator(date(1000, 1, 1)), MaxValueValidator(date(3000, 1, 1))],
}


class _DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


@dataclass(frozen=True)
class Choice:
    """One filter: the parameter, its value's name, the query string with or without it, and the number of results."""

    name: str
    text: str
    query: str
    number: int = 0


class SearchForm(forms.Form):
    """The query string of the search page. Any `q` is valid; invalid syntax in it is ignored."""

    q = forms.CharField(required=False)
    section = forms.CharField(label=_("Section"), required=False)
    topic = forms.CharField(label=_("Topic"), required=False)
    by = forms.CharField(label=_("Contributor"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False, choices=[("", _("Any type")), *Article.Kind.choices])
    since = forms.DateField(label=_("From"), widget=_DayInput, **_DAY)
    until = forms.DateField(label=_("To"), widget=_DayInput, **_DAY)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=search.Sort.choices)

    def __init__(self, parameters):
        """Take a query string; of repeated parameters one counts, and null characters are removed."""
        super().__init__({name: parameters.get(name, "").replace("\x00", "") for name in self.base_fields})

    def clean_q(self) -> search.Query:
        return search.parse(self.cleaned_data["q"])

    def clean(self):
        data = self.cleaned_data
        asked = {name: data[name] for name in _SUBJECTS if data.get(name)}
        rows = {row["parameter"]: row for row in _named({name: {"slug": slug} for name, slug in asked.items()})}
        for name in asked:
            data[name] = rows.get(name) or self._formerly(name)
            if not data[name]:
                self.add_error(name, _("There is nothing of this name."))
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", _("The last day is before the first."))
        return data

    @property
    def plain_fields(self):
        return [self[name] for name in ("type", "since", "until", "sort")]

    @property
    def subject_fields(self):
        """The fields that are set by links, since a list of choices would have thousands."""
        return [self["topic"], self["by"]]

    @property
    def is_asked(self) -> bool:
        """Whether there is a query or a filter."""
        return self.is_valid() and bool(self.query or self.filters)

    @property
    def query(self) -> search.Query:
        return self.cleaned_data.get("q", search.Query()) if self.is_valid() else search.Query()

    @property
    def filters(self) -> search.Filters:
        data = self.cleaned_data
        marks = [f"{mark}:{data[name]['pk']}" for name, (_model, mark) in _SUBJECTS.items() if data[name]]
        return search.Filters(
            marks=(*marks, *([f"kind:{data['type']}"] if data["type"] else [])),
            since=data["since"] and _midnight(data["since"]),
            before=data["until"] and _midnight(data["until"] + timedelta(days=1)),
        )

    def find(self) -> search.Found:
        """Return the results; none if the form is invalid."""
        if not self.is_valid():
            return search.Found()
        return search.find(self.query, self.filters, sort=self.cleaned_data["sort"] or search.Sort.RELEVANCE)

    def alternative(self, found: search.Found) -> Choice | None:
        """Return an alternative query where almost nothing was found, or None."""
        other = search.alternative(self.query, self.filters, found) if self.is_valid() else None
        return other and Choice("q", str(other), self._address(q=str(other)))

    def chosen(self) -> list[Choice]:
        """Return the filters that are set, each with the query string without it."""
        return [Choice(name, text, self._address(**{name: ""})) for name in self.fields if (text := self._said(name))]

    def offered(self, found: search.Found) -> dict[str, list[Choice]]:
        """Return suggested filters, {"topic": …, "by": …}, the most frequent first. One query at most."""
        counts = Counter(mark for marks in found.marks for mark in marks.split(" ") if ":" in mark)
        numbers = {
            name: Counter({int(mark.partition(":")[2]): n for mark, n in counts.items() if mark.startswith(f"{kind}:")})
            for name, (_model, kind) in _SUBJECTS.items()
            if name != "section" and not self.cleaned_data.get(name)
        }
        most = {name: dict(each.most_common(_OFFERED)) for name, each in numbers.items() if len(each) > 1}
        offered: dict[str, list[Choice]] = {name: [] for name in most}
        for row in _named({name: {"pk__in": list(each)} for name, each in most.items()}):
            name, number = row["parameter"], most[row["parameter"]][row["pk"]]
            offered[name].append(Choice(name, row["title"], self._address(**{name: row["slug"]}), number))
        return {name: sorted(each, key=lambda choice: (-choice.number, choice.text)) for name, each in offered.items()}

    def _formerly(self, name: str) -> dict | None:
        """Return the row that had this slug formerly, and replace the parameter by its present slug."""
        present = FormerAddress.objects.present(_SUBJECTS[name][0], self.data[name])
        if present is None:
            return None
        self.data[name] = present.slug
        return {"pk": present.pk, "slug": present.slug, "title": present.name}

    def _said(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        if not value or name in ("q", "sort"):
            return ""
        if name in _SUBJECTS:
            return value["title"]
        if name == "type":
            return str(Article.Kind(value).label)
        day = date_format(value, "DATE_FORMAT")
        return (_("from %(day)s") if name == "since" else _("to %(day)s")) % {"day": day}

    def _address(self, **changed: str) -> str:
        return "?" + urlencode({name: value for name, value in (self.data | changed).items() if value})


def _named(asked: dict[str, dict]):
    """Return rows for {parameter: lookups}, each as {parameter, pk, slug, title}, in one query."""
    rows = [
        _SUBJECTS[parameter][0]
        .objects.filter(**wanted)
        .order_by()
        .values("pk", "slug", title=F("name"), parameter=Value(parameter))
        for parameter, wanted in asked.items()
    ]
    return list(rows[0].union(*rows[1:], all=True)) if rows else []


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
