"""Paginated lists of stories: fronts of sections, topics, contributors and series, and the latest stories."""

from functools import cache, lru_cache

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import caching
from articles.front_page import head_of
from articles.models import Article, Contributor, FormerAddress, Section, Series, Topic
from newsroom.lib.http import public_page
from newsroom.lib.pagecache import wear
from newsroom.lib.pagination import Page, page_number, paginate
from newsroom.lib.prepared import Prepared

PAGE_SIZE = 20
# The last numbered page, which bounds the offset of the query: older stories are in the archive by days.
LAST_PAGE = 50
_NEWEST, _IN_SERIES = ("-published_at", "-pk"), ("part", "pk")


@require_safe
@public_page("page")
def section(request, slug):
    """Show the front of a section: the lead that an editor chose, then the newest stories."""
    section, elsewhere = found(request, Section, slug)
    if elsewhere:
        return elsewhere
    head = head_of(section)
    page = stories_page(request, _in_section, section.pk, head.lead.pk if head.lead else 0, timezone.now())
    wear(request, caching.tag_of(section), caching.list_of(section))
    caching.wear_head(request, section, head.slots)
    lead = head.lead if page.number == 1 else None
    cards = [lead, *page] if lead else [*page]
    caching.wear_cards(request, cards)
    context = {"page": page, "section": section, "cards": cards, "breaking": head.breaking}
    return render(request, "articles/section_detail.html", context)


@require_safe
@public_page("page")
def topic(request, slug):
    return _archive(request, Topic, slug, _on_topic)


@require_safe
@public_page("page")
def contributor(request, slug):
    return _archive(request, Contributor, slug, _by)


@require_safe
@public_page("page")
def series(request, slug):
    return _archive(request, Series, slug, _parts, order=_IN_SERIES)


@require_safe
@public_page("page")
def latest(request):
    """Show all published stories, newest first."""
    if elsewhere := first_page_again(request):
        return elsewhere
    page = stories_page(request, _newest, timezone.now())
    wear(request, caching.FRONT)
    caching.wear_cards(request, page)
    return render(request, "articles/latest.html", {"page": page})


def _in_section(section, lead, at):
    return Article.objects.published(at).in_section(section).exclude(pk=lead).newest_first()


def _on_topic(topic, at):
    return Article.objects.newest_on_topic(topic, at).published(at)


def _by(contributor, at):
    return Article.objects.newest_by(contributor, at).published(at)


def _parts(series, at):
    return Article.objects.published(at).in_series(series).order_by(*_IN_SERIES)


def _newest(at):
    return Article.objects.published(at).newest_first()


def _archive(request, model, slug, stories_of, **order):
    """Show the stories of a subject; a former slug redirects to the present one."""
    subject, elsewhere = found(request, model, slug)
    if elsewhere:
        return elsewhere
    page = stories_page(request, stories_of, subject.pk, timezone.now(), **order)
    name = model._meta.model_name
    wear(request, caching.tag_of(subject), caching.list_of(subject))
    caching.wear_cards(request, page)
    return render(request, f"articles/{name}_detail.html", {"page": page, name: subject})


def found(request, model, slug):
    """Return (subject, redirect or None); for a former slug (None, redirect). Raises Http404."""
    subject = _named(model).first(slug)
    if subject:
        return subject, first_page_again(request)
    subject = FormerAddress.objects.present(model, slug)
    if subject is None:
        raise Http404("no such front")
    query = request.META.get("QUERY_STRING")
    return None, redirect(subject.get_absolute_url() + (f"?{query}" if query else ""), permanent=True)


@cache
def _named(model):
    return Prepared(lambda slug: model.objects.filter(slug=slug))


def first_page_again(request):
    """Return a redirect from `?page=1` to the address without it, or None."""
    return redirect(request.path, permanent=True) if request.GET.get("page") == "1" else None


def stories_page(request, stories_of, *values, is_bounded=True, order=_NEWEST) -> Page:
    """Return the requested page of stories, fetched for cards. Two queries.

    `stories_of` returns their query for `values`, as in `newsroom.lib.prepared`; `order` must repeat its ordering.
    """

    def between(first, last):
        return _cards(stories_of, order, first, last)(*values)

    last = LAST_PAGE if is_bounded else None
    return paginate(between, page_number(request), size=PAGE_SIZE, last=last)


# Bounded, since there may be pages of any number.
@lru_cache(maxsize=256)
def _cards(stories_of, order, first, last):
    """Return the query for the cards of a slice of the stories.

    The slice is a subquery: with a direct join, SQLite may begin with the sections and sort the whole archive.
    """

    def cards(*values):
        some = stories_of(*values)[first:last].values("pk")
        return Article.objects.filter(pk__in=some).for_listing().order_by(*order)

    return Prepared(cards)
