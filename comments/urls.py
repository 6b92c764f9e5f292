from django.urls import path

from comments.views import feed, live, manage, own, proof, public, replies, report

app_name = "comments"
urlpatterns = [
    path("<int:article_id>/", public.reply, name="reply"),
    path("ask/", proof.ask, name="ask"),
    path("confirm/", proof.confirm, name="confirm"),
    path("follow/", replies.follow, name="follow"),
    path("manage/", manage.manage, name="manage"),
    path("own/", own.own, name="own"),
    path("unfollow/", replies.unfollow, name="unfollow"),
    path("<int:article_id>/count/", live.count, name="count"),
    path("<int:article_id>/<feed_name:name>", feed.feed, name="feed"),
    path("report/<int:pk>/", report.report, name="report"),
    path("<int:article_id>/reported/", report.reported, name="reported"),
    path("case/", report.case, name="case"),
]
