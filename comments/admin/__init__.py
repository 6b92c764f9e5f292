from comments.admin import ban, case, comment, commenter, decision, mistake, policies, rule, thread

__all__ = ["ban", "case", "comment", "commenter", "decision", "mistake", "policies", "rule", "thread"]
