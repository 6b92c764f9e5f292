"""Score a comment and explain the score: each signal speaks for spam (above 0) or against it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from comments.spam.calibration import Calibration
from comments.spam.features import A_LINK, Features, Kind, Source
from comments.spam.learner import Learner

# With fewer decisions of either class, or in all, scores are not reliable.
LEAST_SPAM = LEAST_APPROVED = 50
LEAST_DECISIONS = 200
_MOST_SIGNALS, _MOST_NAMED = 6, 24
_LEAST_WEIGHT = 0.1
_LONGEST_LABEL = 60
_SAME = Source(Kind.WHOLE, "")


@dataclass(frozen=True)
class Signal:
    """One reason, in words. `weight` is what it adds to the log odds of spam."""

    label: str
    weight: float


@dataclass(frozen=True)
class Copies:
    """How many comments of the same words were decided on."""

    spam: int = 0
    approved: int = 0


@dataclass(frozen=True)
class Score:
    """How likely a comment is spam, by the newsroom's decisions so far, with the strongest signals first.

    While `is_ready` is false it must not be acted on.
    """

    probability: float
    signals: list[Signal] = field(default_factory=list)
    is_ready: bool = False

    @property
    def risk(self) -> int:
        """The probability in percent."""
        return round(100 * self.probability)

    def as_points(self) -> list[tuple[str, int]]:
        """Divide the risk among the signals that speak for spam; the points add up to it."""
        speaking = [signal for signal in self.signals if signal.weight > 0]
        if not speaking:
            return [(_("the sum of many small signs"), self.risk)] if self.risk else []
        total, given, points = sum(signal.weight for signal in speaking), 0, []
        for signal in speaking:
            share = max(1, round(self.risk * signal.weight / total))
            points.append((signal.label, min(share, self.risk - given)))
            given += points[-1][1]
        points[0] = (points[0][0], points[0][1] + self.risk - given)
        return [(label, share) for label, share in points if share]


def has_seen_enough(learner: Learner) -> bool:
    """Tell whether a filter has learnt enough decisions to act on its scores."""
    enough_of_each = learner.spam >= LEAST_SPAM and learner.other >= LEAST_APPROVED
    return enough_of_each and learner.spam + learner.other >= LEAST_DECISIONS


def judge(features: Features, learner: Learner, calibration: Calibration, copies: Copies | None = None) -> Score:
    """Score the features of a comment."""
    shares = learner.shares(features.scaled)
    margin = learner.bias + sum(share for _bucket, share in shares)
    signals = _signals(features, shares, calibration.slope, copies or Copies())
    return Score(calibration.probability(margin), signals, has_seen_enough(learner))


def _signals(features: Features, shares: list[tuple[int, float]], slope: float, copies: Copies) -> list[Signal]:
    """Return the strongest signals; those with the same label are added up.

    That the same words were spam before comes first, whatever its weight: to a moderator it says most.
    """
    sources = {bucket: source for group in features.groups for bucket, source in group.items()}
    by_source: dict[Source, float] = defaultdict(float)
    for bucket, share in shares:
        by_source[sources[bucket]] += share * slope
    first = [Signal(_label_of_copies(copies), round(by_source.pop(_SAME, 0.0), 2))] if copies.spam else []
    by_label: dict[str, float] = defaultdict(float)
    for source in sorted(by_source, key=lambda source: -abs(by_source[source]))[:_MOST_NAMED]:
        by_label[label_of(source, copies)] += by_source[source]
    ordered = sorted(by_label.items(), key=lambda item: (-abs(item[1]), item[0]))
    signals = [Signal(label, round(weight, 2)) for label, weight in ordered if abs(weight) >= _LEAST_WEIGHT]
    return [*first, *signals][:_MOST_SIGNALS]


def label_of(source: Source, copies: Copies) -> str:
    """Return the label of a signal on a moderator's card."""
    typed = source.what.replace(A_LINK, pgettext("in the place of an address", "[link]"))[:_LONGEST_LABEL]
    match source.kind:
        case Kind.PAIR:
            return _("the words “%s”") % typed
        case Kind.LINK:
            return _("a link to %s") % typed
        case Kind.NAME:
            return _("“%s” in the name") % typed
        case Kind.WHOLE:
            return _label_of_copies(copies)
        case Kind.SHAPE:
            return _label_of_shape(source.what)
    if source.what == A_LINK:
        return _("a link in the text")
    return (_("the word “%s”") if typed[:1].isalnum() else _("the sign “%s”")) % typed


def _label_of_copies(copies: Copies) -> str:
    if copies.spam > copies.approved:
        return (
            ngettext(
                "the same words as %d comment marked spam", "the same words as %d comments marked spam", copies.spam
            )
            % copies.spam
        )
    if copies.approved:
        return (
            ngettext("the same words as %d approved comment", "the same words as %d approved comments", copies.approved)
            % copies.approved
        )
    return _("words that came before")


def _label_of_shape(shape: str) -> str:
    if shape in _PRESENT:
        return str(_PRESENT[shape])
    name, _space, step = shape.rpartition(" ")
    return _label_of_number(name, int(step))


def _label_of_number(name: str, step: int) -> str:
    """Return the label of a number by its step: none, some, or many."""
    if name == "links" and 0 < step < _MANY_LINKS:
        return ngettext("%d link", "%d links", step) % step
    none, some, many, from_step = _NUMBERS[name]
    return str(none if step == 0 else many if step >= from_step else some)


_MANY_LINKS = 3
_PRESENT = {
    "a mail address": gettext_lazy("a mail address"),
    "a name on a platform": gettext_lazy("a name with @"),
    "a hashtag": gettext_lazy("a hashtag"),
    "a sum of money": gettext_lazy("a sum of money"),
    "per cent": gettext_lazy("a percentage"),
    "a long number": gettext_lazy("a long number"),
    "a website": gettext_lazy("a website with the name"),
    "HTML": gettext_lazy("HTML"),
}
_LENGTH = gettext_lazy("a very short text"), gettext_lazy("its length"), gettext_lazy("a long text"), 6
# {name: (label of the lowest step, of those between, of high steps, the first high step)}.
_NUMBERS = {
    "links": (gettext_lazy("no link"), gettext_lazy("links"), gettext_lazy("3 links or more"), _MANY_LINKS),
    "length": _LENGTH,
    "words": _LENGTH,
    "exclamation marks": (
        gettext_lazy("no exclamation mark"),
        gettext_lazy("exclamation marks"),
        gettext_lazy("many exclamation marks"),
        3,
    ),
    "question marks": (
        gettext_lazy("no question mark"),
        gettext_lazy("question marks"),
        gettext_lazy("many question marks"),
        3,
    ),
    "digits": (gettext_lazy("no digits"), gettext_lazy("digits"), gettext_lazy("many digits"), 3),
    "lines": (gettext_lazy("a single line"), gettext_lazy("several lines"), gettext_lazy("many lines"), 2),
    "signs": (gettext_lazy("no signs"), gettext_lazy("signs"), gettext_lazy("many signs"), 3),
    "capitals": (gettext_lazy("no capitals"), gettext_lazy("its capitals"), gettext_lazy("mostly capitals"), 5),
    "different words": (
        gettext_lazy("the same words over and over"),
        gettext_lazy("how often its words come again"),
        gettext_lazy("no word twice"),
        4,
    ),
}
