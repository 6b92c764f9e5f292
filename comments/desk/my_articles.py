"""Comments under an author's own articles. The author can flag them; moderators decide."""

from dataclasses import dataclass
from functools import wraps

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from comments import moderation, reports
from comments.desk.pages import page
from comments.models import Comment, Report
from newsroom.lib.text import is_pk

PAGE = 30


class FlagForm(forms.Form):
    """The reason for flagging a comment, for moderators."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with it?"),
        choices=Report.Reason,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what comes nearest.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note for moderators"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


@dataclass(frozen=True)
class Line:
    """A comment, and the flag by the current user, if there is one."""

    comment: Comment
    flag: Report | None


def writers_only(view):
    """Require the permission to change articles."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.has_perm("articles.change_article"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper


@require_safe
@writers_only
def my_articles(request):
    """Show the public comments under the user's own articles, newest first. Keyset pagination."""
    comments = _on_own(request.user)
    if is_pk(before := request.GET.get("before", "")) and (last := Comment.objects.filter(pk=before).first()):
        comments = comments.earlier_than(last)
    found = list(comments.newest_first()[: PAGE + 1])
    shown = found[:PAGE]
    flags = {each.comment_id: each for each in Report.objects.by_staff(request.user).filter(comment__in=shown)}
    context = {
        "lines": [Line(comment, flags.get(comment.pk)) for comment in shown],
        "before": shown[-1].pk if len(found) > PAGE else None,
        "is_first": not request.GET.get("before"),
    }
    return page(request, "my_articles.html", _("Comments on your articles"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def flag(request, pk: int):
    """Show the form for flagging a comment on the user's own article, and flag it for moderators."""
    comment = get_object_or_404(_on_own(request.user), pk=pk)
    form = FlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _flagged(request, comment, form)
    status = 422 if form.is_bound else 200
    return page(request, "flag.html", _("Flag a comment"), {"comment": comment, "form": form}, status)


def _flagged(request, comment: Comment, form: FlagForm):
    try:
        reports.flag(comment, by=request.user, **form.cleaned_data)
    except moderation.NotPossible:
        messages.info(request, _("Readers no longer see this comment."))
    else:
        messages.success(request, _("A moderator will look at the comment by %(name)s.") % {"name": comment.name})
    return redirect("admin:comments_my_articles")


def _on_own(user):
    return Comment.objects.approved().on_articles_of(user).for_writers()
