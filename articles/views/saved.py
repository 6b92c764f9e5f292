"""The page of stories saved in the reader's browser: the same for everybody, filled by a script."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom.lib.http import public_page


@require_safe
@public_page()
def saved(request):
    return render(request, "articles/saved.html")
