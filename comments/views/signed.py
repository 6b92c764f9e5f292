"""Pages opened by a signed token: the decorator that checks it, and the responses to invalid tokens and forms.

GET changes nothing, since mail scanners and link previews send it too. Actions are POSTs with the token in the form
field `key`, and are idempotent.
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
    """Pass the opened token for `purpose` to a view. Every invalid token gets the same page, with a 404.

    `post_only` is for actions with a path of their own: a GET redirects to the page of the purpose. `in_one_click`
    also accepts a one-click POST to the link itself, as mail programs send it (RFC 8058).
    """

    def decorate(view):
        # The signed token in the form replaces the CSRF token: no other site knows it.
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
    """Keep a page out of caches and search engines, and its URL out of the Referer header."""
    response["Referrer-Policy"] = "no-referrer"
    return private_page(response)


def back(opened: Opened, *, place: str = "", done: str = ""):
    """Redirect to the page with the same token: a new one would extend the expiry each time."""
    told = f"&done={done}#done" if done else ""
    return HttpResponseRedirect(f"{page_with(opened.purpose, opened.token)}{place}{told}", status=303)


def _language_of(opened: Opened) -> str:
    """Return the language of the article that a link is about, or the default if it is about no single comment."""
    item = opened.item
    comment = item.pk if isinstance(item, Comment) else getattr(item, "comment_id", opened.more.get("comment"))
    languages = Comment.objects.filter(pk=comment).values_list("thread__article__language", flat=True)
    return (comment and languages.first()) or settings.LANGUAGE_CODE


def no_such_link(request):
    """Return the 404 for an invalid, expired or revoked token, or one for another purpose, without telling which."""
    return kept_to_oneself(render(request, "comments/signed/no_such_link.html", status=404))


def refusal(request):
    """Return the 403 for a form that was not sent from our own page; None for one that was."""
    return (
        None if _is_from_here(request) else kept_to_oneself(render(request, "comments/signed/refused.html", status=403))
    )


def is_one_click(request) -> bool:
    """Tell whether a request is a one-click unsubscribe by a mail program (RFC 8058, section 3.2)."""
    return request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click"


def _token(request, in_one_click: bool) -> str:
    is_in_form = request.method == "POST" and not (in_one_click and is_one_click(request))
    return (request.POST if is_in_form else request.GET).get("key", "")


def _is_from_here(request) -> bool:
    """Tell whether a form was sent from our own page, or from one that sends no origin.

    These pages send no Referer. Older browsers, and all browsers without https, then send "Origin: null" (Fetch,
    "append a request Origin header"). Such a POST is accepted because of its token.
    """
    names_no_origin = request.headers.get("Origin") == "null" and "Sec-Fetch-Site" not in request.headers
    return names_no_origin or is_from_own_page(request)
