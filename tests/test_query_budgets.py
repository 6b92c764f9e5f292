"""A page costs the same few queries whatever it shows."""

import pytest
from django.db import transaction
from django.utils import timezone

from articles import filing, galleys, reads, workflow
from articles.models import Article, Byline, Correction, Kin, ReadCount, Slot, StandingPage
from articles.search.index import index
from newsroom.lib import printing
from newsroom.lib.planner import look_at_tables
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


def make_articles(rows, *, section_of=None, byline=True, topics=(), **common):
    """Publish `rows` stories an hour apart with few statements, and do for all of them what a save does for one.

    `common` are fields of each, or functions of its number that give them.
    """
    first = Article.objects.count()
    articles = Article.objects.bulk_create(
        Article(
            **{
                "section": section_of(number) if section_of else make_section(),
                "headline": f"Ferry {first + number} sails again",
                "slug": f"ferry-{first + number}-sails",
                "standfirst": "After a winter in dock the boat is back on the evening crossing.",
                "copy": "<p>The ferry left the quay at six, half empty and on time.</p>",
                "words": 11,
                "published_at": THEN + number * HOUR,
                "review": Article.Review.APPROVED,
            }
            | {name: value(number) if callable(value) else value for name, value in common.items()}
        )
        for number in range(rows)
    )
    if byline:
        Byline.objects.bulk_create(Byline(article=each, contributor=make_contributor()) for each in articles)
    Tagging = Article.topics.through  # noqa: N806
    Tagging.objects.bulk_create(Tagging(article=each, topic=topic) for each in articles for topic in topics)
    keep_current(articles)
    return articles


def keep_current(articles):
    """Do what follows when articles, their names and their topics are saved one by one."""
    keys = [each.pk for each in articles]
    for _number in galleys.set_what_is_out_of_date():
        pass
    index(keys)
    filing.file(keys)
    Kin.objects.put_off(keys, timezone.now())


def fill_paper(rows):
    """Publish `rows` stories, each with a picture, two names, two topics and an approved comment."""
    topics = [make_topic("Harbour"), make_topic("Work")]
    articles = make_articles(rows, picture=make_picture(size=(9, 6)), topics=topics)
    photographer = make_contributor("Bo Lind")
    Byline.objects.bulk_create(
        Byline(article=each, contributor=photographer, role="photographer", position=1) for each in articles
    )
    keep_current(articles)
    for article in articles:
        make_comment(article)


def rank_all(rows):
    """Have all stories read."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    ReadCount.objects.add({(pk, hour): pk for pk in Article.objects.values_list("pk", flat=True)})
    reads.rank()


def fill_sections(rows):
    """Publish in `rows` sections more than the top of the front page holds."""
    sections = [make_section(f"Section-{number}") for number in range(rows)]
    make_articles(6 * rows, section_of=lambda number: sections[number % rows])


def fill_article(rows):
    """Publish one story with `rows` of everything, and as many neighbours."""
    article = make_article(slug="quay", picture=make_picture(size=(9, 6)))
    article.topics.set(make_topic(f"Topic-{number}") for number in range(rows))
    people = [make_contributor(f"Person {number}") for number in range(rows)]
    Byline.objects.bulk_create(
        Byline(article=article, contributor=person, position=number) for number, person in enumerate(people, 1)
    )
    keep_current([article])
    make_articles(rows, published_at=THEN)
    for number in range(rows):
        Correction.objects.create(article=article, text=f"Number {number}.")
        comment = make_comment(article)
        make_comment(article, parent=make_comment(article, parent=comment))
        make_comment(article, state="removed")


def translate_article(rows):
    """Publish the one story in another language."""
    make_article(slug="quai", language="fr", translation_of=Article.objects.get(slug="quay"))


def fill_places(rows):
    """Fill every place of the front page with a story of its own, and of `rows` sections the head."""
    newest = Article.objects.newest_first()
    for place, article in zip(
        ("breaking", "lead", "second-1", "second-2", "second-3", "second-4"), newest, strict=False
    ):
        Slot.objects.create(place=place, article=article, starts_at=THEN)
    for number in range(rows):
        section = make_section(f"Section-{number}")
        Slot.objects.create(place="section", section=section, article=section.articles.first(), starts_at=THEN)


def fill_head(rows):
    """Fill the head of a section, and the breaking bar, by hand."""
    for place, section in (("breaking", None), ("section", make_section())):
        Slot.objects.create(place=place, section=section, article=Article.objects.first(), starts_at=THEN)


def fill_series(rows):
    make_articles(
        rows,
        published_at=THEN,
        series=make_series(),
        part=lambda number: number + 1,
        slug=lambda number: f"part-{number + 1}",
    )


def fill_corrections(rows):
    for number, article in enumerate(make_articles(rows, published_at=THEN)):
        Correction.objects.create(article=article, text=f"Number {number}.")


def fill_pages(rows):
    for number in range(rows):
        StandingPage.objects.create(title=f"Page {number}", slug=f"page-{number}", kind="other")


def fill_versions(rows):
    """Publish one story of `rows` versions."""
    article = make_article(slug="quay")
    for _version in range(rows - 1):
        workflow.mark_updated(article, by=None)


# What is done to an empty paper, one after the other. Papers that begin alike are filled once until they part.
PAPER = (fill_paper,)
RANKED = (fill_paper, rank_all)
HEADED = (fill_paper, fill_head)
SECTIONS = (fill_sections,)
BY_HAND = (fill_sections, fill_paper, fill_places)
ARTICLE = (fill_article,)
LANGUAGES = (fill_article, translate_article)
SERIES = (fill_series,)
CORRECTIONS = (fill_corrections,)
STANDING = (fill_pages,)
VERSIONS = (fill_versions,)

PAGES = {
    "front page filled by hand": ("/", BY_HAND),
    "section with a head": ("/city/", HEADED),
    "series": ("/series/low-water/", SERIES),
    "article of a series": ("/city/part-2/", SERIES),
    "latest": ("/latest/", PAPER),
    "archive": ("/archive/", PAPER),
    "archive of a year": ("/archive/2026/", PAPER),
    "archive of a month": ("/archive/2026/01/", PAPER),
    "archive of a day": ("/archive/2026/01/15/", PAPER),
    "corrections": ("/corrections/", CORRECTIONS),
    "house rules": ("/house-rules/", STANDING),
    "page about the paper": ("/about/page-1/", STANDING),
    "front page": ("/", PAPER),
    "front page of many sections": ("/", SECTIONS),
    "front page with a ranking": ("/", RANKED),
    "most read": ("/most-read/", RANKED),
    "most read of a week": ("/most-read/week/", RANKED),
    "section": ("/city/", PAPER),
    "topic": ("/topic/harbour/", PAPER),
    "contributor": ("/contributor/ada-quayle/", PAPER),
    "search": ("/search/?q=ferry", PAPER),
    "article": ("/city/quay/", ARTICLE),
    "article in two languages": ("/city/quay/", LANGUAGES),
    "versions": ("/city/quay/versions/", VERSIONS),
    "feed": ("/feeds/rss.xml", PAPER),
    "feed of corrections": ("/feeds/corrections/rss.xml", ARTICLE),
    "feed of a section": ("/feeds/section/city/atom.xml", PAPER),
    "feed of a topic": ("/feeds/topic/harbour/feed.json", PAPER),
    "feed of a contributor": ("/feeds/contributor/ada-quayle/rss.xml", PAPER),
}
ABSENT = ["/city/absent/", "/absent/", "/topic/absent/"]
OPENED = [*PAGES.values(), *((path, PAPER) for path in ABSENT)]


def asked_in_papers(rows, filled=()):
    """Return {(path, how its paper is filled): what is asked for it}, of the papers that begin as this one is filled."""
    asked = {}
    for fill in dict.fromkeys(
        way[len(filled)] for _path, way in OPENED if len(way) > len(filled) and way[: len(filled)] == filled
    ):
        with transaction.atomic():
            fill(rows)
            asked |= asked_here((*filled, fill)) | asked_in_papers(rows, (*filled, fill))
            transaction.set_rollback(True)
    return asked


def asked_here(filled):
    """Return {(path, how its paper is filled): what is asked for it}, of the pages that are opened in this paper."""
    paths = [path for path, way in OPENED if way == filled]
    if paths:
        # PostgreSQL may have looked at the tables when they held less.
        look_at_tables()
    asked = {}
    for path in paths:
        printing.forget()
        asked[path, filled] = asked_for(path)
    return asked


@pytest.fixture(scope="module")
def asked(django_db_setup, django_db_blocker):
    """What is asked for each page, by the number of rows that its paper is filled with."""
    with django_db_blocker.unblock():
        return {rows: asked_in_papers(rows) for rows in (3, 30)}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_costs_the_same_few_queries_with_3_rows_and_with_30(asked, page):
    (status, few), (status_of_many, many) = (asked[rows][page] for rows in (3, 30))
    path, _filled = page
    assert (status, status_of_many) == (200, 200)
    assert len(few) == len(many), f"{path}: {len(few)} queries with 3 rows, {len(many)} with 30"
    assert len(many) <= BUDGET, f"{path}: {len(many)} queries:\n" + "\n".join(many)


@pytest.mark.parametrize("path", ["/", "/search/", "/search/?q=absent"])
def test_a_page_of_nothing_costs_less_still(path):
    status, queries = asked_for(path)
    assert status == 200
    assert len(queries) <= 5


@pytest.mark.parametrize("path", ABSENT)
def test_what_is_not_there_costs_little(asked, path):
    status, queries = asked[3][path, PAPER]
    assert status == 404
    assert len(queries) <= 5
