"""Bans: given for a comment, listed, and lifted."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import ModelAdmin
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from comments.admin.deciding import way_back
from comments.admin.desk import moderators_only, page
from comments.models import Ban, Comment
from comments.moderation import bans
from newsroom.lib.pagination import BoundedPaginator

ADDRESS, NETWORK = "address", "network"
_FOR_GOOD = "for good"


class BanForm(forms.Form):
    """Whom to ban for a comment, for how long and why."""

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
def ban_author(request, pk: int):
    """Ask how the author of a comment is to be banned, and do so."""
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
    return page(request, "ban/ban_author.html", title, context, status)


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
    """End a ban. Sent twice, it is ended once."""
    _lift(request, [get_object_or_404(Ban, pk=pk)])
    return redirect(way_back(request, reverse("admin:comments_ban_changelist")))


def _lift(request, found) -> None:
    lifted = [each for each in found if bans.lift(each, by=request.user)]
    for each in lifted:
        ModelAdmin(Ban, admin.site).log_change(request, each, _("Lifted."))
    number = len(lifted)
    if number:
        messages.success(request, ngettext("%d ban is lifted.", "%d bans are lifted.", number) % number)
    else:
        messages.info(request, _("It had ended already."))


class EffectivePolicy(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "in_force"

    def lookups(self, request, model_admin):
        return [("yes", _("in force"))]

    def queryset(self, request, queryset):
        return queryset.in_force() if self.value() == "yes" else queryset


@admin.register(Ban)
class BanAdmin(admin.ModelAdmin):
    """All bans, the newest first. A ban is given from a comment, and lifted here."""

    list_display = ["whom", "reason", "begins_at", "ends", "is_in_force", "made_by", "given_for"]
    list_filter = [EffectivePolicy]
    list_select_related = ["commenter", "made_by", "comment", "lifted_by"]
    ordering = ["-begins_at", "-pk"]
    show_full_result_count = False
    paginator = BoundedPaginator
    show_facets = admin.ShowFacets.NEVER
    actions = ["lift_them"]
    fields = ["whom", "reason", "begins_at", "ends", "made_by", "given_for", "lifted_at", "lifted_by"]
    readonly_fields = fields
    change_form_template = "admin/comments/ban/change_form.html"

    def get_queryset(self, request):
        joined = super().get_queryset(request).select_related(*self.list_select_related)
        return joined.defer("commenter__address")

    @admin.display(description=gettext_lazy("whom"))
    def whom(self, ban):
        return str(ban)

    @admin.display(description=gettext_lazy("until"), ordering="until")
    def ends(self, ban):
        return ban.until or _("for good")

    @admin.display(description=gettext_lazy("in force"), boolean=True)
    def is_in_force(self, ban):
        return ban.is_in_force

    @admin.display(description=gettext_lazy("given for"))
    def given_for(self, ban):
        if ban.comment is None:
            return "–"
        address = reverse("admin:comments_comment_change", args=[ban.comment_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, ban.comment.name)

    @admin.action(description=gettext_lazy("Lift"), permissions=["moderate"])
    def lift_them(self, request, queryset):
        _lift(request, queryset)

    def has_moderate_permission(self, request):
        return request.user.has_perm("comments.moderate_comment")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
