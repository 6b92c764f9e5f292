"""The search page."""

from dataclasses import replace

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles import search as index
from articles.forms import SearchForm
from articles.search.completing import complete
from newsroom.lib.http import public_page
from newsroom.lib.pagination import page_number, paginate

PAGE_SIZE = 20


@require_safe
@public_page(*SearchForm.base_fields, "page", is_kept=False)
def search(request):
    if request.GET.get("page") == "1":
        query = request.GET.copy()
        del query["page"]
        return redirect(request.path + (f"?{query.urlencode()}" if query else ""), permanent=True)
    form = SearchForm(request.GET)
    found = form.find()
    page = paginate(found.articles, page_number(request), size=PAGE_SIZE)
    page = replace(page, items=index.fetch(page.items, form.query))
    context = {
        "form": form,
        "found": found,
        "number": len(found.articles),
        "page": page,
        "typed": form.data["q"],
        "offered": form.offered(found),
        "alternative": form.alternative(found),
    }
    return render(request, "articles/search.html", context)


@require_safe
@public_page("q", is_kept=False)
def suggestions(request):
    """Return completions for the search box as JSON."""
    typed = request.GET.get("q", "").replace("\x00", "")
    found = complete(typed)
    said = ngettext("%d suggestion", "%d suggestions", len(found)) % len(found) if found else ""
    return JsonResponse({"suggestions": found, "said": said})
