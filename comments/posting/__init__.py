"""How a comment comes in: from a reader by the form, or from the newsroom's own people."""

from comments.posting.verbs import receive, receive_from_staff

__all__ = ["receive", "receive_from_staff"]
