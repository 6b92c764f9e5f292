from django.urls import path

from comments.views import public

app_name = "comments"
urlpatterns = [
    path("<int:article_id>/", public.reply, name="reply"),
]
