"""The private page of one comment, opened by its link: its status, and its commenter's actions."""

from contextlib import suppress

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from comments import notices, readers
from comments.models import Comment
from comments.moderation import NotPossible, Stale
from comments.notices import reasons
from comments.notices.status import history_of, status_of
from comments.readers import subscriptions
from comments.readers.forms import AppealForm, EditForm, FollowForm, WordsForm
from comments.tokens import Opened, Purpose
from comments.views.signed import back, opened_by
from newsroom.lib.networks import networks_of
from newsroom.lib.ratelimit import hit

# Rate limit: edits and appeals of one comment in an hour.
_MOST_AN_HOUR = 30
_AN_HOUR = 3600


@opened_by(Purpose.COMMENT)
def comment(request, opened):
    """Show a comment to its commenter."""
    return _page(request, opened)


@opened_by(Purpose.COMMENT, post_only=True)
def edit(request, opened):
    comment = opened.item
    form = EditForm(comment, request.POST, auto_id="edit_%s")
    is_done = (comment.proposed_text or comment.text) == form.text_as_sent
    return _written(request, opened, form, readers.edit, is_done=is_done, edit_form=form)


@opened_by(Purpose.COMMENT, post_only=True)
def appeal(request, opened):
    comment = opened.item
    form = AppealForm(comment, request.POST, auto_id="appeal_%s")
    is_done = bool(comment.appealed_at) and comment.appeal == form.text_as_sent
    return _written(request, opened, form, readers.appeal, is_done=is_done, appeal_form=form)


def _written(request, opened, form: WordsForm, verb, *, is_done: bool, **forms):
    """Carry out a verb with the text of a form, or show the form again with its errors."""
    if is_done:
        return back(opened)
    if not form.is_valid():
        return _page(request, opened, status=422, **forms)
    if hit(f"comment:{opened.item.pk}", seconds=_AN_HOUR) > _MOST_AN_HOUR:
        form.give_back(_("That was often within an hour. Please send it again later."))
        return _page(request, opened, status=429, **forms)
    try:
        if form.cleaned_data["version"] != opened.item.version:
            raise Stale(opened.item)
        verb(opened.item, form.cleaned_data["text"])
    except (Stale, NotPossible):
        opened.item.refresh_from_db()
        form.give_back(_("Something happened to this comment while you wrote: see above how it stands now."))
        return _page(request, opened, status=409, **forms)
    return back(opened, done=form.done)


@opened_by(Purpose.COMMENT, post_only=True)
def withdraw(request, opened):
    """Ask for confirmation, then withdraw the comment, whatever its current version."""
    if "sure" not in request.POST and readers.may_withdraw(opened.item):
        return render(request, "comments/comment/withdraw.html", {"comment": opened.item, "token": opened.token})
    with suppress(NotPossible):
        readers.withdraw(opened.item)
    return back(opened, done="withdrawn")


@opened_by(Purpose.COMMENT, post_only=True)
def follow(request, opened):
    form = FollowForm(request.POST, auto_id="follow_%s")
    if not form.is_valid():
        return _page(request, opened, status=422, follow_form=form)
    if notices.may_be_mailed(opened.item):
        subscriptions.ask(opened.item, form.cleaned_data["pace"], network=networks_of(request)[0])
    return back(opened, done="asked")


@opened_by(Purpose.COMMENT, post_only=True)
def unfollow(request, opened):
    for each in opened.item.followings.all():
        subscriptions.stop(each)
    return back(opened, done="stopped")


@opened_by(Purpose.COMMENT, post_only=True)
def confirm(request, opened):
    notices.ask_for_proof(opened.item, network=networks_of(request)[0])
    return back(opened, done="asked")


def _page(request, opened: Opened, *, status: int = 200, **forms):
    comment = opened.item
    decisions = list(comment.decisions.all())
    found = status_of(comment, decisions)
    wish = comment.followings.filter(commenter=comment.commenter_id, stopped_at=None).first()
    rules = reasons.told({each.reason for each in decisions})
    context = {
        "token": opened.token,
        "comment": comment,
        "article": Article.objects.published().select_related("section").filter(pk=comment.thread.article_id).first(),
        "new_wording": Comment(html=Comment.rendered(comment.proposed_text)).safe_html,
        "status": found,
        "reason": rules.get(found.decision.reason, "") if found.decision else "",
        "history": history_of(comment, decisions, rules),
        "ban": comment.bans.in_force().first(),
        "following": wish,
        "may_edit": readers.may_edit(comment),
        "editable_until": comment.published_at and comment.published_at + readers.EDITABLE_FOR,
        "may_withdraw": readers.may_withdraw(comment),
        "may_appeal": readers.may_appeal(comment),
        "may_be_mailed": notices.may_be_mailed(comment),
        "done": _DONE.get(request.GET.get("done", "")),
        "edit_form": EditForm(comment, auto_id="edit_%s"),
        "appeal_form": AppealForm(comment, auto_id="appeal_%s"),
        "follow_form": FollowForm(auto_id="follow_%s", initial={"pace": wish.pace} if wish else None),
    }
    return render(request, "comments/comment/comment.html", context | forms, status=status)


_DONE = {
    "edited": gettext_lazy("Your new wording is with us."),
    "withdrawn": gettext_lazy("Your comment has been taken back."),
    "appealed": gettext_lazy("Your appeal is with us. A moderator who did not decide before looks at it."),
    "asked": gettext_lazy(
        "A mail is on its way to the address that you gave, with a link to follow. An address gets at most one such "
        "mail a day: if it had one today, use the link in that one, or ask again tomorrow."
    ),
    "stopped": gettext_lazy("You get no more mail about this comment."),
}
