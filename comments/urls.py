from django.urls import path

from comments.views import addresses, comment, posting, reader, reports, subscriptions, threads

app_name = "comments"
urlpatterns = [
    # <article>/: the thread of an article
    path("<int:article_id>/", posting.reply, name="reply"),
    path("<int:article_id>/count/", threads.count, name="count"),
    path("<int:article_id>/<feed_name:name>", threads.feed, name="feed"),
    path("<int:article_id>/reported/", reports.reported, name="reported"),
    # report/ and case/: a report and its outcome
    path("report/<int:pk>/", reports.report, name="report"),
    path("case/", reports.case, name="case"),
    # comment/: one comment, for its commenter
    path("comment/", comment.comment, name="comment"),
    path("comment/edit/", comment.edit, name="comment_edit"),
    path("comment/appeal/", comment.appeal, name="comment_appeal"),
    path("comment/withdraw/", comment.withdraw, name="comment_withdraw"),
    path("comment/follow/", comment.follow, name="comment_follow"),
    path("comment/unfollow/", comment.unfollow, name="comment_unfollow"),
    path("comment/confirm/", comment.confirm, name="comment_confirm"),
    # reader/: all that was sent with one address, for the reader who has confirmed it
    path("reader/", reader.reader, name="reader"),
    path("reader/claim/", reader.claim, name="reader_claim"),
    path("reader/disown/", reader.disown, name="reader_disown"),
    path("reader/follow/", reader.follow, name="reader_follow"),
    path("reader/unfollow/", reader.unfollow, name="reader_unfollow"),
    path("reader/stop/", reader.stop, name="reader_stop"),
    path("reader/copy/", reader.copy, name="reader_copy"),
    path("reader/erase/", reader.erase, name="reader_erase"),
    path("reader/end-links/", reader.end_links, name="reader_end_links"),
    # ask/ and confirm/: confirming an address
    path("ask/", addresses.ask, name="ask"),
    path("confirm/", addresses.confirm, name="confirm"),
    path("confirm/disown/", addresses.disown, name="confirm_disown"),
    # follow/ and unfollow/: mail about replies; unfollow/ is the one-click unsubscribe of each mail
    path("follow/", subscriptions.follow, name="follow"),
    path("follow/stop/", subscriptions.stop, name="follow_stop"),
    path("unfollow/", subscriptions.unfollow, name="unfollow"),
    path("unfollow/all/", subscriptions.unfollow_all, name="unfollow_all"),
]
