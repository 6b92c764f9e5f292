"""Hearing of replies by mail: saying yes to it, and stopping it."""

from django.http import HttpResponseRedirect
from django.shortcuts import render

from comments.readers import subscriptions
from comments.tokens import Purpose, page_with
from comments.views.signed import is_one_click, opened_by


@opened_by(Purpose.FOLLOW)
def follow(request, opened):
    """Ask whether a reader wants what was asked for in their name."""
    wish = opened.item
    if request.method == "POST":
        answer = subscriptions.stop if request.POST.get("do") == "stop" else subscriptions.begin
        answer(wish)
        return HttpResponseRedirect(page_with(Purpose.FOLLOW, opened.token), status=303)
    return render(request, "comments/subscriptions/follow.html", {"following": wish, "key": opened.token})


@opened_by(Purpose.UNFOLLOW, in_one_click=True)
def unfollow(request, opened):
    """Stop the mails about one comment, or about all where the reader asks for it or the mail was of all."""
    wish, is_of_all = opened.item, bool(opened.more.get("every"))
    if request.method == "POST":
        if is_of_all or request.POST.get("do") == "all":
            subscriptions.stop_all(wish.commenter)
        else:
            subscriptions.stop(wish)
        if is_one_click(request):
            return render(request, "comments/subscriptions/unfollow.html", {"is_stopped": True})
        return HttpResponseRedirect(page_with(Purpose.UNFOLLOW, opened.token), status=303)
    others = wish.commenter.followings.in_force().exclude(pk=wish.pk).count()
    context = {
        "following": wish,
        "key": opened.token,
        "is_of_all": is_of_all,
        "others": others,
        "is_stopped": wish.stopped_at is not None and not (is_of_all and others),
    }
    return render(request, "comments/subscriptions/unfollow.html", context)
