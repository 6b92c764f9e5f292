"""Views for other sites: social cards of articles and the paper, oEmbed, and the embedded preview."""

from csp.decorators import csp_replace
from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from articles import caching, cards, oembed
from articles.models import Article
from newsroom.lib.http import lasting_file, public_page
from newsroom.lib.languages import speaking
from newsroom.lib.pagecache import wear
from newsroom.lib.text import is_pk

_FORMATS = {"json": "application/json", "xml": "text/xml; charset=utf-8"}


@require_safe
def card(request, pk, digest):
    """Return the card of a published article. Addresses of former cards redirect to the present one."""
    article = get_object_or_404(Article.objects.published().select_related("section", "picture").defer("copy"), pk=pk)
    present = cards.card_of(article)
    if digest != present.digest:
        return redirect(cards.address_of(article))
    wear(request, caching.tag_of(article))
    return lasting_file(request, HttpResponse(cards.file_of(present, article.pk), content_type="image/jpeg"))


@require_safe
def card_of_paper(request, digest):
    """Return the paper's own card; addresses of former ones redirect to it."""
    present = cards.card_of_paper()
    if digest != present.digest:
        return redirect(cards.address_of_paper())
    return lasting_file(request, HttpResponse(cards.file_of(present, "paper"), content_type="image/jpeg"))


@require_safe
@public_page("url", "format", "maxwidth", "maxheight", is_kept=False)
def describe(request):
    """Answer an oEmbed request: 501 for an unsupported format, 401 for an address that is never public."""
    form = request.GET.get("format", "json")
    if form not in _FORMATS:
        return HttpResponse("json, xml\n", status=501, content_type="text/plain")
    if "url" not in request.GET:
        return HttpResponseBadRequest("url?\n", content_type="text/plain")
    try:
        article = oembed.article_at(request.GET["url"].replace("\x00", ""))
    except oembed.Private:
        return HttpResponse(status=401, content_type="text/plain")
    if article is None:
        raise Http404("no such article")
    wear(request, caching.tag_of(article))
    bounds = oembed.Bounds(*(_pixels(request.GET.get(name, "")) for name in ("maxwidth", "maxheight")))
    said = oembed.describe(article, bounds)
    if form == "xml":
        return HttpResponse(oembed.as_xml(said), content_type=_FORMATS[form])
    return JsonResponse(said)


@require_safe
@public_page()
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request, pk):
    """Show the preview of an article. It is the only page that other sites may frame."""
    article = get_object_or_404(Article.objects.published().for_listing(), pk=pk)
    caching.wear_cards(request, [article])
    with speaking(article.language):
        return render(request, "articles/embed.html", {"article": article})


def _pixels(typed: str) -> int | None:
    """Return a bound in pixels; None for anything but a positive integer."""
    return int(typed) if is_pk(typed) and int(typed) else None
