"""Views to confirm an address, and to request a new link by mail."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from comments import notices
from comments.models import Comment
from comments.readers import addresses
from comments.readers.forms import AddressForm
from comments.tokens import Opened, Purpose, page_of
from comments.views.signed import kept_to_oneself, opened_by, refusal
from newsroom.lib.networks import networks_of
from newsroom.lib.text import tidy_line


@opened_by(Purpose.CONFIRM)
def confirm(request, opened):
    """Ask the reader to confirm an address and the comment the mail was about; then redirect to the reader's page."""
    comment = _asked_for(opened)
    if request.method != "POST":
        return render(request, "comments/addresses/confirm.html", {"comment": comment, "token": opened.token})
    addresses.confirm(opened.item, comment)
    return HttpResponseRedirect(page_of(Purpose.READER, opened.item), status=303)


@opened_by(Purpose.CONFIRM, post_only=True)
def disown(request, opened):
    """Confirm the address, and withdraw the comment that its owner did not write."""
    addresses.confirm(opened.item)
    if comment := _asked_for(opened):
        addresses.disown(comment)
    return HttpResponseRedirect(page_of(Purpose.READER, opened.item), status=303)


def _asked_for(opened: Opened) -> Comment | None:
    """Return the comment that the mail was about, if it is still the commenter's."""
    return Comment.objects.by(opened.item).filter(pk=opened.more.get("comment")).first()


# Uses no session, so needs no CSRF token; `refusal` checks the origin.
@csrf_exempt
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Mail a new link to a reader who lost theirs. The response is the same for an unknown address."""
    request.encoding = "utf-8"
    form = AddressForm(request.POST or None)
    if request.method == "POST":
        if response := refusal(request):
            return response
        if form.is_valid():
            notices.send_link(tidy_line(form.cleaned_data["email"]), network=networks_of(request)[0])
            return kept_to_oneself(HttpResponseRedirect(f"{request.path}?done=asked", status=303))
    status = 422 if form.errors else 200
    page = {"form": form, "is_asked": request.GET.get("done") == "asked"}
    return kept_to_oneself(render(request, "comments/addresses/ask.html", page, status=status))
