"""The comment form under an article, for readers and for staff."""

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from comments.policies import above_the_form, why_closed
from comments.posting.forms import BlankForm, ReplyForm, StaffReplyForm
from comments.posting.signatures import signature_of
from newsroom.lib.stamps import stamp

register = template.Library()

# Cache: {language: the fields of a blank form}. Nothing in them comes from the database.
_blank: dict[str, str] = {}


@register.simple_tag(takes_context=True)
def reply_form(context, article, thread):
    """Return the form under an article: the one submitted, or an empty one for a reader or for staff."""
    if form := context.get("reply_form"):
        return form
    if user := context.get("staff"):
        return StaffReplyForm(article, signature=signature_of(user, article), parent=thread.replying_to)
    proof = context["request"].GET.get("as", "")
    if proof or thread.replying_to:
        return ReplyForm(article, proof=proof, parent=thread.replying_to)
    return BlankForm(stamp(article))


@register.filter
def is_blank(form) -> bool:
    return isinstance(form, BlankForm)


@register.filter
def fields(form, article):
    """Render the fields of a form. Those of a blank one are cached by language, with a placeholder for the stamp."""
    if not is_blank(form):
        return as_crispy_form(form)
    language = get_language()
    if language not in _blank:
        typed = as_crispy_form(ReplyForm(article))
        _blank[language] = typed.replace("{", "{{").replace("}", "}}").replace(form.stamp, "{}")
    return format_html(_blank[language], form.stamp)


@register.filter
def words_above(thread, article) -> str:
    """Say what happens to a comment sent now or later, or why none can be sent."""
    terms = thread.terms
    return " ".join(above_the_form(terms)) if terms.is_open else why_closed(terms, article.published_at)
