from django.urls import path

from comments.views import addresses, comment, posting, reader, reports, subscriptions, threads

app_name = "comments"
urlpatterns = [
    path("<int:article_id>/", posting.reply, name="reply"),
    path("ask/", addresses.ask, name="ask"),
    path("confirm/", addresses.confirm, name="confirm"),
    path("follow/", subscriptions.follow, name="follow"),
    path("manage/", reader.manage, name="manage"),
    path("own/", comment.own, name="own"),
    path("unfollow/", subscriptions.unfollow, name="unfollow"),
    path("<int:article_id>/count/", threads.count, name="count"),
    path("<int:article_id>/<feed_name:name>", threads.feed, name="feed"),
    path("report/<int:pk>/", reports.report, name="report"),
    path("<int:article_id>/reported/", reports.reported, name="reported"),
    path("case/", reports.case, name="case"),
]
