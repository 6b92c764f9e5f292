"""Ban a commenter, and lift a ban."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import ModelAdmin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from comments.desk.decide import way_back
from comments.desk.pages import moderators_only, page
from comments.models import Ban, Comment
from comments.moderation import bans

ADDRESS, NETWORK = "address", "network"
_FOR_GOOD = "for good"


class BanForm(forms.Form):
    """Whom to ban (the address or the network), for how long and why."""

    whom = forms.ChoiceField(label=gettext_lazy("Whom"), widget=forms.RadioSelect)
    how_long = forms.ChoiceField(
        label=gettext_lazy("For how long"),
        choices=[
            ("1", gettext_lazy("one day")),
            ("7", gettext_lazy("a week")),
            ("30", gettext_lazy("thirty days")),
            (_FOR_GOOD, gettext_lazy("for good")),
        ],
        initial="7",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        help_text=gettext_lazy("The banned reader sees it, word for word."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Whoever is banned is told why.")},
    )

    def __init__(self, comment: Comment, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = list(_choices(comment))
        self.initial["whom"] = next(iter(dict(self.fields["whom"].choices)), "")

    def clean(self):
        fields = super().clean()
        if fields.get("whom") == NETWORK and fields.get("how_long") == _FOR_GOOD:
            said = _("A network can be banned for thirty days at most: soon others have it.")
            self.add_error("how_long", said)
        return fields

    @property
    def terms(self) -> dict:
        fields = self.cleaned_data
        days = None if fields["how_long"] == _FOR_GOOD else timedelta(days=int(fields["how_long"]))
        return {
            "reason": fields["reason"],
            "until": days and timezone.now() + days,
            "of_network": fields["whom"] == NETWORK,
        }


def _choices(comment: Comment):
    if bans.may_ban(comment):
        yield ADDRESS, _("The address it was sent with: %(commenter)s") % {"commenter": comment.commenter.pseudonym}
    if bans.may_ban(comment, of_network=True):
        yield NETWORK, _("The network it was sent from: everybody there, an office or a school too")


@require_http_methods(["GET", "HEAD", "POST"])
@moderators_only
def ban_commenter(request, pk: int):
    """Show the form for banning a commenter, and ban them."""
    comment = get_object_or_404(Comment.objects.for_moderation(), pk=pk)
    form = BanForm(comment, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _banned(request, comment, form)
    context = {
        "comment": comment,
        "form": form,
        "can_be_banned": bool(form.fields["whom"].choices),
        "in_force": Ban.objects.in_force().against(commenter=comment.commenter, networks=(comment.network,)),
        "way_back": way_back(request, reverse("admin:comments_comment_change", args=[pk])),
    }
    status = 422 if form.is_bound else 200
    title = _("Ban the author of the comment by %(name)s") % {"name": comment.name}
    return page(request, "ban/ban.html", title, context, status)


def _banned(request, comment: Comment, form: BanForm):
    made = bans.ban(comment, by=request.user, **form.terms)
    said = _until(made)
    ModelAdmin(Ban, admin.site).log_addition(request, made, f"{said} {made.reason}")
    messages.success(request, said)
    return redirect(way_back(request, reverse("admin:comments_comment_change", args=[comment.pk])))


def _until(ban: Ban) -> str:
    whom = {"whom": ban, "until": ban.until and date_format(timezone.localtime(ban.until), "DATETIME_FORMAT")}
    return _("Banned until %(until)s: %(whom)s.") % whom if ban.until else _("Banned for good: %(whom)s.") % whom


@require_POST
@moderators_only
def lift(request, pk: int):
    """Lift a ban. Idempotent."""
    lift_all(request, [get_object_or_404(Ban, pk=pk)])
    return redirect(way_back(request, reverse("admin:comments_ban_changelist")))


def lift_all(request, found) -> None:
    """Lift bans, and tell the moderator how many were in force."""
    lifted = [each for each in found if bans.lift(each, by=request.user)]
    for each in lifted:
        ModelAdmin(Ban, admin.site).log_change(request, each, _("Lifted."))
    number = len(lifted)
    if number:
        messages.success(request, ngettext("%d ban is lifted.", "%d bans are lifted.", number) % number)
    else:
        messages.info(request, _("It had ended already."))
