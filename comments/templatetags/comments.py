"""The seam between an article's page and its thread."""

from django import template

from comments.models import Thread
from comments.thread_page import thread_page

register = template.Library()


@register.simple_tag(takes_context=True)
def thread(context, article):
    """Return the page of an article's thread that the address asks for: `{% thread article as thread %}`."""
    asked = {name: context["request"].GET.get(name, "") for name in ("after", "sent", "reply")}
    return thread_page(article, form=context.get("reply_form"), **asked)


@register.simple_tag
def comment_counts(articles):
    """Return {article id: approved comments} for the articles that have any, in one query."""
    threads = Thread.objects.filter(article__in=[article.pk for article in articles], approved_count__gt=0)
    return dict(threads.values_list("article", "approved_count"))


@register.filter
def of(counts, article):
    """Return one article's number out of `comment_counts`, 0 when there are none."""
    return counts.get(article.pk, 0)
