"""Messages to moderators about decisions."""

from django.template.defaultfilters import timesince
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.models import Comment, Decision

_VERB = Decision.Verb
_DONE = {
    _VERB.APPROVE: gettext_lazy("Approved the comment by %(name)s."),
    _VERB.REJECT: gettext_lazy("Rejected the comment by %(name)s."),
    _VERB.MARK_SPAM: gettext_lazy("Marked the comment by %(name)s as spam."),
    _VERB.REMOVE: gettext_lazy("Removed the comment by %(name)s."),
    _VERB.HOLD: gettext_lazy("The comment by %(name)s is hidden until someone decides."),
    _VERB.PICK: gettext_lazy("The comment by %(name)s is a pick."),
    _VERB.UNPICK: gettext_lazy("The comment by %(name)s is no longer a pick."),
    _VERB.UNDO: gettext_lazy("Undone: the comment by %(name)s is as it was."),
}
_MEANWHILE = {
    _VERB.APPROVE: gettext_lazy("%(who)s approved this %(age)s ago."),
    _VERB.REJECT: gettext_lazy("%(who)s rejected this %(age)s ago."),
    _VERB.MARK_SPAM: gettext_lazy("%(who)s marked this as spam %(age)s ago."),
    _VERB.REMOVE: gettext_lazy("%(who)s removed this %(age)s ago."),
    _VERB.HOLD: gettext_lazy("%(who)s hid this %(age)s ago, until someone decides."),
    _VERB.PICK: gettext_lazy("%(who)s picked this %(age)s ago."),
    _VERB.UNPICK: gettext_lazy("%(who)s took the pick of this back %(age)s ago."),
    _VERB.EDIT: gettext_lazy("Its author changed the wording %(age)s ago. Read it again."),
    _VERB.WITHDRAW: gettext_lazy("Its author took it back %(age)s ago."),
    _VERB.APPEAL: gettext_lazy("Its author appealed %(age)s ago."),
    _VERB.UNDO: gettext_lazy("%(who)s undid a decision on this %(age)s ago."),
}


def done(decision: Decision, comment: Comment) -> str:
    """Say what a decision did."""
    if decision.verb == _VERB.REJECT and comment.is_approved:
        return _("The new wording by %(name)s is refused; the approved one stands.") % {"name": comment.name}
    return _DONE[decision.verb] % {"name": comment.name}


def meanwhile(comment: Comment) -> str:
    """Say who did what to a comment while someone else was looking at it. One query."""
    return _meanwhile(comment.decisions.select_related("decided_by").last())


def each_meanwhile(comments: list[Comment]) -> list[tuple[Comment, str]]:
    """Return `meanwhile` for each of many comments. One query."""
    decisions = Decision.objects.filter(comment__in=comments).select_related("decided_by").order_by("number")
    last = {decision.comment_id: decision for decision in decisions}
    return [(comment, _meanwhile(last.get(comment.pk))) for comment in comments]


def _meanwhile(decision: Decision | None) -> str:
    if decision is None:
        return _("This comment has changed since you opened the page. Nothing was done.")
    return capfirst(_MEANWHILE[decision.verb] % {"who": who(decision), "age": age(decision.decided_at)})


def who(decision: Decision) -> str:
    by = decision.decided_by
    return (by and by.get_short_name()) or decision.who


def age(at) -> str:
    """Say how long ago a moment was, in seconds within the last minute."""
    seconds = max(0, int((timezone.now() - at).total_seconds()))
    return _("%(seconds)d s") % {"seconds": seconds} if seconds < 60 else timesince(at)


def counted(verb: str, number: int) -> str:
    """Say how many comments a verb was carried out on."""
    sentences = {
        _VERB.APPROVE: ngettext("%d approved", "%d approved", number),
        _VERB.REJECT: ngettext("%d rejected", "%d rejected", number),
        _VERB.MARK_SPAM: ngettext("%d marked as spam", "%d marked as spam", number),
        _VERB.UNDO: ngettext("%d undone", "%d undone", number),
    }
    return sentences[verb] % number
