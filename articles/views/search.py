"""The search page."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from articles import search as index
from articles.forms import SearchForm
from newsroom.lib.http import public_page
from newsroom.lib.pagination import page_number, paginate

PAGE_SIZE = 20


@require_safe
@public_page("q", "page", is_kept=False)
def search(request):
    if request.GET.get("page") == "1":
        query = request.GET.copy()
        del query["page"]
        return redirect(request.path + (f"?{query.urlencode()}" if query else ""), permanent=True)
    typed = request.GET.get("q", "").replace("\x00", "")
    form = SearchForm({"q": typed})
    query = form.cleaned_data["q"] if form.is_valid() else index.Query(())
    page = paginate(index.find(query), page_number(request), size=PAGE_SIZE)
    return render(request, "articles/search.html", {"form": form, "typed": typed, "query": query, "page": page})
