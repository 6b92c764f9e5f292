"""Decide on one comment, or undo decisions. Scripts get JSON, plain forms a redirect."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from comments import moderation
from comments.desk import messages as words
from comments.desk.pages import moderators_only
from comments.models import Comment, Decision
from comments.moderation.bulk import MOST, undo_all
from newsroom.lib.text import is_pk

CONFLICT, REFUSED = 409, 422
_MOST_SAID = 5
_LEVELS = {200: messages.SUCCESS, CONFLICT: messages.WARNING, REFUSED: messages.ERROR}


class Note(forms.CharField):
    """A note on a decision, for other moderators."""

    def __init__(self):
        super().__init__(
            label=gettext_lazy("Note for moderators"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class DecisionForm(forms.Form):
    """One decision on one comment, and the version of it that the moderator saw."""

    verb = forms.ChoiceField(choices=[(verb, verb) for verb in moderation.VERBS])
    version = forms.IntegerField(min_value=0)
    reason = forms.ChoiceField(choices=Decision.Reason.choices, required=False)
    note = Note()

    def clean(self):
        fields = super().clean()
        if fields.get("verb") in moderation.WITH_REASON and not fields.get("reason"):
            raise forms.ValidationError({"reason": _("Choose a reason first.")})
        return fields


@dataclass(frozen=True)
class Answer:
    """The outcome in words; `undo` is the primary key of the decision, if one was made and can be undone."""

    said: str
    comment: Comment | None = None
    status: int = 200
    undo: int | None = None


@require_POST
@moderators_only
def decide(request, pk: int):
    """Decide on one comment, and return to the page that the decision was made on."""
    comment = get_object_or_404(Comment.objects.for_moderation(), pk=pk)
    return answered(request, _decide(comment, DecisionForm(request.POST), request.user), _page_of(comment))


def _decide(comment: Comment, form: DecisionForm, moderator) -> Answer:
    if not form.is_valid():
        return Answer(next(iter(form.errors.values()))[0], comment, REFUSED)
    fields = form.cleaned_data
    if comment.version != fields["version"]:
        return Answer(words.meanwhile(comment), comment, CONFLICT)
    given = {"reason": fields["reason"]} if fields["verb"] in moderation.WITH_REASON else {}
    if fields["verb"] not in (Decision.Verb.PICK, Decision.Verb.UNPICK):
        given["note"] = fields["note"]
    try:
        decision = moderation.VERBS[fields["verb"]](comment, by=moderator, **given)
    except moderation.Stale as stale:
        return Answer(words.meanwhile(stale.comment), stale.comment, CONFLICT)
    except moderation.NeedsAnother:
        return Answer(_("You decided on this before: its author asks for another moderator."), comment, REFUSED)
    except moderation.NotPossible:
        said = _("The comment is %(state)s; that cannot be done to it.") % {"state": comment.get_state_display()}
        return Answer(said, comment, REFUSED)
    return Answer(words.done(decision, comment), comment, undo=decision.pk)


@require_POST
@moderators_only
def undo(request):
    """Undo decisions, given by primary keys with spaces between, in one transaction."""
    named = [pk for pk in request.POST.get("decision", "").split() if is_pk(pk)]
    decisions = list(Decision.objects.select_related("comment").filter(pk__in=named[:MOST]).order_by("-number"))
    return answered(request, _undo(decisions, request.user), reverse("admin:comments_queue"))


def _undo(decisions: list[Decision], moderator) -> Answer:
    outcome = undo_all(decisions, by=moderator)
    failures = [f"{comment.name}: {words.meanwhile(comment)}" for comment in outcome.overtaken[:_MOST_SAID]]
    if more := len(outcome.overtaken) - len(failures):
        failures.append(ngettext("And %d more.", "And %d more.", more) % more)
    if outcome.impossible or not decisions:
        failures.append(_("This can no longer be undone."))
    status = CONFLICT if failures else 200
    if len(outcome.made) == len(decisions) == 1:
        comment = decisions[0].comment
        return Answer(words.done(outcome.made[0], comment), comment)
    said = [words.counted(Decision.Verb.UNDO, len(outcome.made)) + "."] if outcome.made else []
    return Answer(" ".join([*said, *failures]), next(iter(outcome.overtaken), None), status)


def answered(request, answer: Answer, page: str):
    """Return the answer as JSON or as a redirect; `page` is where a plain form leads without `next`."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return _as_json(answer)
    # The desk's templates offer to undo the decision that is tagged here.
    number = str(answer.undo) if answer.undo else ""
    messages.add_message(request, _LEVELS[answer.status], answer.said, extra_tags=number)
    return redirect(way_back(request, page))


def _as_json(answer: Answer) -> JsonResponse:
    comment = answer.comment
    now = {"version": comment.version, "state": comment.state, "waits": comment.is_waiting} if comment else {}
    return JsonResponse({"said": answer.said, "undo": answer.undo} | now, status=answer.status)


def way_back(request, otherwise: str) -> str:
    """Return the address in `next` if it is on this site, against open redirects; `otherwise` if not."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return otherwise


def _page_of(comment: Comment) -> str:
    return reverse("admin:comments_comment_change", args=[comment.pk])
