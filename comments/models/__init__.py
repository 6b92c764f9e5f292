from comments.models.ban import Ban
from comments.models.case import Case, CaseEntry
from comments.models.comment import Comment, Mark
from comments.models.commenter import Commenter, CommenterNote
from comments.models.decision import Chain, Decision
from comments.models.house_rule import HouseRule
from comments.models.mistake import ErrorReport
from comments.models.moderator import ModeratorSettings, Watch
from comments.models.notice import Following, Notice
from comments.models.policy import HousePolicy, Policy
from comments.models.report import Report
from comments.models.rule import Rule
from comments.models.spam_filter import SpamFilter
from comments.models.thread import Thread

__all__ = [
    "Ban",
    "Case",
    "CaseEntry",
    "Chain",
    "Comment",
    "Commenter",
    "CommenterNote",
    "Decision",
    "ErrorReport",
    "Following",
    "HousePolicy",
    "HouseRule",
    "Mark",
    "ModeratorSettings",
    "Notice",
    "Policy",
    "Report",
    "Rule",
    "SpamFilter",
    "Thread",
    "Watch",
]
