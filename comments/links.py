"""The secrets that a commenter holds instead of an account."""

from comments.models import Comment
from newsroom.lib.crypto import read_signed, sign

_DAY = 86_400
_HELD = "comments.held"
KEPT = 30 * _DAY


def link_to(comment: Comment) -> str:
    """Return the address at which its author, and only its author, sees a comment that is not public."""
    return f"{comment.thread.article.get_absolute_url()}?sent={sign(_HELD, comment=comment.pk)}#comment-{comment.pk}"


def sent_comment(article, token: str) -> Comment | None:
    """Return the comment under `article` that a link's secret is for, or None for any other secret."""
    claims = read_signed(_HELD, token, max_age=KEPT)
    return claims and Comment.objects.under(article).filter(pk=claims["comment"]).first()
