"""The reader's page: all data held on one reader, opened by a link mailed to their address."""

from functools import wraps

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from comments.models import Comment
from comments.privacy import export
from comments.privacy.erase import erase as erase_all_of
from comments.readers import addresses, subscriptions
from comments.readers.forms import FollowForm
from comments.readers.overview import own_list
from comments.tokens import Opened, Purpose, token_for
from comments.views.signed import back, no_such_link, opened_by
from newsroom.lib.text import is_pk


@opened_by(Purpose.READER)
def reader(request, opened):
    """Show a reader all their comments and subscriptions."""
    commenter, before = opened.item, request.GET.get("before", "")
    context = {
        "token": opened.token,
        "comments": own_list(commenter, before=int(before) if is_pk(before) else None),
        "before": before if is_pk(before) else "",
        "bans": list(commenter.bans.in_force()),
        "unproven": commenter.comments.unproven().count(),
        "followed": commenter.followings.in_force().count(),
        "proof": token_for(Purpose.PROOF, commenter) if commenter.is_confirmed else "",
        "paces": FollowForm.base_fields["pace"].choices,
        "done": _DONE.get(request.GET.get("done", "")),
    }
    return render(request, "comments/reader/reader.html", context)


# Actions on one comment


def _act_on_a_comment(act):
    """Decorate an action on the comment that the form names; 404 if it is not the reader's."""

    @opened_by(Purpose.READER, post_only=True)
    @wraps(act)
    def wrapper(request, opened):
        pk = request.POST.get("comment", "")
        comment = opened.item.comments.filter(pk=pk).first() if is_pk(pk) else None
        return act(request, opened, comment) if comment else no_such_link(request)

    return wrapper


@_act_on_a_comment
def claim(request, opened, comment: Comment):
    addresses.claim(comment)
    return _back_to_list(request, opened, "claimed")


@_act_on_a_comment
def disown(request, opened, comment: Comment):
    addresses.disown(comment)
    return _back_to_list(request, opened, "disowned")


@_act_on_a_comment
def follow(request, opened, comment: Comment):
    form = FollowForm(request.POST)
    if form.is_valid():
        subscriptions.follow(comment, form.cleaned_data["pace"])
    return _back_to_list(request, opened, "followed")


@_act_on_a_comment
def unfollow(request, opened, comment: Comment):
    for each in comment.followings.filter(commenter=opened.item):
        subscriptions.stop(each)
    return _back_to_list(request, opened, "stopped")


# Actions on all of a reader's data


@opened_by(Purpose.READER, post_only=True)
def stop(request, opened):
    subscriptions.stop_all(opened.item)
    return _back_to_list(request, opened, "stopped")


@opened_by(Purpose.READER, post_only=True)
def copy(request, opened):
    """Return the export of a reader's data as a JSON file."""
    answer = JsonResponse(export.copy_of(opened.item), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="comments.json"'
    return answer


@opened_by(Purpose.READER, post_only=True)
def erase(request, opened):
    """Ask for confirmation, then erase."""
    commenter = opened.item
    if "sure" not in request.POST:
        context = {"token": opened.token, "number": commenter.comments.count()}
        return render(request, "comments/reader/erase.html", context)
    erase_all_of(commenter)
    return render(request, "comments/reader/erased.html")


@opened_by(Purpose.READER, post_only=True)
def end_links(request, opened):
    addresses.end_links(opened.item)
    return render(request, "comments/reader/ended.html")


def _back_to_list(request, opened: Opened, done: str):
    """Redirect to the page of the list that the reader came from."""
    before = request.POST.get("before", "")
    return back(opened, place=f"&before={before}" if is_pk(before) else "", done=done)


_DONE = {
    "claimed": gettext_lazy("The comment is yours: it counts for you from now on."),
    "disowned": gettext_lazy("The comment has been taken out."),
    "followed": gettext_lazy("You get mail about replies to this comment."),
    "stopped": gettext_lazy("That mail has been stopped."),
}
