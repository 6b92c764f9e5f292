from comments.admin import bans, cases, comment, mistakes, policies, record, reference, rules

__all__ = ["bans", "cases", "comment", "mistakes", "policies", "record", "reference", "rules"]
