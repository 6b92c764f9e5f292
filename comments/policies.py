"""The policy in force under an article, and what that and a ban mean for a reader, in words.

Each setting is taken from the first level that has it: the article's thread, its section, the paper. Pages are cached:
none of the sentences says "now", so that they stay true for as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise

from django.db.models import BigIntegerField, Case, Q, Value, When
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from comments.models import Ban, HousePolicy, Policy, Thread
from comments.models.policy import Terms
from newsroom.lib.prepared import Prepared

_TERMS = [field.name for field in Terms._meta.fields]
_WHO_READS_FIRST = {
    Policy.HELD: gettext_lazy("A moderator reads every comment before it appears."),
    Policy.NEWCOMERS: gettext_lazy(
        "A moderator reads comments before they appear. Those of readers with a confirmed address and an approved "
        "comment appear at once."
    ),
    Policy.TRUSTED: gettext_lazy(
        "A moderator reads comments before they appear. Those of trusted readers, with a confirmed address and a "
        "record of approved comments, appear at once."
    ),
    Policy.OPEN: gettext_lazy(
        "Comments appear at once. Where something speaks against one, a moderator reads it first."
    ),
}


@dataclass(frozen=True)
class Shift:
    """When someone moderates. `days` are digits from 1, Monday. A shift that ends before it begins passes midnight."""

    days: str
    begins: time | None
    ends: time | None

    def covers(self, at: datetime) -> bool:
        """Tell whether a moment is within the shift, in the paper's time zone."""
        local = timezone.localtime(at)
        if self.begins is None or self.ends is None:
            return self._is_on(local)
        if self.begins <= self.ends:
            return self._is_on(local) and self.begins <= local.time() < self.ends
        yesterday = local - timedelta(days=1)
        return (self._is_on(local) and local.time() >= self.begins) or (
            self._is_on(yesterday) and local.time() < self.ends
        )

    def _is_on(self, local: datetime) -> bool:
        return not self.days or str(local.isoweekday()) in self.days


@dataclass(frozen=True)
class EffectivePolicy:
    """The policy in force under one article at one moment."""

    policy: Policy
    closes_at: datetime | None
    shift: Shift | None
    at: datetime

    @property
    def is_open(self) -> bool:
        return self.policy != Policy.CLOSED and not (self.closes_at and self.closes_at <= self.at)

    @property
    def is_on_shift(self) -> bool:
        return self.shift is None or self.shift.covers(self.at)


def policy_for(article, thread: Thread | None = None, at: datetime | None = None) -> EffectivePolicy:
    """Return the policy in force under an article. Without `thread`, section and paper alone count. One query."""
    # The section's first, then the paper's.
    levels: list[Terms] = sorted(_of_house(article.section_id), key=lambda house: house.section_id is None)
    return _in_force(article, [thread, *levels] if thread else levels, at)


def thread_and_policy(article, at: datetime | None = None) -> tuple[Thread, EffectivePolicy]:
    """Return an article's thread (unsaved if nobody has commented yet) and the policy in force. One query."""
    levels = [
        Thread(pk=pk, article=article, approved_count=count, **dict(zip(_TERMS, terms, strict=True)))
        for _level, pk, count, *terms in sorted(_levels(article.pk, article.section_id))
    ]
    thread = levels[0] if levels and levels[0].pk else Thread(article=article)
    return thread, _in_force(article, levels, at)


@Prepared
def _levels(article: int, section: int):
    of_thread = Thread.objects.filter(article=article).values_list(Value(0), "pk", "approved_count", *_TERMS)
    level = Case(When(section=None, then=2), default=1)
    of_house = _of_house(section).values_list(level, Value(None, BigIntegerField()), Value(0), *_TERMS)
    return of_thread.union(of_house, all=True)


def _of_house(section: int):
    return HousePolicy.objects.filter(Q(section=section) | Q(section=None))


def _in_force(article, levels: Sequence[Terms], at: datetime | None) -> EffectivePolicy:
    at = at or timezone.now()
    days = next((level.closes_after_days for level in levels if level.closes_after_days is not None), 0)
    return EffectivePolicy(
        policy=Policy(next((level.policy for level in levels if level.policy), Policy.HELD)),
        closes_at=article.published_at + timedelta(days=days) if days and article.published_at else None,
        shift=next((_shift(level) for level in levels if level.sets_shift), None),
        at=at,
    )


def _shift(level: Terms) -> Shift:
    return Shift(level.shift_days, level.shift_from, level.shift_until)


# In words


def above_the_form(terms: EffectivePolicy) -> list[str]:
    """Say what happens to a comment under an open article, in sentences."""
    sentences = [str(_WHO_READS_FIRST[terms.policy])]
    if terms.shift:
        sentences.append(_of_shift(terms.shift, timezone.localtime(terms.at).tzname()))
    if terms.closes_at:
        sentences.append(_("Comments close on %(day)s.") % {"day": _moment(terms.closes_at)})
    return [sentence for sentence in sentences if sentence]


def why_closed(terms: EffectivePolicy, published_at) -> str:
    """Say that comments are closed, and since when if they closed after a number of days."""
    if terms.policy == Policy.CLOSED:
        return _("Comments on this article are closed.")
    days = (terms.closes_at - published_at).days
    return ngettext(
        "Comments on this article are closed: they closed %(days)d day after publication, on %(day)s.",
        "Comments on this article are closed: they closed %(days)d days after publication, on %(day)s.",
        days,
    ) % {"days": days, "day": _moment(terms.closes_at)}


def why_banned(ban: Ban) -> str:
    """Say who is banned, until when and why."""
    words = {"until": ban.until and _moment(ban.until), "reason": ban.reason}
    if ban.until and ban.network:
        return _("No comments are taken from your network until %(until)s. The reason: %(reason)s") % words
    if ban.network:
        return _("No comments are taken from your network. The reason: %(reason)s") % words
    if ban.until:
        return _("You may not comment here until %(until)s. The reason: %(reason)s") % words
    return _("You may no longer comment here. The reason: %(reason)s") % words


def _of_shift(shift: Shift, zone: str) -> str:
    """Say when moderators are on shift; "" if they always are."""
    days = _days(shift.days)
    if shift.begins is None or shift.ends is None:
        return days and _("Moderators are on shift %(days)s; on other days every comment waits.") % {"days": days}
    clock = pgettext("time of day", "H:i")
    return _(
        "Moderators are on shift %(days)s, %(begins)s to %(ends)s %(zone)s; outside these hours every comment waits."
    ) % {
        "days": days or _("every day"),
        "begins": date_format(shift.begins, clock),
        "ends": date_format(shift.ends, clock),
        "zone": zone,
    }


def _days(digits: str) -> str:
    """Name days of the week, three or more in a row as a range; "" for all seven or none."""
    numbers = sorted({int(digit) - 1 for digit in digits})
    if len(numbers) in (0, 7):
        return ""
    names = [str(WEEKDAYS[number]) for number in numbers]
    if len(names) > 2 and all(two - one == 1 for one, two in pairwise(numbers)):
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return get_text_list(names, _("and"))


def _moment(at) -> str:
    return date_format(timezone.localtime(at), pgettext("moment, in Django's date format", "j F Y, H:i T"))
