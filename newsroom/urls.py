"""Every address of the site. The first words of the paths here are reserved: no section may take them."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from newsroom import pages

urlpatterns = [
    path("admin/", admin.site.urls),
    path("comments/", include("comments.urls")),
    # The names that we give; a longer one would be more than a file system can be asked for.
    re_path(rf"^{settings.MEDIA_URL.strip('/')}/(?P<path>[a-zA-Z0-9_./-]{{1,100}})$", pages.picture_file),
    path("", include("articles.urls")),
]

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error
