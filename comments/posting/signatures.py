"""Signatures of staff comments."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.utils.text import Truncator

from comments.models import Comment


@dataclass(frozen=True)
class Signature:
    """The user who writes, and the name and the badge shown above the comment."""

    user: AbstractBaseUser
    name: str
    badge: Comment.Badge


def signature_of(user, article) -> Signature:
    """Return the signature of a member of staff: the byline and the author's badge on an article of their own."""
    longest = Comment._meta.get_field("name").max_length
    for byline in article.bylines.all():
        if byline.contributor.user_id == user.pk:
            return Signature(user, Truncator(byline.contributor.name).chars(longest), Comment.Badge.AUTHOR)
    name = user.get_full_name() or user.get_username()
    return Signature(user, Truncator(name).chars(longest), Comment.Badge.STAFF)
