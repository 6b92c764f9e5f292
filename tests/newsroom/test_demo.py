"""The demo edition is a whole paper: everything that a page can show is somewhere in it."""

import io
import re
from collections import Counter
from datetime import timedelta
from zlib import crc32

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from PIL import Image

from articles.front_page import front_page
from articles.furniture import policies
from articles.models import Article, Contributor, Correction, Picture, Section, Series, Slot, StandingPage, Topic
from comments.models import Chain, Comment, Commenter, Decision, SpamFilter, Thread
from comments.moderation import log
from newsroom.demo import edition
from tests.factories import make_article, make_contributor, make_section
from tests.page import Page

# In one worker, which loads the edition once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


class Stamps(type(edition.HERE)):
    """The folder of the edition, where each picture is a stamp: the edition is what is tested here."""

    def read_bytes(self):
        if self.suffix != ".webp":
            return super().read_bytes()
        out = io.BytesIO()
        Image.new("RGB", (30, 20), f"#{crc32(self.name.encode()) & 0xFFFFFF:06x}").save(out, "PNG")
        return out.getvalue()


@pytest.fixture(scope="module")
def small_pictures():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edition, "HERE", Stamps(edition.HERE))
        yield


@pytest.fixture(scope="class")
def printed(small_pictures, django_db_setup, django_db_blocker):
    """Load the edition once for the tests of a class, and take it away again; return what the command prints."""
    out = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(printed, db):
    """The passwords that were printed: {name to sign in with: password}."""
    return dict(re.findall(r"^  (\w+) +(\S+)$", printed, re.M))


@pytest.fixture
def empty_paper(small_pictures, db):
    """A paper that nobody has begun."""


class TestLoaded:
    """What is in it, once it is loaded."""

    def test_it_is_a_whole_paper(self, loaded):
        published = Article.objects.published()
        assert published.count() >= 30
        assert published.values("section").distinct().count() >= 6
        assert published.values("bylines__contributor").distinct().count() >= 6
        assert not [article.headline for article in Article.objects.filter(bylines=None)]

    @pytest.mark.parametrize("kind", Article.Kind)
    def test_every_type_of_article_is_in_it(self, loaded, kind):
        assert Article.objects.published().filter(kind=kind).exists()

    @pytest.mark.parametrize("state", Article.Publication)
    def test_the_desk_finds_an_article_in_every_state(self, loaded, state):
        assert state in {article.publication for article in Article.objects.all()}

    def test_it_is_dated_relative_to_today(self, loaded):
        newest = Article.objects.published().newest_first()
        assert newest[0].published_at > timezone.now() - timedelta(hours=12)
        assert newest.last().published_at > timezone.now() - timedelta(days=400)

    def test_it_has_corrections_printed_with_published_stories(self, loaded):
        assert Correction.objects.filter(article__in=Article.objects.published()).count() >= 3
        assert len({correction.kind for correction in Correction.objects.all()}) >= 2
        assert not [c for c in Correction.objects.all() if not c.article.published_at <= c.made_at <= timezone.now()]

    @pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("es", "ltr")])
    def test_it_speaks_other_languages(self, loaded, client, language, direction):
        article = Article.objects.published().get(language=language)
        page = Page(client.get(article.get_absolute_url()))
        assert (page.one("h1").inherited("lang"), page.one("h1").inherited("dir")) == (language, direction)

    @pytest.mark.parametrize("state", ["held", "approved", "rejected", "spam"])
    def test_there_are_comments_in_every_state_a_moderator_meets(self, loaded, state):
        assert Comment.objects.filter(state=state).count() >= 2

    def test_there_are_replies_to_replies(self, loaded):
        assert Comment.objects.approved().filter(parent__parent__isnull=False).exists()

    def test_comments_come_after_their_article_and_replies_after_what_they_answer(self, loaded):
        for comment in Comment.objects.select_related("thread__article", "parent"):
            before = comment.parent.created_at if comment.parent else comment.thread.article.published_at
            assert before <= comment.created_at <= timezone.now(), comment

    def test_every_decision_says_who_made_it_and_why_it_went_against_someone(self, loaded):
        decided = Decision.objects.filter(verb__in=["approve", "reject", "mark_spam"])
        assert decided.count() == Comment.objects.exclude(state="held").count()
        assert not decided.filter(actor="moderator", decided_by=None).exists()
        assert not decided.filter(to_state="rejected", reason="").exists()
        assert list(log.faults()) == []

    def test_the_spam_filter_has_learnt_every_decision(self, loaded):
        assert SpamFilter.objects.get().learnt == Chain.objects.get().length

    def test_the_newsroom_answers_picks_and_is_objected_to(self, loaded):
        assert Comment.objects.filter(badge="author").count() >= 5
        assert Comment.objects.exclude(picked_at=None).count() == 2
        assert Comment.objects.marked("appeal").filter(state="rejected").count() == 2

    def test_the_counters_of_threads_are_right(self, loaded):
        approved = Counter(Comment.objects.approved().values_list("thread", flat=True))
        assert dict(Thread.objects.values_list("pk", "approved_count")) == {
            pk: approved[pk] for pk in Thread.objects.values_list("pk", flat=True)
        }

    def test_every_address_is_an_example(self, loaded):
        assert Commenter.objects.count() >= 20
        assert all(commenter.address.endswith("@example.org") for commenter in Commenter.objects.all())

    def test_no_comment_links_to_a_real_site(self, loaded):
        text = " ".join(f"{comment.website} {comment.text}" for comment in Comment.objects.all())
        hosts = set(re.findall(r"(?:https?://|www\.)([\w.-]+)", text))
        assert all(re.search(r"(^|\.)example(\.(org|com|net))?$", host.rstrip(".")) for host in hosts), hosts

    def test_every_picture_has_alt_text_and_credit(self, loaded):
        assert Picture.objects.count() >= 30
        assert not Picture.objects.filter(alt="").exists()
        assert not Picture.objects.filter(credit="").exists()
        assert not [picture for picture in Picture.objects.all() if not re.search(r"\s", picture.alt.strip())]

    def test_every_link_within_the_copy_leads_to_a_published_story(self, loaded, client):
        links = {
            link: article.slug
            for article in [*Article.objects.published(), *StandingPage.objects.all()]
            for link in re.findall(r'href="(/[^"]*)"', article.copy)
        }
        assert links
        assert {link: slug for link, slug in links.items() if client.get(link).status_code != 200} == {}

    def test_every_page_of_it_is_there(self, loaded, client):
        named = [*Section.objects.all(), *Contributor.objects.all(), *Series.objects.all(), *StandingPage.objects.all()]
        things = [*Article.objects.published(), *named]
        assert [thing for thing in things if client.get(thing.get_absolute_url()).status_code != 200] == []

    def test_no_topic_and_no_contributor_is_empty(self, loaded):
        assert not Topic.objects.exclude(articles__in=Article.objects.published()).exists()
        assert not Contributor.objects.exclude(articles__in=Article.objects.published()).exists()

    def test_the_front_page_has_every_part(self, loaded, client):
        page = Page(client.get("/"))
        for selector in (
            ".breaking",
            ".story--lead",
            ".story--second",
            ".story--river",
            ".story--row",
            "a.story__comments",
        ):
            assert page.has(selector)
        assert len(page.texts(".row__name")) >= 6
        assert len(page.headlines) == len(set(page.headlines))

    def test_every_slot_of_the_front_page_holds_its_place(self, loaded):
        assert len(front_page().held) == Slot.objects.count() >= 3

    def test_a_series_is_told_in_parts(self, loaded, client):
        page = Page(client.get(Article.objects.get(slug="empty-homes").get_absolute_url()))
        assert page.one(".series__name").text == "Part 2 of 3 of Who pays"

    def test_the_paper_says_by_what_rules_it_is_made(self, loaded):
        assert {"ethicsPolicy", "correctionsPolicy", "masthead", "ownershipFundingInfo"} <= policies().keys()

    def test_a_withdrawn_story_says_why(self, loaded, client):
        story = Article.objects.withdrawn().first()
        assert Page(client.get(story.get_absolute_url())).one(".plain__reason").text == story.withdrawal_reason != ""

    def test_the_passwords_open_the_desk_and_are_kept_nowhere(self, loaded):
        assert set(loaded) == {"editor", "reporter", "moderator"}
        for name, password in loaded.items():
            assert len(password) >= 12
            assert authenticate(username=name, password=password).is_staff
            assert password not in get_user_model().objects.get(username=name).password

    def test_the_command_prints_how_to_sign_in_once(self, loaded, printed, capsys):
        call_command("demo")
        assert [len(re.findall(rf"^  {name} +\S{{12}}$", printed, re.M)) for name in edition.STAFF] == [1, 1, 1]
        assert "editor" not in capsys.readouterr().out


def test_every_picture_that_a_story_names_is_a_file_of_1600_pixels_and_they_are_2_megabytes():
    files = sorted((edition.HERE / "pictures").iterdir())
    stories = "".join(path.read_text() for path in (edition.HERE / "articles").glob("*.html"))
    named = re.findall(r'data-picture="([\w-]+)"|\[picture\]\nname = "([\w-]+)"', stories)
    assert {f"{one or other}.webp" for one, other in named} == {path.name for path in files}
    assert {Image.open(path).width for path in files} == {1600}
    assert sum(path.stat().st_size for path in files) <= 2_000_000


def test_a_paper_with_articles_is_left_alone(empty_paper, capsys):
    make_article()
    call_command("demo")
    assert "not loaded" in capsys.readouterr().out
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "begin",
    [
        lambda: make_section("City"),
        lambda: make_contributor("Ines Halloran"),
        lambda: get_user_model().objects.create_user("editor"),
    ],
    ids=["a section", "a contributor", "an account"],
)
def test_a_paper_that_someone_has_begun_is_left_alone(empty_paper, capsys, begin):
    begin()
    call_command("demo")
    assert "not loaded" in capsys.readouterr().out
    assert not Article.objects.exists()


def test_a_load_that_fails_leaves_nothing(empty_paper, monkeypatch):
    loaded = []

    def fail(article, moderator):
        loaded.append(article)
        if len(loaded) == 3:
            raise RuntimeError("the power went out")

    monkeypatch.setattr(edition, "_load_comments", fail)
    with pytest.raises(RuntimeError):
        edition.load()
    assert [model.objects.count() for model in (Article, Section, Topic, Contributor, Picture)] == [0] * 5
    assert not get_user_model().objects.exists()
