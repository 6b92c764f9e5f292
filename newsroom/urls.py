"""Every address of the site. The first words of the paths here are reserved: no section may take them."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from newsroom import pages

urlpatterns = [
    path("admin/", admin.site.urls),
    path("comments/", include("comments.urls")),
    re_path(rf"^{settings.MEDIA_URL.strip('/')}/(?P<path>.+)$", pages.picture_file),
    path("", include("articles.urls")),
]

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error
