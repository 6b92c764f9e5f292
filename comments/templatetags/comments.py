"""The seam between an article's page and its thread."""

from django import template

from comments import caching
from comments.models import Thread
from comments.thread_page import thread_page

register = template.Library()


@register.simple_tag(takes_context=True)
def thread(context, article):
    """Return the page of an article's thread that the address asks for: `{% thread article as thread %}`."""
    names = ("sort", "after", "branch", "comment", "sent", "reply")
    caching.wear_thread(context["request"], article)
    asked = {name: context["request"].GET.get(name, "") for name in names}
    return thread_page(article, **asked)


@register.simple_tag(takes_context=True)
def comment_counts(context, articles):
    """Return {article id: approved comments} for the articles that have any, in one query."""
    caching.wear_numbers(context["request"], articles)
    threads = Thread.objects.filter(article__in=[article.pk for article in articles], approved_count__gt=0)
    return dict(threads.values_list("article", "approved_count"))


@register.filter
def of(counts, article):
    """Return one article's number out of `comment_counts`, 0 when there are none."""
    return counts.get(article.pk, 0)
