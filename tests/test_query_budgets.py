"""A page costs the same few queries whatever it shows."""

from functools import cache

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles import reads, workflow
from articles.models import Article, Byline, Correction, ReadCount, Slot, StandingPage
from newsroom.lib import printing
from tests.factories import (
    HOUR,
    THEN,
    make_article,
    make_comment,
    make_contributor,
    make_picture,
    make_section,
    make_series,
    make_topic,
)
from tests.queries import asked_for

# In one worker, which fills each paper once for all of its pages: to fill one takes longer than they do.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("budgets")]

BUDGET = 8


def fill_paper(rows):
    """Publish `rows` stories, each with a picture, two names, two topics and an approved comment."""
    picture = make_picture(size=(9, 6))
    topics = [make_topic("Harbour"), make_topic("Work")]
    for number in range(rows):
        article = make_article(picture=picture, topics=topics, published_at=THEN + number * HOUR)
        Byline.objects.create(article=article, contributor=make_contributor("Bo Lind"), role="photographer", position=1)
        make_comment(article)


def fill_ranking(rows):
    """Publish `rows` stories, all of which were read."""
    fill_paper(rows)
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    ReadCount.objects.add({(pk, hour): pk for pk in Article.objects.values_list("pk", flat=True)})
    reads.rank()


def fill_sections(rows):
    """Publish in `rows` sections more than the top of the front page holds."""
    for number in range(6 * rows):
        make_article(section=make_section(f"Section-{number % rows}"), published_at=THEN + number * HOUR)


def fill_article(rows):
    """Publish one story with `rows` of everything, and as many neighbours."""
    article = make_article(slug="quay", picture=make_picture(size=(9, 6)))
    article.topics.set(make_topic(f"Topic-{number}") for number in range(rows))
    for number in range(rows):
        Byline.objects.create(article=article, contributor=make_contributor(f"Person {number}"), position=number + 1)
        Correction.objects.create(article=article, text=f"Number {number}.")
        make_article()
        comment = make_comment(article)
        make_comment(article, parent=make_comment(article, parent=comment))
        make_comment(article, state="removed")


def fill_languages(rows):
    """Publish one story with all that belongs to it, and in another language."""
    fill_article(rows)
    make_article(slug="quai", language="fr", translation_of=Article.objects.get(slug="quay"))


def fill_front(rows):
    """Fill a paper, and every place of the front page with a story of its own, and of `rows` sections the head."""
    fill_sections(rows)
    fill_paper(rows)
    newest = Article.objects.newest_first()
    for place, article in zip(
        ("breaking", "lead", "second-1", "second-2", "second-3", "second-4"), newest, strict=False
    ):
        Slot.objects.create(place=place, article=article, starts_at=THEN)
    for number in range(rows):
        section = make_section(f"Section-{number}")
        Slot.objects.create(place="section", section=section, article=section.articles.first(), starts_at=THEN)


def fill_head(rows):
    """Fill a section, and its head and the breaking bar by hand."""
    fill_paper(rows)
    for place, section in (("breaking", None), ("section", make_section())):
        Slot.objects.create(place=place, section=section, article=Article.objects.first(), starts_at=THEN)


def fill_series(rows):
    for number in range(1, rows + 1):
        make_article(series=make_series(), part=number, slug=f"part-{number}")


def fill_corrections(rows):
    for number in range(rows):
        Correction.objects.create(article=make_article(), text=f"Number {number}.")


def fill_pages(rows):
    for number in range(rows):
        StandingPage.objects.create(title=f"Page {number}", slug=f"page-{number}", kind="other")


def fill_versions(rows):
    """Publish one story of `rows` versions."""
    article = make_article(slug="quay")
    for _version in range(rows - 1):
        workflow.mark_updated(article, by=None)


PAGES = {
    "front page filled by hand": ("/", fill_front),
    "section with a head": ("/city/", fill_head),
    "series": ("/series/low-water/", fill_series),
    "article of a series": ("/city/part-2/", fill_series),
    "latest": ("/latest/", fill_paper),
    "archive": ("/archive/", fill_paper),
    "archive of a year": ("/archive/2026/", fill_paper),
    "archive of a month": ("/archive/2026/01/", fill_paper),
    "archive of a day": ("/archive/2026/01/15/", fill_paper),
    "corrections": ("/corrections/", fill_corrections),
    "house rules": ("/house-rules/", fill_pages),
    "page about the paper": ("/about/page-1/", fill_pages),
    "front page": ("/", fill_paper),
    "front page of many sections": ("/", fill_sections),
    "front page with a ranking": ("/", fill_ranking),
    "most read": ("/most-read/", fill_ranking),
    "most read of a week": ("/most-read/week/", fill_ranking),
    "section": ("/city/", fill_paper),
    "topic": ("/topic/harbour/", fill_paper),
    "contributor": ("/contributor/ada-quayle/", fill_paper),
    "search": ("/search/?q=ferry", fill_paper),
    "article": ("/city/quay/", fill_article),
    "article in two languages": ("/city/quay/", fill_languages),
    "versions": ("/city/quay/versions/", fill_versions),
    "feed": ("/feeds/rss.xml", fill_paper),
    "feed of corrections": ("/feeds/corrections/rss.xml", fill_article),
    "feed of a section": ("/feeds/section/city/atom.xml", fill_paper),
    "feed of a topic": ("/feeds/topic/harbour/feed.json", fill_paper),
    "feed of a contributor": ("/feeds/contributor/ada-quayle/rss.xml", fill_paper),
}


def asked_in(fill, rows, paths):
    """Return {path: what is asked for it} in a paper that is filled for that, and emptied again."""
    with transaction.atomic():
        fill(rows)
        # PostgreSQL may have looked at the tables when they were empty, and takes them to be so until it looks again: the
        # query of a thread then takes minutes.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        asked = {}
        for path in paths:
            printing.forget()
            asked[path] = asked_for(path)
        transaction.set_rollback(True)
    return asked


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker):
    """`asked(fill, rows)` is what is asked for each page of a filled paper."""

    @cache
    def in_paper(fill, rows):
        with django_db_blocker.unblock():
            return asked_in(fill, rows, [path for path, filled_by in PAGES.values() if filled_by is fill])

    return in_paper


@pytest.mark.parametrize(("path", "fill"), PAGES.values(), ids=PAGES)
def test_a_page_costs_the_same_few_queries_with_3_rows_and_with_30(asked, path, fill):
    (status, few), (status_of_many, many) = (asked(fill, rows)[path] for rows in (3, 30))
    assert (status, status_of_many) == (200, 200)
    assert len(few) == len(many), f"{path}: {len(few)} queries with 3 rows, {len(many)} with 30"
    assert len(many) <= BUDGET, f"{path}: {len(many)} queries:\n" + "\n".join(many)


@pytest.mark.parametrize("path", ["/", "/search/", "/search/?q=absent"])
def test_a_page_of_nothing_costs_less_still(path):
    status, queries = asked_for(path)
    assert status == 200
    assert len(queries) <= 5


@pytest.mark.parametrize("path", ["/city/absent/", "/absent/", "/topic/absent/"])
def test_what_is_not_there_costs_little(path):
    status, queries = asked_in(fill_paper, 3, [path])[path]
    assert status == 404
    assert len(queries) <= 5
