"""Pages of the desk beside the model admins: (address below /admin/comments/, view, name)."""

from comments.desk import ban, bulk, decide, history, my_articles, notes, queue, thread

PAGES = [
    ("queue/", queue.queue, "comments_queue"),
    ("queue/new/", queue.arrivals, "comments_queue_new"),
    ("queue/claim/", queue.claim, "comments_queue_claim"),
    ("queue/settings/", queue.keep_settings, "comments_queue_settings"),
    ("queue/bulk/", bulk.bulk_page, "comments_queue_bulk"),
    ("queue/history/", history.history, "comments_queue_history"),
    ("queue/undo/", decide.undo, "comments_queue_undo"),
    ("thread/<int:thread>/watch/", queue.watch, "comments_thread_watch"),
    ("comment/<int:pk>/decide/", decide.decide, "comments_comment_decide"),
    ("comment/<int:pk>/thread/", thread.thread, "comments_comment_thread"),
    ("commenter/<int:commenter>/note/", notes.add_note, "comments_commenter_note"),
    ("comment/<int:pk>/ban/", ban.ban_commenter, "comments_ban_commenter"),
    ("ban/<int:pk>/lift/", ban.lift, "comments_ban_lift"),
    ("my-articles/", my_articles.my_articles, "comments_my_articles"),
    ("my-articles/<int:pk>/flag/", my_articles.flag, "comments_my_articles_flag"),
]
