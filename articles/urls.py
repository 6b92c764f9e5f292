from django.urls import path, register_converter

from articles.views import archive, public, search


class Slug:
    """A slug of any script."""

    regex = r"[-\w]+"

    def to_python(self, value):
        return value

    to_url = to_python


register_converter(Slug, "word")

app_name = "articles"
urlpatterns = [
    path("", public.front_page, name="front_page"),
    path("search/", search.search, name="search"),
    path("topic/<word:slug>/", archive.topic, name="topic"),
    path("contributor/<word:slug>/", archive.contributor, name="contributor"),
    path("<word:slug>/", archive.section, name="section"),
    path("<word:section>/<word:slug>/", public.article, name="article"),
]
