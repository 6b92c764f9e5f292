"""The reasons given to commenters for a rejection, in the words of the house rules."""

from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from comments.models import Decision, HouseRule

_REASON = Decision.Reason

# Default texts, for reasons without a house rule.
_OURS = {
    _REASON.PERSONAL_ATTACK: _(
        "It goes for a person instead of what the person says or does. Disagree as sharply as you like, and leave out "
        "insults, threats and contempt for groups of people."
    ),
    _REASON.OFF_TOPIC: _("It is not about the article, or not about the comment that it answers."),
    _REASON.SPAM: _("It reads as advertising, or as a text that is sent to many places."),
    _REASON.ILLEGAL: _(
        "We believe that to publish it would break the law, for example because it defames someone, calls for violence "
        "or gives away what is private."
    ),
    _REASON.UNVERIFIABLE: _(
        "It claims something of weight about people or events that we cannot check. Say where it can be read, and it "
        "may stand."
    ),
    _REASON.DUPLICATE: _("It says again what stands under this article already, in the same or nearly the same words."),
    _REASON.OTHER: _("It goes against our house rules in a way that none of the usual reasons describes."),
}


@dataclass(frozen=True)
class Rule:
    """One rule on the page of the house rules: a reason for rejection, and its text."""

    anchor: str
    name: str
    text: str


def rules() -> list[Rule]:
    """Return all rules, in the order in which moderators see the reasons."""
    words = told(_REASON.values)
    return [Rule(slugify(reason), reason.label, words[reason]) for reason in _REASON]


def told(reasons) -> dict[str, str]:
    """Return {reason: text for the commenter}, from the house rules or else the default."""
    words = {reason: str(_OURS[reason]) for reason in filter(None, reasons)}
    return words | dict(HouseRule.objects.filter(reason__in=words).values_list("reason", "text"))
