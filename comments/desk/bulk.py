"""Bulk decisions: a page of confirmation with the number and a sample, then a page of results."""

import re

from django import forms
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from comments.desk import messages
from comments.desk.decide import Note
from comments.desk.pages import moderators_only, page
from comments.desk.queue_filters import QueueForm
from comments.models import Comment, Decision
from comments.moderation import bulk

SAMPLE = 10
_PAIR = re.compile(r"([0-9]{1,18}):([0-9]{1,9})")
_VERBS = [
    (Decision.Verb.APPROVE, gettext_lazy("Approve all")),
    (Decision.Verb.REJECT, gettext_lazy("Reject all")),
    (Decision.Verb.MARK_SPAM, gettext_lazy("All are spam")),
]
_NO_REASON = ("", gettext_lazy("reason …"))


class Seen(forms.CharField):
    """Comments and the versions that a page showed, as "12:3 15:1"; cleaned to {comment id: version}."""

    widget = forms.HiddenInput

    def to_python(self, value):
        pairs = map(_PAIR.fullmatch, super().to_python(value).split())
        return dict([(int(pair[1]), int(pair[2])) for pair in pairs if pair][: bulk.MOST])


class ManyForm(forms.Form):
    """One decision on many comments."""

    seen = Seen()
    verb = forms.ChoiceField(choices=[(verb, verb) for verb in bulk.VERBS])
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=[_NO_REASON, *Decision.Reason.choices], required=False
    )
    note = Note()

    def clean(self):
        fields = super().clean()
        if fields.get("verb") == Decision.Verb.REJECT and not fields.get("reason"):
            self.add_error("reason", _("Choose a reason first. Nothing was changed."))
        return fields


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def bulk_page(request):
    """Confirm, then carry out, a bulk decision on what was ticked or fits the filters."""
    if request.method == "POST":
        return _decide(request, ManyForm(request.POST))
    if ticked := request.GET.getlist("ticked"):
        return confirm(request, request.GET.get("verb", ""), Seen().to_python(" ".join(ticked)))
    form = QueueForm(request.GET, request.user)
    if not form.chosen:
        return redirect("admin:comments_queue")
    return confirm(request, request.GET.get("verb", ""), form.filter(_all_of(request)), query=form.query)


def _all_of(request):
    """Return the comments to filter: those that wait, or all that can be decided on."""
    comments = Comment.objects.order_by("waiting_since", "pk")
    return comments.decidable() if request.GET.get("all") else comments.waiting()


def confirm(request, verb: str, chosen, query: str = ""):
    """Show the confirmation of a bulk decision; `chosen` is a queryset, or {comment id: version}."""
    total = len(chosen) if isinstance(chosen, dict) else chosen.count()
    if not isinstance(chosen, dict):
        chosen = dict(chosen.values_list("pk", "version")[: bulk.MOST])
    pairs = " ".join(f"{pk}:{version}" for pk, version in chosen.items())
    return _question(request, ManyForm(initial={"seen": pairs, "verb": verb}), chosen, total, query)


def _question(request, form: ManyForm, seen: dict[int, int], total: int, query: str = "", status: int = 200):
    comments = Comment.objects.filter(pk__in=seen)
    states = comments.order_by("state").values_list("state").annotate(number=Count("pk"))
    context = {
        "form": form,
        "total": total,
        "number": len(seen),
        "states": [(Comment.State(state), number) for state, number in states],
        "commenters": comments.order_by().values("commenter").distinct().count(),
        "sample": comments.for_moderation().order_by("pk")[:SAMPLE],
        "verbs": _VERBS,
        "most": bulk.MOST,
        "way_back": reverse("admin:comments_queue") + query,
    }
    return page(request, "queue_bulk.html", _("Decide on many"), context, status)


def _decide(request, form: ManyForm):
    if not form.is_valid():
        seen = form.cleaned_data.get("seen", {})
        return _question(request, form, seen, len(seen), status=422) if seen else redirect("admin:comments_queue")
    fields = form.cleaned_data
    given = {name: fields[name] for name in ("reason", "note")}
    outcome = bulk.decide_all(fields["verb"], fields["seen"], by=request.user, **given)
    context = {
        "done": messages.counted(fields["verb"], len(outcome.made)),
        "outcome": outcome,
        "overtaken": messages.each_meanwhile(outcome.overtaken),
        "gone": len(fields["seen"]) - sum(map(len, vars(outcome).values())),
        "decisions": " ".join(str(decision.pk) for decision in outcome.made),
    }
    return page(request, "queue_done.html", _("Decided on many"), context)
