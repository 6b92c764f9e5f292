"""Pages that are opened by a signed link: what all of them promise, and how a link that is none is answered.

Looking changes nothing, since programs look too: those that scan mail, and those that show previews. What acts is a
POST with the token in its form, as `key`; sent twice, it is done once.
"""

from functools import wraps

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from comments.models import Comment
from comments.tokens import Opened, Purpose, open_token, page_with
from newsroom.lib.http import is_from_own_page, private_page
from newsroom.lib.languages import speaking


def opened_by(purpose: Purpose, *, post_only: bool = False, in_one_click: bool = False):
    """Give a view what the request's token for `purpose` opens. Any other gets one and the same page, and a 404.

    `post_only` is for an act, which has a path of its own: opened by hand, that leads back to the page of the purpose.
    `in_one_click` also takes a POST to the link itself, as mail programs send it (RFC 8058).
    """

    def decorate(view):
        # The token in the form is a secret that no other site has: nothing of a session could add to it.
        @csrf_exempt
        @sensitive_post_parameters()
        @sensitive_variables()
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def wrapper(request):
            request.encoding = "utf-8"
            opened = open_token(purpose, _token(request, in_one_click))
            if opened is None:
                return no_such_link(request)
            if post_only and request.method != "POST":
                return kept_to_oneself(back(opened))
            from_program = in_one_click and is_one_click(request)
            with speaking(_language_of(opened)):
                refused = None if from_program or request.method != "POST" else refusal(request)
                return refused or kept_to_oneself(view(request, opened))

        return wrapper

    return decorate


def kept_to_oneself(response):
    """Keep a page from caches and search engines, and its address from every page that a link on it leads to."""
    response["Referrer-Policy"] = "no-referrer"
    return private_page(response)


def back(opened: Opened, *, place: str = "", done: str = ""):
    """Lead to the page with the token that the reader has: a new one would be good for longer each time."""
    told = f"&done={done}#done" if done else ""
    return HttpResponseRedirect(f"{page_with(opened.purpose, opened.token)}{place}{told}", status=303)


def _language_of(opened: Opened) -> str:
    """Return the language of the article that a link has to do with, or the paper's where it is of no one comment."""
    item = opened.item
    comment = item.pk if isinstance(item, Comment) else getattr(item, "comment_id", opened.more.get("comment"))
    languages = Comment.objects.filter(pk=comment).values_list("thread__article__language", flat=True)
    return (comment and languages.first()) or settings.LANGUAGE_CODE


def no_such_link(request):
    """Answer a token that is mistyped, too old, ended, or for something else: nobody learns which."""
    return kept_to_oneself(render(request, "comments/signed/no_such_link.html", status=404))


def refusal(request):
    """Answer a form that was not sent from a page of ours; None for one that was."""
    return (
        None if _is_from_here(request) else kept_to_oneself(render(request, "comments/signed/refused.html", status=403))
    )


def is_one_click(request) -> bool:
    """Tell whether a mail program acts for its reader (RFC 8058, section 3.2)."""
    return request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click"


def _token(request, in_one_click: bool) -> str:
    is_in_form = request.method == "POST" and not (in_one_click and is_one_click(request))
    return (request.POST if is_in_form else request.GET).get("key", "")


def _is_from_here(request) -> bool:
    """Tell whether a form was sent from a page of ours, or from one that may not say where it is.

    These pages send no referrer; an older browser, and any browser without https, then names no origin either
    (Fetch, "append a request Origin header"). Such a post is believed for its token.
    """
    names_no_origin = request.headers.get("Origin") == "null" and "Sec-Fetch-Site" not in request.headers
    return names_no_origin or is_from_own_page(request)
