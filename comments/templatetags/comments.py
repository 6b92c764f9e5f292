"""Template tags that show an article's thread, its count and its feeds."""

from django import template

from comments import caching
from comments.models import Thread
from comments.notices import reasons as rules_of_the_house
from comments.threads.feeds import address_of
from comments.threads.page import thread_page
from newsroom.lib.feeds import FORMATS, media_type
from newsroom.lib.prepared import Prepared

register = template.Library()


@register.simple_tag(takes_context=True)
def thread(context, article):
    """Return the page of an article's thread that the query string asks for: `{% thread article as thread %}`."""
    names = ("sort", "after", "branch", "comment", "sent", "reply")
    caching.wear_thread(context["request"], article)
    asked = {name: context["request"].GET.get(name, "") for name in names}
    return thread_page(article, **asked)


@register.simple_tag(takes_context=True)
def comment_counts(context, articles):
    """Return {article id: approved comments} for the articles that have any, in one query."""
    caching.wear_numbers(context["request"], articles)
    keys = [article.pk for article in articles]
    return dict(_numbers(keys)) if keys else {}


@Prepared
def _numbers(articles):
    return Thread.objects.filter(article__in=articles, approved_count__gt=0).values_list("article", "approved_count")


@register.filter
def of(counts, article):
    """Return one article's number from `comment_counts`, or 0."""
    return counts.get(article.pk, 0)


@register.simple_tag(takes_context=True)
def house_rules(context):
    """Return the house rules, in the words that commenters are told."""
    caching.wear_house_rules(context["request"])
    return rules_of_the_house.rules()


@register.simple_tag
def comment_feeds(article):
    """Return (address, type) of each feed of an article's comments."""
    return [(address_of(article, name), media_type(name)) for name in FORMATS]
