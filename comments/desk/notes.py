"""Moderators' notes on a commenter."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.desk.decide import way_back
from comments.desk.pages import moderators_only
from comments.models import Commenter, CommenterNote


class NoteForm(forms.ModelForm):
    text = forms.CharField(max_length=2000)

    class Meta:
        model = CommenterNote
        fields = ["text"]


@require_POST
@moderators_only
def add_note(request, commenter: int):
    """Add a note on a commenter. Idempotent: the same note is saved once."""
    commenter = get_object_or_404(Commenter.objects.defer("address"), pk=commenter)
    form = NoteForm(request.POST)
    if form.is_valid():
        commenter.notes.get_or_create(text=form.cleaned_data["text"], written_by=request.user)
        messages.success(request, _("Noted on %(commenter)s.") % {"commenter": commenter.pseudonym})
    else:
        messages.error(request, next(iter(form.errors.values()))[0])
    return redirect(way_back(request, reverse("admin:comments_commenter_change", args=[commenter.pk])))
