"""Posting comments: by readers with the form, and by staff."""

from comments.posting.verbs import receive, receive_from_staff

__all__ = ["receive", "receive_from_staff"]
