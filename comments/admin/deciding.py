"""Make the decisions that moderators take on a page, one or many, and say in words what became of them."""

from collections import Counter

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments import moderation
from comments.models import Comment, Decision

WITH_REASON = ("reject", "remove")
_NO_REASON = ("", gettext_lazy("reason …"))


class DecisionForm(forms.Form):
    """One decision on one comment, and the version of it that the moderator saw."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in moderation.VERBS])
    version = forms.IntegerField()
    reason = forms.ChoiceField(choices=[_NO_REASON, *Decision.Reason.choices], required=False)

    def clean(self):
        fields = super().clean()
        if fields.get("verb") in WITH_REASON and not fields.get("reason"):
            raise forms.ValidationError({"reason": _("Choose a reason first.")})
        return fields


class ManyDecisionsForm(ActionForm):
    """The list's choice of an action, with a reason for those that need one."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason:"), choices=[_NO_REASON, *Decision.Reason.choices], required=False
    )


def decide(verb: str, comment: Comment, *, version: int, by, reason: str = "") -> Decision:
    """Carry out a verb on a comment that was just fetched, if it is still at the version that was seen."""
    if comment.version != version:
        raise moderation.Stale(comment)
    given = {"reason": reason} if verb in WITH_REASON else {}
    return moderation.VERBS[verb](comment, by=by, **given)


def decide_many(verb: str, comments, versions: dict[int, int], *, by, reason: str) -> tuple[int, list[str]]:
    """Decide on each comment by itself; return how many decisions were made, and a sentence part for each failure.

    `versions` holds {comment id: version seen}; a comment that is not in it was not on the page.
    """
    done, overtaken, impossible = 0, Counter(), Counter()
    for comment in comments:
        try:
            decide(verb, comment, version=versions.get(comment.pk, comment.version), by=by, reason=reason)
        except moderation.Stale as stale:
            overtaken[_decider(_last_decision(stale.comment))] += 1
        except moderation.NotPossible:
            impossible[comment.get_state_display()] += 1
        else:
            done += 1
    failures = [
        ngettext(
            "%(count)d had been decided by %(name)s meanwhile",
            "%(count)d had been decided by %(name)s meanwhile",
            count,
        )
        % {"count": count, "name": name}
        for name, count in overtaken.items()
    ] + [
        ngettext(
            "%(count)d could not be changed because it is %(state)s",
            "%(count)d could not be changed because they are %(state)s",
            count,
        )
        % {"count": count, "state": state}
        for state, count in impossible.items()
    ]
    return done, failures


def overtaken(comment: Comment) -> str:
    """Say who decided what on a comment while someone else was looking at it."""
    decision = _last_decision(comment)
    if decision is None:
        return _("This comment has changed since you opened the page. Nothing was done.")
    return _("%(name)s decided meanwhile (%(time)s): the comment is %(state)s. Nothing was changed.") % {
        "name": _decider(decision),
        "time": time_format(timezone.localtime(decision.decided_at)),
        "state": comment.get_state_display(),
    }


def _last_decision(comment: Comment) -> Decision | None:
    return comment.decisions.select_related("decided_by").last()


def _decider(decision: Decision | None) -> str:
    by = decision and decision.decided_by
    return by.get_short_name() or by.get_username() if by else _("the command line")
