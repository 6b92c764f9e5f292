"""The form under an article, for whoever looks at the page."""

from django import template

from comments.forms import ReplyForm, StaffReplyForm
from comments.house_words import above_the_form, why_closed
from comments.staff import signature_of

register = template.Library()


@register.simple_tag(takes_context=True)
def reply_form(context, article, thread):
    """Return the form under an article: the one that was given back, or an empty one for a reader or for staff."""
    if form := context.get("reply_form"):
        return form
    if user := context.get("staff"):
        return StaffReplyForm(article, signature=signature_of(user, article), parent=thread.replying_to)
    return ReplyForm(article, proof=context["request"].GET.get("as", ""), parent=thread.replying_to)


@register.filter
def in_words(terms):
    """Say what becomes of a comment that is sent now or later."""
    return " ".join(above_the_form(terms))


@register.simple_tag
def closing_words(terms, article):
    return why_closed(terms, article.published_at)
