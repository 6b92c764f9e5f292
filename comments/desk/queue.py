"""The moderation queue: a page of cards, with claims, settings and watch-lists."""

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comments.desk.decide import way_back
from comments.desk.pages import moderators_only, page
from comments.desk.queue_filters import QueueForm
from comments.models import Comment, ModeratorSettings, Thread, Watch
from comments.moderation.cards import cards, in_full
from comments.moderation.queue import CLAIMED_FOR, HIGH_RISK, PAGE, Place, stretch
from newsroom.lib.text import is_pk

# Filtered counts above this are shown as "more than".
_MOST_COUNTED = 1000


class SettingsForm(forms.ModelForm):
    """One moderator's settings."""

    class Meta:
        model = ModeratorSettings
        fields = ["order", "blurs", "uses_keys"]


@require_safe
@moderators_only
def queue(request):
    """Show a page of what waits. A safe request: the comments shown are claimed by a POST (E12)."""
    settings = _settings_of(request.user)
    form = QueueForm(request.GET, request.user)
    at = timezone.now()
    waiting = in_full(form.filter(Comment.objects.waiting(), at), request.user)
    found = stretch(waiting, settings.order, Place.read(request.GET.get("after", "")), at)
    shown = cards(found.comments)
    context = {
        "form": form,
        "chips": list(form.chips(found.comments)),
        "settings": settings,
        "settings_form": SettingsForm(instance=settings, label_suffix=""),
        "cards": shown,
        "count": _counted(form),
        "stretch": found,
        "following": form.query + f"{'&' if len(form.query) > 1 else ''}after={found.next}" if found.next else "",
        "since": Place(found.began_at, 0, found.began_at, 0),
        "has_after": "after" in request.GET,
        "high_risk": HIGH_RISK,
        "now": at,
    }
    return page(request, "queue.html", _("Moderation queue"), context)


def _settings_of(moderator) -> ModeratorSettings:
    """Return a moderator's settings, or the defaults."""
    chosen = ModeratorSettings.objects.filter(moderator=moderator).first()
    return chosen or ModeratorSettings(moderator=moderator)


def _counted(form: QueueForm) -> str:
    """Say how many wait: exactly for the whole queue, by an index; up to a bound for a filtered one."""
    fitting = form.fitting(Comment.objects.waiting())
    if not form.chosen:
        return str(fitting.count())
    number = fitting[: _MOST_COUNTED + 1].count()
    return str(number) if number <= _MOST_COUNTED else _("more than %(number)d") % {"number": _MOST_COUNTED}


@require_safe
@moderators_only
def arrivals(request):
    """Count what has come since a page was opened, so that the page can say so without reloading."""
    opened = Place.read(request.GET.get("since", ""))
    if opened is None:
        return HttpResponse(status=400)
    fitting = QueueForm(request.GET, request.user).filter(Comment.objects.waiting())
    number = fitting.filter(waiting_since__gt=opened.began_at)[:_MOST_COUNTED].count()
    return JsonResponse({"new": number, "said": ngettext("%d new", "%d new", number) % number})


@require_POST
@moderators_only
def claim(request):
    """Claim the comments that a moderator is looking at for the next minutes. One UPDATE."""
    seen = [int(pk) for pk in request.POST.get("seen", "").split() if is_pk(pk)][:PAGE]
    now = timezone.now()
    Comment.objects.filter(pk__in=seen).claim(request.user, now + CLAIMED_FOR, now)
    return _back(request)


@require_POST
@moderators_only
def keep_settings(request):
    """Save a moderator's settings."""
    form = SettingsForm(request.POST, instance=_settings_of(request.user))
    if form.is_valid():
        form.save()
    return _back(request)


@require_POST
@moderators_only
def watch(request, thread: int):
    """Put an article on the moderator's watch-list, or take it off."""
    thread = get_object_or_404(Thread, pk=thread)
    if request.POST.get("on"):
        Watch.objects.get_or_create(moderator=request.user, thread=thread)
    else:
        Watch.objects.filter(moderator=request.user, thread=thread).delete()
    return _back(request)


def _back(request):
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return HttpResponse(status=204)
    return redirect(way_back(request, reverse("admin:comments_queue")))
