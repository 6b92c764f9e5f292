"""Where readers send their replies."""

import math
import time

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from articles.models import Article
from articles.views.public import render_article
from comments import moderation
from comments.forms import ReplyForm
from comments.links import link_to
from comments.models import Thread
from newsroom.lib.crypto import keyed_hash
from newsroom.lib.http import is_from_own_page, network_of, private_page
from newsroom.lib.ratelimit import hit

_WINDOW = 600


# A guest's post carries no authority of a session, so there is nothing to forge; that it came from our own page
# is checked here without a cookie, since the page may have been cached for a day.
@csrf_exempt
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, article_id):
    """Hold a reader's reply, or give it back with what is wrong. Opened by hand, the address leads to the article."""
    article = get_object_or_404(Article.objects.published().for_reading(), pk=article_id)
    if request.method != "POST":
        return redirect(f"{article.get_absolute_url()}#reply")
    # Our pages send UTF-8. Another charset that a request claims may hold what is no text, such as half a surrogate.
    request.encoding = "utf-8"
    form = ReplyForm(article, request.POST)
    network = _network(request)
    status = _refusal(request, article, form, network)
    if status:
        form.give_back()
        return private_page(render_article(request, article, status=status, reply_form=form))
    fields = form.cleaned_data
    comment = moderation.receive(
        article,
        name=fields["name"],
        address=fields["email"],
        text=fields["text"],
        website=fields["website"],
        parent=fields["parent"],
        network=network,
    )
    return private_page(HttpResponseRedirect(link_to(comment), status=303))


def _refusal(request, article, form, network: str) -> int | None:
    """Return the status that a post is refused with, its reason added to the form; None when it is accepted."""
    if not is_from_own_page(request):
        form.add_error(None, _("We could not tell that this came from our own page. Please send it again from here."))
        return 403
    if Thread.objects.filter(article=article, policy=Thread.Policy.CLOSED).exists():
        form.add_error(None, _("Comments on this article are closed."))
        return 403
    if not form.is_valid():
        return 422
    limit = settings.COMMENTS_PER_TEN_MINUTES
    if limit and hit(f"reply:{article.pk}:{network}", seconds=_WINDOW) > limit:
        minutes = math.ceil((_WINDOW - time.time() % _WINDOW) / 60)
        form.add_error(
            None,
            ngettext(
                "Many comments came from your network just now. Please send yours again in a minute.",
                "Many comments came from your network just now. Please send yours again in %(minutes)d minutes.",
                minutes,
            )
            % {"minutes": minutes},
        )
        return 429
    return None


def _network(request) -> str:
    """Return a hash of the reader's network, under a key of this month: enough for limits, and soon useless."""
    return keyed_hash(
        network_of(request.META.get("REMOTE_ADDR", "")), f"network {time.strftime('%Y-%m', time.gmtime())}"
    )
