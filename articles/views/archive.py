"""Fronts of sections, topics, contributors and series, and all that is newest: lists of stories in numbered pages."""

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
# The archive by days leads to what is older: the database passes over no more than these pages' stories.
LAST_PAGE = 50
_NEWEST, _IN_SERIES = ("-published_at", "-pk"), ("part", "pk")


@require_safe
@public_page("page")
def section(request, slug):
    """Show the front of a section: what an editor put first leads, and all else follows by time."""
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
    """Show all that is published, newest first."""
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
    """Show what is published about a subject; a slug that it had before leads to the present one."""
    subject, elsewhere = found(request, model, slug)
    if elsewhere:
        return elsewhere
    page = stories_page(request, stories_of, subject.pk, timezone.now(), **order)
    name = model._meta.model_name
    wear(request, caching.tag_of(subject), caching.list_of(subject))
    caching.wear_cards(request, page)
    return render(request, f"articles/{name}_detail.html", {"page": page, name: subject})


def found(request, model, slug):
    """Return the subject of a front, and None; or None, and where the reader has to go instead."""
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
    """Lead from the first page by its number to the list itself, which has none; None for all else."""
    return redirect(request.path, permanent=True) if request.GET.get("page") == "1" else None


def stories_page(request, stories_of, *values, is_bounded=True, order=_NEWEST) -> Page:
    """Return the page of some stories that the address asks for, as cards. Two queries.

    `stories_of` finds them by `values`, as `newsroom.lib.prepared` has it; `order` says again how they are ordered.
    """

    def between(first, last):
        return _cards(stories_of, order, first, last)(*values)

    last = LAST_PAGE if is_bounded else None
    return paginate(between, page_number(request), size=PAGE_SIZE, last=last)


# Not for ever: there may be a page of any number.
@lru_cache(maxsize=256)
def _cards(stories_of, order, first, last):
    """Return the query for the cards of some of the stories.

    What a card shows is fetched for these alone: joined to all, SQLite may begin with the sections and sort the archive.
    """

    def cards(*values):
        some = stories_of(*values)[first:last].values("pk")
        return Article.objects.filter(pk__in=some).for_listing().order_by(*order)

    return Prepared(cards)
