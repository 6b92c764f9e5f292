"""The view that receives comments on an article from readers and staff."""

import math
import time

from django.conf import settings
from django.http import Http404, HttpResponseRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.views.public import render_article
from comments import notices, posting
from comments.models import Ban, Commenter
from comments.models.ban import bans_against
from comments.policies import EffectivePolicy, thread_and_policy, why_banned, why_closed
from comments.posting.forms import ReplyForm, StaffReplyForm, WritingForm
from comments.posting.signatures import signature_of
from comments.reports.mistakes import report_mistake
from comments.tokens import link_to
from newsroom.lib.http import is_from_own_page, private_page
from newsroom.lib.languages import speaking
from newsroom.lib.networks import networks_of
from newsroom.lib.prepared import Prepared
from newsroom.lib.ratelimit import hit
from newsroom.lib.sessions import signed_in_staff

_WINDOW = 600


# A guest's post uses no session, so there is nothing to forge. Its origin is checked without a cookie, since the page
# may have been cached for a day. For staff, `_refusal_of_staff` makes the full CSRF check.
@csrf_exempt
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, article_id):
    """Receive a comment on an article, or show the form again with its errors or a preview.

    A GET is redirected to the article.
    """
    article = _published.first(timezone.now(), article_id)
    if article is None:
        raise Http404
    if request.method != "POST":
        return redirect(f"{article.get_absolute_url()}#reply")
    # Our pages send UTF-8. Any other declared charset could decode to invalid text, such as a lone surrogate.
    request.encoding = "utf-8"
    user = signed_in_staff(request)
    with speaking(article.language):
        return _from_staff(request, article, user) if user else _from_reader(request, article)


@Prepared
def _published(at, article_id):
    return Article.objects.published(at).for_address().filter(pk=article_id)


def _from_reader(request, article):
    form = ReplyForm(article, request.POST)
    thread, policy = thread_and_policy(article)
    networks = networks_of(request)
    status = _refusal(request, article, form, policy, networks)
    if status:
        return _given_back(request, article, form.give_back(), status)
    if "preview" in request.POST:
        return _given_back(request, article, form.with_preview())
    if form.is_about_a_mistake:
        return _sent(_keep_mistake(article, form, networks))
    comment = posting.receive(form.comment(thread, networks[0]), policy=policy, networks=networks)
    if form.cleaned_data["mail_me"]:
        notices.ask_for_proof(comment)
    return _sent(link_to(comment))


def _keep_mistake(article, form: ReplyForm, networks: tuple[str, ...]) -> str:
    """Save a reader's report of a mistake; return the URL that thanks for it."""
    fields = form.cleaned_data
    address = form.proven.address if form.proven else fields["email"]
    report_mistake(article, name=fields["name"], address=address, text=fields["text"], network=networks[0])
    return f"{article.get_absolute_url()}?told=newsroom#reply"


def _from_staff(request, article, user):
    form = StaffReplyForm(article, request.POST, signature=signature_of(user, article))
    status = _refusal_of_staff(request, article, form)
    if status:
        return _given_back(request, article, form.give_back(), status)
    if "preview" in request.POST:
        return _given_back(request, article, form.with_preview())
    fields, signature = form.cleaned_data, form.signature
    comment = posting.receive_from_staff(
        article,
        user=user,
        name=signature.name,
        badge=signature.badge,
        text=fields["text"],
        parent=fields["parent"],
    )
    return _sent(comment.get_absolute_url())


def _given_back(request, article, form: WritingForm, status: int = 200):
    """Show the article, fetched in full this time, with the form as it was sent."""
    article = get_object_or_404(Article.objects.published().for_reading(), pk=article.pk)
    return private_page(render_article(request, article, status=status, reply_form=form))


def _sent(address: str):
    return private_page(HttpResponseRedirect(address, status=303))


def _refusal(request, article, form: ReplyForm, policy: EffectivePolicy, networks: tuple[str, ...]) -> int | None:
    """Return the HTTP status of a refusal and add its reason to the form; None if the post is accepted."""
    if not is_from_own_page(request):
        form.add_error(None, _("We could not tell that this came from our own page. Please send it again from here."))
        return 403
    if not policy.is_open:
        form.add_error(None, why_closed(policy, article.published_at))
        return 403
    if ban := _ban_of(networks, form.proven):
        form.add_error(None, why_banned(ban))
        return 403
    if not form.is_valid():
        return None if _is_fit_for_preview(request, form) else 422
    limit = settings.COMMENTS_PER_TEN_MINUTES
    if "preview" not in request.POST and limit and hit(f"reply:{article.pk}:{networks[0]}", seconds=_WINDOW) > limit:
        form.add_error(None, _too_many())
        return 429
    return None


def _refusal_of_staff(request, article, form: StaffReplyForm) -> int | None:
    # Django's CSRF check, made here instead of by the middleware, so that a refusal keeps the text.
    if CsrfViewMiddleware(lambda request: None).process_view(request, None, (), {}):
        form.add_error(
            None, _("You are signed in at the desk, so this goes out under your name. Look it over and send it again.")
        )
        return 403
    _thread, policy = thread_and_policy(article)
    if not policy.is_open:
        form.add_error(None, why_closed(policy, article.published_at))
        return 403
    return None if form.is_valid() or _is_fit_for_preview(request, form) else 422


def _is_fit_for_preview(request, form: WritingForm) -> bool:
    """Tell whether a preview was requested and the text is valid; other fields may still have errors."""
    return "preview" in request.POST and "text" not in form.errors


def _ban_of(networks: tuple[str, ...], proven: Commenter | None) -> Ban | None:
    """Return the longest ban of a network, or of a reader with proof of the address.

    A ban of an address without proof does not change the response, since anyone may have typed it. Screening holds
    such a comment.
    """
    return next(iter(bans_against(proven, networks)), None)


def _too_many() -> str:
    minutes = math.ceil((_WINDOW - time.time() % _WINDOW) / 60)
    return ngettext(
        "Many comments came from your network just now. Please send yours again in a minute.",
        "Many comments came from your network just now. Please send yours again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
