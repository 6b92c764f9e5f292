"""Actions of readers by signed link, without an account."""

from comments.moderation.transitions import EDITABLE_FOR
from comments.readers.verbs import appeal, edit, may_appeal, may_edit, may_withdraw, withdraw

__all__ = ["EDITABLE_FOR", "appeal", "edit", "may_appeal", "may_edit", "may_withdraw", "withdraw"]
