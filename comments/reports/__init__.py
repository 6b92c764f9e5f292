"""What readers, colleagues and the law say against a comment, and the mistakes that readers find in an article."""

from comments.reports.verbs import flag, report, report_illegal

__all__ = ["flag", "report", "report_illegal"]
