"""Fronts of sections, topics and contributors: all that was published there, newest first."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles import caching
from articles.models import Article, Contributor, Section, Topic
from newsroom.lib.http import public_page
from newsroom.lib.pagecache import wear
from newsroom.lib.pagination import page_number, paginate

PAGE_SIZE = 20


@require_safe
@public_page("page")
def section(request, slug):
    section = get_object_or_404(Section, slug=slug)
    return _archive(request, section, Article.objects.in_section(section))


@require_safe
@public_page("page")
def topic(request, slug):
    topic = get_object_or_404(Topic, slug=slug)
    return _archive(request, topic, Article.objects.on_topic(topic))


@require_safe
@public_page("page")
def contributor(request, slug):
    contributor = get_object_or_404(Contributor, slug=slug)
    return _archive(request, contributor, Article.objects.by(contributor))


def _archive(request, subject: Section | Topic | Contributor, articles):
    if request.GET.get("page") == "1":
        return redirect(request.path, permanent=True)
    articles = articles.published().for_listing().newest_first()
    page = paginate(articles, page_number(request), size=PAGE_SIZE)
    name = subject._meta.model_name
    wear(request, caching.tag_of(subject), caching.list_of(subject))
    caching.wear_cards(request, page)
    return render(request, f"articles/{name}_detail.html", {"page": page, name: subject})
