"""The thread around one comment, as a moderator needs it to judge a reply."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.desk.pages import moderators_only, page
from comments.models import Comment
from comments.moderation.cards import cards, in_full
from comments.threads.tree import DEEPEST

# Comments shown of a branch before and after the one in question: a branch may have thousands of replies.
BEFORE, AFTER = 40, 20


@require_safe
@moderators_only
def thread(request, pk: int):
    """Show the branch around a comment, with the possible decisions on each comment."""
    subject = get_object_or_404(in_full(Comment.objects.all(), request.user), pk=pk)
    root = subject.root_id or subject.pk
    branch = in_full(Comment.objects.in_branch(root).seen_or_waiting(), request.user).exclude(pk=subject.pk)
    earlier = list(branch.earlier_than(subject)[: BEFORE + 1])
    later = list(branch.after(subject).oldest_first()[: AFTER + 1])
    shown = [*earlier[:BEFORE][::-1], subject, *later[:AFTER]]
    if root not in {comment.pk for comment in shown}:
        shown = [*in_full(Comment.objects.filter(pk=root), request.user), *shown]
    context = {
        "subject": subject,
        "entries": list(zip(cards(shown), _depths(shown), strict=True)),
        "goes_on": len(earlier) > BEFORE or len(later) > AFTER,
    }
    return page(request, "comment/thread.html", _("The thread around a comment"), context)


def _depths(comments: list[Comment]) -> list[int]:
    """Return the depth of each comment among those shown."""
    depths: dict[int, int] = {}
    for comment in comments:
        depths[comment.pk] = min(DEEPEST, depths.get(comment.parent_id, -1) + 1)
    return list(depths.values())
