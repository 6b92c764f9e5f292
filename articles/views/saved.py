"""The page of what a reader's own browser keeps: the same for everybody, and empty until a script fills it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom.lib.http import public_page


@require_safe
@public_page()
def saved(request):
    return render(request, "articles/saved.html")
