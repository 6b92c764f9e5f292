"""The last decisions of moderators, which can be undone within thirty days."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments import moderation
from comments.desk.pages import moderators_only, page
from comments.models import Decision
from newsroom.lib.text import is_pk

PAGE = 50


@dataclass(frozen=True)
class Line:
    """One decision; `is_undoable` unless it is too old or the comment has changed since."""

    decision: Decision
    is_undoable: bool


@require_safe
@moderators_only
def history(request):
    """Show decisions, newest first: the moderator's own, or everyone's. Keyset pagination."""
    everyone = request.GET.get("by") == "all"
    decisions = Decision.objects.made_by(None if everyone else request.user).latest_first()
    if is_pk(before := request.GET.get("before", "")) and (last := Decision.objects.filter(number=before).first()):
        decisions = decisions.earlier_than(last)
    found = list(decisions.for_history()[: PAGE + 1])
    context = {
        "lines": [Line(decision, _is_undoable(decision)) for decision in found[:PAGE]],
        "everyone": everyone,
        "before": found[PAGE - 1].number if len(found) > PAGE else None,
        "is_first": not request.GET.get("before"),
        "days": moderation.UNDOABLE_FOR_DAYS,
    }
    return page(request, "queue_history.html", _("Last decisions"), context)


def _is_undoable(decision: Decision) -> bool:
    comment = decision.comment
    untouched = comment is not None and comment.version == decision.version + 1
    return untouched and moderation.is_undoable(decision, timezone.now())
