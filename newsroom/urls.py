"""The URL patterns of the site. The first words of the paths here are reserved: no section may use them."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from comments.views.threads import most_discussed
from newsroom import pages, well_known

urlpatterns = [
    path("manifest", pages.manifest, name="manifest"),
    path("admin/", admin.site.urls),
    path("comments/", include("comments.urls")),
    path("most-discussed/", most_discussed, name="most_discussed"),
    # Only names that we make: a longer one might exceed the file system's limit.
    re_path(rf"^{settings.MEDIA_URL.strip('/')}/(?P<path>[a-zA-Z0-9_./-]{{1,100}})$", pages.picture_file),
    path("robots.txt", well_known.robots_txt),
    path("ads.txt", well_known.ads_txt),
    path("trust.txt", well_known.trust_txt),
    path(".well-known/trust.txt", well_known.trust_txt),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path("security.txt", RedirectView.as_view(pattern_name="security_txt", permanent=True)),
    re_path(r"^(?P<key>[a-zA-Z0-9-]{8,128})\.txt$", well_known.indexnow_key),
    path("", include("articles.urls")),
]

handler400 = pages.bad_request
handler403 = pages.forbidden
handler404 = pages.not_found
handler500 = pages.server_error
