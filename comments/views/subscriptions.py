"""Views to confirm and to stop subscriptions to replies by mail."""

from django.shortcuts import render

from comments.readers import subscriptions
from comments.tokens import Purpose
from comments.views.signed import back, is_one_click, opened_by


@opened_by(Purpose.FOLLOW)
def follow(request, opened):
    """Ask a reader to confirm a subscription that was requested for their address."""
    if request.method == "POST":
        subscriptions.begin(opened.item)
        return back(opened)
    return render(request, "comments/subscriptions/follow.html", {"following": opened.item, "token": opened.token})


@opened_by(Purpose.FOLLOW, post_only=True)
def stop(request, opened):
    subscriptions.stop(opened.item)
    return back(opened)


@opened_by(Purpose.UNFOLLOW, in_one_click=True)
def unfollow(request, opened):
    """Stop the mails about one comment, or about all comments if the mail was a digest."""
    wish, is_of_all = opened.item, bool(opened.more.get("every"))
    if request.method == "POST":
        if is_of_all:
            subscriptions.stop_all(wish.commenter)
        else:
            subscriptions.stop(wish)
        if is_one_click(request):
            return render(request, "comments/subscriptions/unfollow.html", {"is_stopped": True})
        return back(opened)
    others = wish.commenter.followings.in_force().exclude(pk=wish.pk).count()
    context = {
        "following": wish,
        "token": opened.token,
        "is_of_all": is_of_all,
        "others": others,
        "is_stopped": wish.stopped_at is not None and not (is_of_all and others),
    }
    return render(request, "comments/subscriptions/unfollow.html", context)


@opened_by(Purpose.UNFOLLOW, post_only=True)
def unfollow_all(request, opened):
    subscriptions.stop_all(opened.item.commenter)
    return back(opened)
