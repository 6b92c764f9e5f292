"""Say which of the articles that were found fits best. Takes texts as the index holds them, and no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

# How much a word weighs where it stands (BM25F, Zaragoza et al. 2004, with one length for all fields).
_WEIGHTS = {"headline": 10.0, "topics": 5.0, "standfirst": 4.0, "names": 4.0, "copy": 1.0}
_BEGINNING_WEIGHS = 4.0
# From how many hits on one more counts little, and how much the length of a copy matters (BM25's k1 and b).
_SATURATION, _OF_LENGTH = 1.5, 0.6
_USUAL_LENGTH = 4000
# What it adds that all words stand together as they were typed.
_TOGETHER = {"headline": 2.0, "standfirst": 1.0, "copy": 1.0}
# After so many years a story weighs half as much as it always will, and half as much as on its first day.
_HALF_LIFE = 3 * 365.25 * 86_400


@dataclass(frozen=True)
class Sought:
    """What to look for: for each term the ways in which the index may hold it, and which marks the last word may begin."""

    terms: Sequence[Sequence[tuple[str, ...]]]
    beginnings: Sequence[str] = ()

    @cached_property
    def looked_for(self) -> list[list[str]]:
        """The ways of each term as they stand among the words of a text."""
        return [[_between_spaces(way) for way in ways] for ways in self.terms]

    @cached_property
    def together(self) -> list[str]:
        """All terms in a row, in each of the languages; nothing where there is only one."""
        if len(self.terms) < 2:
            return []
        most = max(map(len, self.terms))
        rows = ([word for ways in self.terms for word in ways[min(n, len(ways) - 1)]] for n in range(most))
        return list(dict.fromkeys(_between_spaces(row) for row in rows))


def score(sought: Sought, fields: dict[str, str], *, age: float) -> float:
    """Return how well an article fits: its words, weighed by where they stand, and its age in seconds."""
    texts = {name: f" {fields[name]} " for name in _WEIGHTS}
    length = 1 - _OF_LENGTH + _OF_LENGTH * len(fields["copy"]) / _USUAL_LENGTH
    weighed = [(texts[name], weight / length if name == "copy" else weight) for name, weight in _WEIGHTS.items()]
    relevance = 0.0
    for looked_for in sought.looked_for:
        hits = 0.0
        # Loops and no sum: hundreds of stories are ranked while a reader waits.
        for text, weight in weighed:
            for each in looked_for:
                if each in text:
                    hits += weight * text.count(each)
        relevance += hits / (hits + _SATURATION)
    if any(f" {beginning}" in fields["marks"] for beginning in sought.beginnings):
        relevance += _BEGINNING_WEIGHS / (_BEGINNING_WEIGHS + _SATURATION) / 2
    for row in sought.together:
        relevance += max((weight for name, weight in _TOGETHER.items() if row in texts[name]), default=0.0)
    return relevance * (0.5 + 0.5 * 0.5 ** (max(age, 0.0) / _HALF_LIFE))


def _between_spaces(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "
