from comments.models.comment import Comment
from comments.models.commenter import Commenter
from comments.models.decision import Decision
from comments.models.thread import Thread

__all__ = ["Comment", "Commenter", "Decision", "Thread"]
