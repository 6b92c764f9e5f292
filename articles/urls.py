from django.urls import path, re_path, register_converter

from articles.feeds import SUBJECTS
from articles.views import (
    archive,
    corrections,
    days,
    feeds,
    most_read,
    public,
    saved,
    search,
    sharing,
    sitemaps,
    standing,
    versions,
)


class Slug:
    """A slug in any script."""

    regex = r"[-\w]+"

    def to_python(self, value):
        return value

    to_url = to_python


class StandingPage(Slug):
    """The top-level pages about the paper, by the names of `articles.models.StandingPage.Kind`."""

    regex = "about|ethics|masthead|contact|house-rules"


class FeedSubject(Slug):
    """The kinds of subjects that have a feed."""

    regex = "|".join(SUBJECTS)


class Year:
    """Four digits, in addresses of the archive."""

    regex = "[0-9]{4}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return f"{value:04}"


class MonthOrDay(Year):
    """Two digits; the view checks that the date exists."""

    regex = "[0-9]{2}"

    def to_url(self, value):
        return f"{value:02}"


class Key:
    """A primary key, as large as a database can hold."""

    regex = "[0-9]{1,18}"

    def to_python(self, value):
        return int(value)

    to_url = staticmethod(str)


class Part(Year):
    """The number of a file among several, from the second on: the first has no number."""

    regex = "[2-9]|[1-9][0-9]{1,2}"

    def to_url(self, value):
        return str(value)


register_converter(Slug, "word")
register_converter(Key, "key")
register_converter(StandingPage, "standing_page")
register_converter(FeedSubject, "feed_subject")
register_converter(Year, "year")
register_converter(MonthOrDay, "two")
register_converter(Part, "part")

app_name = "articles"
urlpatterns = [
    path("", public.front_page, name="front_page"),
    path("oembed", sharing.describe, name="oembed"),
    path("embed/<key:pk>/", sharing.embed, name="embed"),
    path("cards/<key:pk>-<slug:digest>.jpg", sharing.card, name="card"),
    path("cards/paper-<slug:digest>.jpg", sharing.card_of_paper, name="card_of_paper"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("most-read/", most_read.most_read, name="most_read"),
    path("most-read/week/", most_read.most_read, {"span": "week"}, name="most_read_in_week"),
    path("feeds/<feed_name:name>", feeds.feed, name="feed"),
    path("feeds/corrections/<feed_name:name>", feeds.corrections, name="corrections_feed"),
    path("feeds/<feed_subject:kind>/<word:slug>/<feed_name:name>", feeds.feed_of, name="feed_of"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages, name="pages_sitemap"),
    path("sitemaps/news.xml", sitemaps.news, name="news_sitemap"),
    path("sitemaps/news-<part:part>.xml", sitemaps.news, name="news_sitemap"),
    path("sitemaps/<year:year>-<two:month>.xml", sitemaps.month, name="month_sitemap"),
    path("sitemaps/<year:year>-<two:month>-<part:part>.xml", sitemaps.month, name="month_sitemap"),
    path("<feed_name:name>", feeds.guessed),
    re_path(r"^(?:feed|feeds|rss|feed\.xml|index\.xml)/?$", feeds.guessed),
    re_path(r"^atom/?$", feeds.guessed, {"name": "atom.xml"}),
    path("latest/", archive.latest, name="latest"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("archive/", days.archive, name="archive"),
    path("archive/<year:year>/", days.year, name="archive_year"),
    path("archive/<year:year>/<two:month>/", days.month, name="archive_month"),
    path("archive/<year:year>/<two:month>/<two:day>/", days.day, name="archive_day"),
    path("saved/", saved.saved, name="saved"),
    path("topic/<word:slug>/", archive.topic, name="topic"),
    path("contributor/<word:slug>/", archive.contributor, name="contributor"),
    path("series/<word:slug>/", archive.series, name="series"),
    path("about/<word:slug>/", standing.standing_page, name="about_page"),
    path("<standing_page:slug>/", standing.standing_page, name="standing_page"),
    path("<word:slug>/", archive.section, name="section"),
    path("<word:section>/<word:slug>/", public.article, name="article"),
    path("<word:section>/<word:slug>/versions/", versions.versions, name="versions"),
]
