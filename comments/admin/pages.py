"""The pages of the desk that are no model's own: (address below /admin/comments/, view, name)."""

from comments.admin import bans, deciding, history, many, notes, own_pieces, queue, threads

PAGES = [
    ("queue/", queue.queue, "comments_queue"),
    ("queue/new/", queue.arrivals, "comments_queue_new"),
    ("queue/claim/", queue.claim, "comments_queue_claim"),
    ("queue/settings/", queue.keep_settings, "comments_queue_settings"),
    ("queue/many/", many.many, "comments_queue_many"),
    ("queue/history/", history.history, "comments_queue_history"),
    ("queue/undo/", deciding.undo, "comments_queue_undo"),
    ("thread/<int:thread>/watch/", queue.watch, "comments_thread_watch"),
    ("comment/<int:pk>/decide/", deciding.decide, "comments_comment_decide"),
    ("comment/<int:pk>/thread/", threads.thread, "comments_comment_thread"),
    ("commenter/<int:commenter>/note/", notes.add_note, "comments_commenter_note"),
    ("comment/<int:pk>/ban/", bans.ban_author, "comments_ban_author"),
    ("ban/<int:pk>/lift/", bans.lift, "comments_ban_lift"),
    ("own/", own_pieces.own_pieces, "comments_own_pieces"),
    ("own/<int:pk>/flag/", own_pieces.flag, "comments_own_pieces_flag"),
]
