"""What the terms of a thread and a ban mean for a reader, in words.

A page may be kept for a while: nothing here says "now", so that it stays true for as long.
"""

from itertools import pairwise

from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from comments.models import Ban, Policy
from comments.policies import InForce, Shift

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


def above_the_form(terms: InForce) -> list[str]:
    """Say what becomes of a comment under an open article, in sentences."""
    sentences = [str(_WHO_READS_FIRST[terms.policy])]
    if terms.shift:
        sentences.append(_of_shift(terms.shift, timezone.localtime(terms.at).tzname()))
    if terms.closes_at:
        sentences.append(_("Comments close on %(day)s.") % {"day": _moment(terms.closes_at)})
    return [sentence for sentence in sentences if sentence]


def why_closed(terms: InForce, published_at) -> str:
    """Say that comments are closed, and since when if time has closed them."""
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
    """Say when moderators are there; "" if they always are."""
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
    """Name days of the week, three or more in a row by the first and the last; "" for all seven."""
    numbers = sorted({int(digit) - 1 for digit in digits})
    if len(numbers) in (0, 7):
        return ""
    names = [str(WEEKDAYS[number]) for number in numbers]
    if len(names) > 2 and all(two - one == 1 for one, two in pairwise(numbers)):
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return get_text_list(names, _("and"))


def _moment(at) -> str:
    return date_format(timezone.localtime(at), pgettext("moment, in Django's date format", "j F Y, H:i T"))
