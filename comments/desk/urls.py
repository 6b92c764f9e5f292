"""The pages of the desk that are no model's own: (address below /admin/comments/, view, name)."""

from comments.desk import ban, bulk, decide, history, my_articles, notes, queue, thread

PAGES = [
    ("queue/", queue.queue, "comments_queue"),
    ("queue/new/", queue.arrivals, "comments_queue_new"),
    ("queue/claim/", queue.claim, "comments_queue_claim"),
    ("queue/settings/", queue.keep_settings, "comments_queue_settings"),
    ("queue/many/", bulk.many, "comments_queue_many"),
    ("queue/history/", history.history, "comments_queue_history"),
    ("queue/undo/", decide.undo, "comments_queue_undo"),
    ("thread/<int:thread>/watch/", queue.watch, "comments_thread_watch"),
    ("comment/<int:pk>/decide/", decide.decide, "comments_comment_decide"),
    ("comment/<int:pk>/thread/", thread.thread, "comments_comment_thread"),
    ("commenter/<int:commenter>/note/", notes.add_note, "comments_commenter_note"),
    ("comment/<int:pk>/ban/", ban.ban_author, "comments_ban_author"),
    ("ban/<int:pk>/lift/", ban.lift, "comments_ban_lift"),
    ("own/", my_articles.own_pieces, "comments_own_pieces"),
    ("own/<int:pk>/flag/", my_articles.flag, "comments_own_pieces_flag"),
]
