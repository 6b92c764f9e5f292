"""Reports of comments, cases of illegal content, and readers' reports of mistakes in articles."""

from comments.reports.verbs import flag, report, report_illegal

__all__ = ["flag", "report", "report_illegal"]
