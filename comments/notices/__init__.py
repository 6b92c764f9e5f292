"""Notices to commenters, by mail, and the texts on their own pages."""

from comments.notices.send import send_due
from comments.notices.write import announce, ask_for_proof, ask_to_follow, may_be_mailed, send_link, take_back

__all__ = ["announce", "ask_for_proof", "ask_to_follow", "may_be_mailed", "send_due", "send_link", "take_back"]
