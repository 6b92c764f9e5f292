"""Everything that is held of one reader, for who showed that the address is theirs."""

from django.http import HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from comments.models import Comment
from comments.privacy import erase, export
from comments.readers import addresses, subscriptions
from comments.readers.forms import FollowForm
from comments.readers.overview import own_list
from comments.tokens import Opened, Purpose, page_with, token_for
from comments.views.signed import no_such_link, opened_by
from newsroom.lib.text import is_pk


@opened_by(Purpose.MANAGE)
def manage(request, opened):
    """Show a reader all that is theirs, or do with it what they ask for; sent twice, it is done once."""
    if request.method != "POST":
        return _page(request, opened)
    act = _ACTS.get(request.POST.get("do", ""))
    return act(request, opened) if act else no_such_link(request)


# One comment. What is not the reader's is answered as a link that leads nowhere.


def _of_a_comment(act):
    def wrapper(request, opened):
        pk = request.POST.get("comment", "")
        comment = opened.item.comments.filter(pk=pk).first() if is_pk(pk) else None
        return act(request, opened, comment) if comment else no_such_link(request)

    return wrapper


@_of_a_comment
def _claim(request, opened, comment: Comment):
    addresses.claim(comment)
    return _back(request, opened, "claimed")


@_of_a_comment
def _disown(request, opened, comment: Comment):
    addresses.disown(comment)
    return _back(request, opened, "disowned")


@_of_a_comment
def _follow(request, opened, comment: Comment):
    form = FollowForm(request.POST)
    if form.is_valid():
        subscriptions.follow(comment, form.cleaned_data["pace"])
    return _back(request, opened, "followed")


@_of_a_comment
def _unfollow(request, opened, comment: Comment):
    for each in comment.followings.filter(commenter=opened.item):
        subscriptions.stop(each)
    return _back(request, opened, "stopped")


# All of it.


def _stop_all(request, opened):
    subscriptions.stop_all(opened.item)
    return _back(request, opened, "stopped")


def _copy(request, opened):
    """Give a reader a file of all that is held of them."""
    answer = JsonResponse(export.copy_of(opened.item), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = 'attachment; filename="comments.json"'
    return answer


def _erase(request, opened):
    """Ask once more, then erase."""
    commenter = opened.item
    if "sure" not in request.POST:
        return render(
            request, "comments/reader/erase.html", {"key": opened.token, "number": commenter.comments.count()}
        )
    erase.erase(commenter)
    return render(request, "comments/reader/erased.html")


def _end_links(request, opened):
    addresses.end_links(opened.item)
    return render(request, "comments/reader/ended.html")


_ACTS = {
    "claim": _claim,
    "disown": _disown,
    "follow": _follow,
    "unfollow": _unfollow,
    "stop": _stop_all,
    "copy": _copy,
    "erase": _erase,
    "end": _end_links,
}


def _back(request, opened: Opened, done: str):
    """Lead to the page of the list that the reader came from, with the key that they have."""
    before = request.POST.get("before", "")
    place = f"&before={before}" if is_pk(before) else ""
    return HttpResponseRedirect(f"{page_with(Purpose.MANAGE, opened.token)}{place}&done={done}#done", status=303)


def _page(request, opened: Opened):
    commenter, before = opened.item, request.GET.get("before", "")
    context = {
        "key": opened.token,
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


_DONE = {
    "claimed": gettext_lazy("The comment is yours: it counts for you from now on."),
    "disowned": gettext_lazy("The comment has been taken out."),
    "followed": gettext_lazy("You get mail about replies to this comment."),
    "stopped": gettext_lazy("That mail has been stopped."),
}
