"""The feeds of the paper, and redirects from addresses where programs look for them."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from articles import caching, feeds
from articles.models import Article, Correction, FormerAddress
from newsroom.lib.feeds import respond
from newsroom.lib.http import public_page
from newsroom.lib.pagecache import wear


@require_safe
@public_page()
def feed(request, name):
    wear(request, caching.FRONT)
    return _feed(request, Article.objects.newest_first(), name=name)


@require_safe
@public_page()
def feed_of(request, kind, slug, name):
    """Answer with the feed of one section, topic, contributor or series."""
    model, stories_of = feeds.SUBJECTS[kind]
    subject = model.objects.filter(slug=slug).first()
    if subject is None:
        return _former(model, slug, name)
    wear(request, caching.tag_of(subject), caching.list_of(subject))
    return _feed(request, stories_of(subject), name=name, subject=subject)


@require_safe
@public_page()
def corrections(request, name):
    made = list(Correction.objects.of_published().with_stories().last_first()[: feeds.LENGTH])
    wear(request, caching.CORRECTIONS, caching.FRONT, *(f"article:{each.article_id}" for each in made))
    return respond(feeds.feed_of_corrections(made, name=name), name)


@require_safe
def guessed(request, name="rss.xml"):
    """Redirect from common addresses of feeds to the paper's feed."""
    return redirect("articles:feed", name, permanent=True)


def _feed(request, articles, *, name, subject=None):
    some = articles.published().values("pk")[: feeds.LENGTH]
    # In a subquery, so that neither database joins or scans the whole archive for a few stories.
    newest = list(Article.objects.filter(pk__in=some).for_reading().newest_first())
    caching.wear_entries(request, newest)
    return respond(feeds.feed_of(newest, name=name, subject=subject), name)


def _former(model, slug, name):
    subject = FormerAddress.objects.present(model, slug)
    if subject is None:
        raise Http404("no such feed")
    return redirect(feeds.address_of(name, subject), permanent=True)
