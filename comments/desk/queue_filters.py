"""Filters of the queue, kept in the query string so that a filtered queue can be shared."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, Section
from comments.models import Comment, Commenter, Mark
from comments.moderation.queue import HIGH_RISK

_ANY = ("", gettext_lazy("any"))
_LONGEST_KEY = 2**63 - 1


class Key(forms.IntegerField):
    """A primary key, in a hidden field."""

    def __init__(self):
        super().__init__(required=False, min_value=1, max_value=_LONGEST_KEY, widget=forms.HiddenInput)


class Tick(forms.BooleanField):
    def __init__(self, label):
        super().__init__(label=label, required=False, widget=forms.CheckboxInput(attrs={"value": "1"}))


@dataclass(frozen=True)
class Chip:
    """One filter in use, and the query string without it."""

    label: str
    without: str


class QueueForm(forms.Form):
    """The filters. Invalid values are ignored."""

    mark = forms.ChoiceField(label=gettext_lazy("Why it waits"), choices=[_ANY, *Mark.choices], required=False)
    section = forms.ChoiceField(label=gettext_lazy("Section"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the article"), choices=[_ANY, *settings.LANGUAGES], required=False
    )
    risk = forms.IntegerField(label=gettext_lazy("Risk from"), required=False, min_value=0, max_value=100)
    link = Tick(gettext_lazy("has a link"))
    newcomer = Tick(gettext_lazy("nothing by them approved yet"))
    watched = Tick(gettext_lazy("articles that you watch"))
    taken = Tick(gettext_lazy("also what others are looking at"))
    article = Key()
    commenter = Key()

    def __init__(self, data, moderator):
        super().__init__(data, label_suffix="")
        self._query, self._moderator = data, moderator
        self.sections = {section.slug: section.name for section in Section.objects.all()}
        self.fields["section"].choices = [_ANY, *self.sections.items()]
        self.full_clean()

    @cached_property
    def chosen(self) -> dict:
        """Return {name: value} of the filters in use."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "taken"}

    @property
    def shows_taken(self) -> bool:
        return bool(self.cleaned_data.get("taken"))

    def fitting(self, comments):
        """Apply the filters."""
        for name, value in self.chosen.items():
            comments = _WORDS[name](comments, value, self._moderator)
        return comments

    def filter(self, comments, at=None):
        """Apply the filters, and leave out what others have claimed unless asked for."""
        comments = self.fitting(comments)
        return comments if self.shows_taken else comments.free_for(self._moderator, at)

    def chips(self, comments: list[Comment]) -> Iterator[Chip]:
        """Yield a chip for each filter in use; `comments` are some that pass."""
        for name, value in self.chosen.items():
            yield Chip(self._label(name, value, comments), self._without(name))

    @property
    def query(self) -> str:
        """Return the query string of the filters, without the place in the queue."""
        return self._without("after")

    def _without(self, name: str) -> str:
        query = self._query.copy()
        for each in (name, "after"):
            query.pop(each, None)
        return f"?{query.urlencode()}"

    def _label(self, name: str, value, comments: list[Comment]) -> str:
        match name:
            case "mark":
                return str(Mark(value).label)
            case "section":
                return self.sections[value]
            case "language":
                return str(dict(settings.LANGUAGES)[value])
            case "risk":
                return _("high risk") if value == HIGH_RISK else _("risk from %(risk)d") % {"risk": value}
            case "commenter":
                return Commenter(pk=value).pseudonym
            case "article":
                return comments[0].thread.article.headline if comments else _headline(value)
        return str(self.fields[name].label)


def _headline(pk: int) -> str:
    return Article.objects.filter(pk=pk).values_list("headline", flat=True).first() or _("an article that is gone")


# {field: the filter for it}.
_WORDS = {
    "mark": lambda comments, mark, _moderator: comments.marked(mark),
    "section": lambda comments, slug, _moderator: comments.in_section(slug),
    "language": lambda comments, code, _moderator: comments.in_language(code),
    "risk": lambda comments, least, _moderator: comments.of_risk(least),
    "link": lambda comments, _yes, _moderator: comments.with_links(),
    "newcomer": lambda comments, _yes, _moderator: comments.by_first_timers(),
    "watched": lambda comments, _yes, moderator: comments.watched_by(moderator),
    "article": lambda comments, pk, _moderator: comments.under(pk),
    "commenter": lambda comments, pk, _moderator: comments.by(pk),
}
