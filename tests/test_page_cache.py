"""No page that is kept differs from what the paper would print now, and no change throws away more than it must."""

import re
from copy import deepcopy
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections, transaction
from django.utils import timezone

from articles import reads, slots, workflow
from articles.feeds import address_of
from articles.models import Article, Byline, Correction, ReadCount, Slot, StandingPage
from comments import moderation, readers
from comments.models import Comment, HousePolicy, Policy, Thread
from comments.privacy.erase import erase
from comments.tokens import link_to
from newsroom.lib import printing
from newsroom.lib.droplog import drop
from newsroom.lib.pagecache import PAGE, PageCache
from newsroom.page_cache import EVERYTHING, Changes
from tests.factories import (
    THEN,
    make_article,
    make_comment,
    make_contributor,
    make_picture,
    make_section,
    make_series,
    make_topic,
)

# In one worker, which writes the edition once for all tests, and prints it once as it is before anything changes.
pytestmark = pytest.mark.xdist_group("page cache")

# What differs between two prints of the same page: the moment at which its form was stamped.
_STAMP = re.compile(rb'name="stamp" value="[^"]*"')


class FirstPrints:
    """The paper as long as nothing has been done to the edition: it prints each page once, whichever test asks."""

    def __init__(self):
        self.paper = get_wsgi_application()
        self._answers = {}
        self._parts = None

    def __call__(self, environ, start_response):
        address = environ["PATH_INFO"], environ["QUERY_STRING"]
        if address not in self._answers:
            said = []
            result = self.paper(environ, lambda *args: said.append(args))
            body = b"".join(result)
            result.close() if hasattr(result, "close") else None
            self._answers[address] = *said[0], body, environ[PAGE]
        status, headers, body, page = self._answers[address]
        environ[PAGE].is_shared, environ[PAGE].tags = page.is_shared, set(page.tags)
        start_response(status, list(headers))
        return [body]

    def remember_parts(self):
        """Have the parts that were printed with these pages remembered, as if they had just been printed."""
        if self._parts is None:
            self._parts = deepcopy(vars(printing._memory))
        vars(printing._memory).update(deepcopy(self._parts))


class Press:
    """The paper as one worker serves it, with a clock that can be moved, and the paper without its memory."""

    def __init__(self, monkeypatch, first_prints):
        self.paper = self._printing = first_prints.paper
        self._first_prints = first_prints
        self._ahead = timedelta()
        now = timezone.now
        monkeypatch.setattr("django.utils.timezone.now", lambda: now() + self._ahead)
        self.kept = PageCache(
            lambda *request: self._printing(*request),
            Changes(),
            hosts=["testserver"],
            private_cookies=["sessionid"],
            scheme_of=lambda environ: "http",
            megabytes=8,
            last_resort=3600,
            clock=lambda: timezone.now().timestamp(),
        )

    def wait(self, **length):
        self._ahead += timedelta(**length)

    def open_before_any_change(self, paths):
        """Have the pages of the edition kept, to which nothing was done yet."""
        self._printing = self._first_prints
        for path in paths:
            self.ask(path)
        self._first_prints.remember_parts()
        self._printing = self.paper

    def ask(self, path):
        return self._ask(self.kept, path)

    def print_anew(self, path):
        printing.forget()
        return self._ask(self.paper, path)[2]

    @staticmethod
    def _ask(application, path):
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "HTTP_HOST": "testserver",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        said = []
        result = application(environ, lambda *args: said.append(args))
        body = b"".join(result)
        result.close() if hasattr(result, "close") else None
        how = dict(said[0][1]).get("Cache-Status", "").removeprefix("newsroom; ")
        return int(said[0][0][:3]), how, _STAMP.sub(b"", body)


def write_edition():
    """Two sections, two topics, two contributors; `one` and `other` share none of them, and `one` alone was read."""
    one = make_article(
        section=make_section("City"),
        byline=make_contributor("Ada Quayle"),
        topics=[make_topic("Harbour")],
        picture=make_picture(),
    )
    other = make_article(section=make_section("Sport"), byline=make_contributor("Ben Osei"), topics=[make_topic("Row")])
    make_comment(one)
    make_comment(other)
    read(one, 3)
    return one.pk, other.pk


@pytest.fixture(scope="module")
def written(django_db_setup, django_db_blocker):
    """Write the edition once for the tests of this file, and take it away again; no test sees what another does to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield write_edition()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def first_prints(written):
    return FirstPrints()


@pytest.fixture
def edition(written, db):
    """Return `one` and `other` of the edition, as `write_edition` says."""
    articles = Article.objects.select_related("section", "picture").in_bulk(written)
    return tuple(articles[pk] for pk in written)


@pytest.fixture
def press(edition, first_prints, monkeypatch):
    # All of a test is one transaction, which would end with the first request.
    monkeypatch.setattr(connections["default"], "close_if_unusable_or_obsolete", lambda: None)
    return Press(monkeypatch, first_prints)


def pages_of(article):
    return {
        article.get_absolute_url(): "article",
        article.section.get_absolute_url(): "section",
        article.topics.first().get_absolute_url(): "topic",
        article.bylines.first().contributor.get_absolute_url(): "contributor",
        f"/comments/{article.pk}/count/": "count",
    }


def all_pages(edition):
    one, other = edition
    return (
        {"/": "front", "/most-read/": "most read"}
        | pages_of(one)
        | {path: f"other {name}" for path, name in pages_of(other).items()}
    )


def feeds_of(article):
    subjects = [article.section, article.topics.first(), article.bylines.first().contributor]
    return ["/feeds/rss.xml", *(address_of("rss.xml", subject) for subject in subjects)]


def rebuilt_after(press, edition, change):
    """Return the names of the pages that a change had built anew, after comparing the others with what is printed now."""
    pages = all_pages(edition)
    feeds = feeds_of(edition[0])
    press.open_before_any_change([*pages, *feeds])
    for path in [*pages, *feeds]:
        assert press.ask(path)[1] == "hit", path
    change()
    press.wait(seconds=1)
    rebuilt = set()
    for path, name in pages.items():
        _status, how, body = press.ask(path)
        if how == "hit":
            assert body == press.print_anew(path), name
        else:
            rebuilt.add(name)
    for path in feeds:
        assert press.ask(path)[2] == press.print_anew(path), path
    return rebuilt


CARDS = {"front", "most read", "section", "topic", "contributor"}
OWN = CARDS | {"article", "count"}
EVERY_NAME = OWN | {f"other {name}" for name in ("article", "section", "topic", "contributor", "count")}
# Every page but the count of comments says what the sections are called.
WITH_SECTIONS = EVERY_NAME - {"count", "other count"}


def edit(article, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    article.save()


def approve_another(one):
    moderation.approve(make_comment(one, state="held"), by=None)


def read(article, times):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    ReadCount.objects.add({(article.pk, hour): times})
    reads.rank()


def rename(row):
    row.name = "Renamed"
    row.save()


# {what an editor or a moderator does: (the deed, the pages that it changes)}
CHANGES = {
    "a headline": (lambda one: edit(one, headline="Another headline"), OWN),
    "a comma in the copy": (lambda one: edit(one, copy="<p>Another text, at last.</p>"), OWN),
    "a new lead picture": (lambda one: edit(one, picture=make_picture()), OWN),
    "another section": (
        lambda one: edit(one, section=make_section("Sport")),
        OWN | {"other article", "other section"},
    ),
    "a correction": (lambda one: workflow.correct(one, by=None, kind="correction", text="It was six."), OWN),
    "a correction taken back": (
        lambda one: Correction.objects.create(article=one, kind="correction", text="No.").delete(),
        OWN,
    ),
    "a withdrawal": (lambda one: workflow.withdraw(one, by=None, reason="An error."), OWN),
    "a deletion": (lambda one: Article.objects.get(pk=one.pk).delete(), OWN),
    "another name in the byline": (
        lambda one: Byline.objects.create(article=one, contributor=make_contributor("Ben Osei")),
        OWN | {"other contributor"},
    ),
    "a topic more": (lambda one: one.topics.add(make_topic("Row")), OWN | {"other topic"}),
    "a topic less": (lambda one: one.topics.remove(make_topic("Harbour")), OWN),
    "no topics": (lambda one: one.topics.clear(), OWN),
    "a topic renamed": (lambda one: rename(make_topic("Harbour")), {"article", "topic"}),
    "a contributor renamed": (lambda one: rename(make_contributor("Ada Quayle")), CARDS | {"article"}),
    "a section renamed": (lambda one: rename(make_section("City")), WITH_SECTIONS),
    "a section more": (lambda one: make_section("Culture"), WITH_SECTIONS),
    "a picture described anew": (lambda one: edit(one.picture, alt="Another thing is seen"), CARDS | {"article"}),
    "a picture warned of": (lambda one: edit(one.picture, warning="An injury is shown."), CARDS | {"article"}),
    "a comment approved": (approve_another, OWN),
    "a comment rejected": (
        lambda one: moderation.reject(make_comment(one, state="held"), by=None, reason="attack"),
        set(),
    ),
    "a comment removed": (
        lambda one: moderation.remove(one_comment(one), by=None, reason="attack"),
        OWN,
    ),
    "a comment taken back": (lambda one: readers.withdraw(one_comment(one)), OWN),
    "a commenter erased": (lambda one: erase(one_comment(one).commenter), OWN),
    "a pick": (lambda one: moderation.pick(one_comment(one), by=None), OWN),
    "a thread closed": (
        lambda one: close(Thread.objects.get(article=one)),
        OWN,
    ),
    "comments closed everywhere": (
        lambda one: HousePolicy.objects.create(policy=Policy.CLOSED),
        {"article", "other article"},
    ),
    "a draft": (lambda one: make_article(published_at=None, section=one.section, byline=None), set()),
    "a story scheduled": (
        lambda one: make_article(published_at=timezone.now() + timedelta(days=1), section=one.section, byline=None),
        set(),
    ),
    "a story published": (
        lambda one: make_article(published_at=THEN + timedelta(days=1), section=one.section, byline=None),
        {"front", "section", "article"},
    ),
    "another story read most": (lambda one: read(Article.objects.exclude(pk=one.pk).get(), 9), {"front", "most read"}),
    "the same read once more": (lambda one: read(one, 1), set()),
    "too much to name": (lambda one: drop(EVERYTHING), EVERY_NAME),
}


def one_comment(article):
    return Comment.objects.get(thread__article=article)


def close(thread):
    thread.policy = Policy.CLOSED
    thread.save()


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_on_every_page_that_shows_it_and_no_other_page_is_built(press, edition, name):
    """S31."""
    change, expected = CHANGES[name]
    assert rebuilt_after(press, edition, lambda: change(edition[0])) == expected


def test_a_withdrawn_story_is_gone_at_once(press, edition):
    path = edition[0].get_absolute_url()
    press.ask(path)
    workflow.withdraw(edition[0], by=None, reason="An error.")
    press.wait(seconds=1)
    assert press.ask(path)[0] == 410


def test_a_story_says_that_it_is_old_by_the_clock(press, edition):
    """No page is fresh for long enough that its age would be wrong for more than minutes."""
    pages = [edition[0].get_absolute_url(), edition[0].section.get_absolute_url()]
    [press.ask(path) for path in pages]
    press.wait(days=400)
    [press.ask(path) for path in pages]
    assert all(b"more than a year old" in press.ask(path)[2].lower() for path in pages)


def test_a_story_appears_and_goes_by_the_clock(press, edition):
    """No page is fresh beyond the moment at which something is published, an embargo ends or a story goes."""
    later = timezone.now() + timedelta(seconds=60)
    story = make_article(section=edition[0].section, published_at=THEN, embargo_until=later, headline="Fog at last")
    workflow_end = later + timedelta(seconds=60)
    Article.objects.filter(pk=story.pk).update(withdrawn_at=workflow_end)

    def is_on(path):
        press.ask(path)
        return b"Fog at last" in press.ask(path)[2]

    pages = ["/", edition[0].section.get_absolute_url(), edition[0].get_absolute_url()]
    pages += ["/feeds/rss.xml", address_of("atom.xml", edition[0].section)]
    assert [is_on(path) for path in pages] == [False] * 5
    assert press.ask(story.get_absolute_url())[0] == 404
    press.wait(seconds=60)
    assert [is_on(path) for path in pages] == [True] * 5
    assert press.ask(story.get_absolute_url())[0] == 200
    press.wait(seconds=60)
    assert [is_on(path) for path in pages] == [False] * 5
    assert press.ask(story.get_absolute_url())[0] == 410


def test_what_does_not_concern_a_feed_leaves_it_kept(press, edition):
    path = address_of("rss.xml", edition[1].section)
    press.ask(path)
    workflow.correct(edition[0], by=None, kind="correction", text="It was six.")
    approve_another(edition[1])
    press.wait(seconds=1)
    assert press.ask(path)[1] == "hit"


def rebuilt_by(press, paths, change):
    """Return those of the pages that a change had built anew, after comparing all with what is printed now."""
    for path in paths:
        press.ask(path)
        assert press.ask(path)[1] == "hit", path
    change()
    press.wait(seconds=1)
    answers = {path: press.ask(path) for path in paths}
    assert all(answer[2] == press.print_anew(path) for path, answer in answers.items())
    return {path for path, answer in answers.items() if answer[1] != "hit"}


FRONTS = ["/", "/city/", "/sport/"]


@pytest.mark.parametrize(
    ("place", "rebuilt"), [("lead", {"/"}), ("section", {"/", "/city/"}), ("breaking", {"/", "/city/", "/sport/"})]
)
def test_what_is_put_onto_the_front_page_is_seen_where_it_shows(press, edition, place, rebuilt):
    section = edition[0].section if place == "section" else None
    slot = Slot(place=place, article=edition[0], section=section)
    pages = [*FRONTS, edition[0].get_absolute_url(), "/topic/harbour/"]
    assert rebuilt_by(press, pages, lambda: slots.fill(slot, by=None)) == rebuilt
    assert rebuilt_by(press, pages, lambda: slots.empty(slot, by=None)) == rebuilt


def test_a_slot_comes_and_goes_by_the_clock(press, edition):
    later = timezone.now() + timedelta(seconds=60)
    terms = {"starts_at": later, "ends_at": later + timedelta(seconds=60)}
    Slot.objects.create(place="breaking", text="The bridge is shut.", **terms)

    def is_on(path):
        press.ask(path)
        return b"The bridge is shut." in press.ask(path)[2]

    assert [is_on(path) for path in FRONTS] == [False] * 3
    press.wait(seconds=60)
    assert [is_on(path) for path in FRONTS] == [True] * 3
    press.wait(seconds=60)
    assert [is_on(path) for path in FRONTS] == [False] * 3


def test_a_story_leaves_its_place_when_it_is_too_old(press, edition):
    story = make_article(section=edition[0].section, published_at=timezone.now() - timedelta(minutes=59, seconds=30))
    Slot.objects.create(place="breaking", article=story, age_limit=1, starts_at=THEN)
    assert b'class="breaking"' in press.ask("/sport/")[2]
    press.wait(seconds=60)
    assert b'class="breaking"' not in press.ask("/sport/")[2]


LISTS = ["/latest/", "/archive/", "/archive/2026/", "/archive/2026/01/", "/archive/2026/01/15/", "/corrections/"]


def test_a_new_story_is_seen_in_every_list_that_it_belongs_to(press, edition):
    make_article(published_at=THEN - timedelta(days=90))
    pages = [*LISTS, "/archive/2025/10/17/", "/ethics/", "/house-rules/", "/most-discussed/"]
    StandingPage.objects.create(kind="ethics", title="Ethics")
    rebuilt = rebuilt_by(press, pages, lambda: make_article(published_at=THEN))
    assert rebuilt >= {"/latest/", "/archive/", "/archive/2026/", "/archive/2026/01/", "/archive/2026/01/15/"}
    assert not rebuilt & {"/ethics/", "/house-rules/"}


def test_a_page_about_the_paper_throws_others_away_only_where_they_name_it(press, edition):
    page = StandingPage.objects.create(kind="ethics", title="Ethics")
    pages = ["/ethics/", "/city/"]

    def write(**fields):
        for name, value in fields.items():
            setattr(page, name, value)
        page.save()

    assert rebuilt_by(press, pages, lambda: write(copy="<p>Fairly.</p>")) == {"/ethics/"}
    assert rebuilt_by(press, pages, lambda: write(title="How we work")) == set(pages)


def test_a_story_of_a_series_sees_the_next_part_come(press, edition):
    parts = [make_article(series=make_series(), part=part) for part in (1, 2)]
    pages = [parts[0].get_absolute_url(), "/series/low-water/"]
    assert rebuilt_by(press, pages, lambda: make_article(series=make_series(), part=3)) == set(pages)


def test_an_approved_comment_is_seen_among_what_is_discussed(press, edition):
    story = make_article(published_at=timezone.now() - timedelta(hours=1))
    assert rebuilt_by(press, ["/most-discussed/"], lambda: make_comment(story)) == {"/most-discussed/"}


def test_what_was_rolled_back_drops_nothing(press, edition):
    path = edition[0].get_absolute_url()
    press.ask(path)
    with transaction.atomic():
        edit(edition[0], headline="Never printed")
        transaction.set_rollback(True)
    press.wait(seconds=1)
    assert press.ask(path)[1] == "hit"


@pytest.mark.parametrize(
    "path",
    ["/search/?q=ferry", "/nothing-there/", "/admin/login/", "/?utm_source=x", "/city/?page=1", "/comments/ask/"],
)
def test_these_are_not_kept(press, path):
    for _ in range(2):
        assert press.ask(path)[1] == ""


def test_a_page_of_one_reader_is_not_kept(press, edition):
    """S3, S15."""
    mine = link_to(make_comment(edition[0], state="held", text="Mine alone.")).partition("#")[0]
    assert b"Mine alone." in press.ask(mine)[2]
    assert press.ask(mine)[1] == ""
    assert b"Mine alone." not in press.ask(edition[0].get_absolute_url())[2]


def test_a_translation_is_named_in_its_original_as_soon_as_it_is_out(press, edition):
    """H4: and no longer than it is."""
    original = edition[0]
    translation = make_article(section=make_section("Culture"), language="fr", translation_of=original, byline=None)

    def languages():
        press.wait(seconds=1)
        return b'hreflang="fr"' in press.ask(original.get_absolute_url())[2]

    assert languages()
    workflow.withdraw(translation, by=None, reason="An error.")
    assert not languages()
    workflow.publish(translation, by=None)
    assert languages()
    edit(translation, translation_of=None)
    assert not languages()


def test_a_story_in_little_is_kept_and_follows_the_story(press, edition):
    path = f"/embed/{edition[0].pk}/"
    press.ask(path)
    assert press.ask(path)[1] == "hit"
    edit(edition[0], headline="Another headline")
    press.wait(seconds=1)
    assert b"Another headline" in press.ask(path)[2]
    workflow.withdraw(edition[0], by=None, reason="An error.")
    press.wait(seconds=1)
    assert press.ask(path)[0] == 404
