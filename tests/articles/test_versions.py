"""What readers could read before a substantive change can be compared with what they read now."""

import re
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import workflow
from articles.models import Article, Revision
from articles.models.revision import KEPT
from articles.versions import Span, compare, paragraphs
from tests.articles.test_article_admin import as_opened, form_of
from tests.factories import HOUR, THEN, make_article, make_section
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@dataclass
class Text:
    copy: str
    headline: str = "Ferry sails"
    standfirst: str = ""


def changes(before, after):
    return compare(Text(before), Text(after)).copy


# Comparing


def test_words_are_compared_within_a_paragraph():
    assert changes("<p>The boat left at six.</p>", "<p>The boat left at seven.</p>") == [
        [Span("same", "The boat left at "), Span("removed", "six."), Span("added", "seven.")]
    ]


def test_the_space_after_words_is_neither_added_nor_removed():
    assert changes("<p>At six it left.</p>", "<p>At seven it left.</p>") == [
        [
            Span("same", "At "),
            Span("removed", "six"),
            Span("same", " "),
            Span("added", "seven"),
            Span("same", " "),
            Span("same", "it left."),
        ]
    ]


def test_lists_and_tables_are_compared_line_by_line():
    row = "<tr><td><p>Row</p></td><td><p>{}</p></td></tr>"
    before, after = (f"<table><tbody>{row.format(1)}{row.format(n)}</tbody></table>" for n in (2, 3))
    assert changes(before, after) == [1, [Span("same", "Row "), Span("removed", "2"), Span("added", "3")]]


def test_paragraphs_that_are_the_same_are_counted():
    before = "<p>One.</p><p>Two.</p><p>At six it left.</p><p>Four.</p>"
    found = changes(before, before.replace("six", "seven"))
    assert [found[0], found[2]] == [2, 1]


def test_a_paragraph_that_is_another_is_not_mended_word_by_word():
    assert changes("<p>The boat left at six.</p>", "<p>Nobody saw any seal here today.</p>") == [
        [Span("removed", "The boat left at six.")],
        [Span("added", "Nobody saw any seal here today.")],
    ]


def test_what_came_and_went_is_told():
    assert changes("<p>One.</p><p>Two.</p>", "<p>Two.</p><p>Three.</p>") == [
        [Span("removed", "One.")],
        1,
        [Span("added", "Three.")],
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>One two.</p>", "<p>One <em>two</em>.</p>"),
        ("<p>One.</p>", "<p>One.</p>"),
        ("", ""),
        ('<p><a href="/a/">One</a></p>', '<p><a href="/b/">One</a></p>'),
    ],
)
def test_marks_alone_are_no_change_of_words(before, after):
    assert not compare(Text(before), Text(after))


def test_headline_and_standfirst_are_compared():
    found = compare(Text("", "Ferry sails"), Text("", "Ferry sails again", "At last."))
    assert (
        found.headline == [Span("same", "Ferry sails"), Span("added", " again")] or "again" in found.headline[-1].words
    )
    assert found.standfirst == [Span("added", "At last.")]


def test_scripts_without_spaces_are_compared_by_the_character():
    assert changes("<p>渡船六点开。</p>", "<p>渡船七点开。</p>")[0][1:3] == [Span("removed", "六"), Span("added", "七")]


def test_notes_and_pictures_are_read_in_their_place():
    copy = '<p>One<sup data-footnote="a &lt; b"></sup> two</p><figure><img src="/media/a.jpg" alt="Fog"><figcaption>The quay</figcaption></figure>'
    assert paragraphs(copy) == ["One [a < b] two", "[Fog] The quay"]


def test_a_text_that_was_rewritten_whole_is_compared_in_no_time():
    before = "<p>" + " ".join(f"a{n}" for n in range(5000)) + "</p>"
    after = "<p>" + " ".join(f"b{n}" for n in range(5000)) + "</p>"
    assert [span.kind for block in changes(before, after) for span in block] == ["removed", "added"]


# Keeping


@pytest.fixture
def story():
    return make_article(slug="quay", copy="<p>The boat left the quay at six.</p>")


def save_as(story, text, **fields):
    """Save as the desk's form does, and say that the substance changed."""
    for name, value in (fields | {"copy": f"<p>{text}</p>"}).items():
        setattr(story, name, value)
    workflow.save_edit(story, by=None)


def read(client, path="/city/quay/versions/"):
    return Page(client.get(path))


def test_a_story_that_never_changed_has_no_versions(client, story):
    assert client.get("/city/quay/versions/").status_code == 404
    assert not read(client, "/city/quay/").has(".article__times a")
    assert not Revision.objects.exists()


def test_a_mended_comma_is_no_version(client, story):
    save_as(story, "The boat left the quay, at six.")
    assert client.get("/city/quay/versions/").status_code == 404


def test_an_update_shows_what_changed_since_it_was_first_published(client, story):
    save_as(story, "The boat left the quay at seven.", headline="Ferry sails late")
    workflow.mark_updated(story, by=None)
    page = read(client)
    assert page.texts(".version ins")[-1] == "added: seven."
    assert page.texts(".version del")[-1] == "removed: six."
    assert [text.split(" 1")[0].split(" 2")[0] for text in page.texts(".version__kind")] == [
        "Update",
        "First published",
    ]
    assert page.one(".version[id=version-1] time")["datetime"] == story.published_at.isoformat(timespec="seconds")
    assert page.has(".version__headline ins")


def test_a_correction_stands_with_what_it_changed(client, story):
    save_as(story, "The boat left the quay at seven.")
    workflow.correct(story, by=None, kind="correction", text="It was seven.")
    page = read(client)
    assert page.texts(".version__note") == ["It was seven."]
    assert page.texts(".version__kind")[0].startswith("Correction")


def test_a_correction_of_a_picture_says_that_the_words_are_the_same(client, story):
    workflow.correct(story, by=None, kind="clarification", text="The picture shows another boat.")
    assert read(client).texts(".version__same") == ["The words of the article are the same."]


def test_the_page_of_the_story_leads_to_its_versions(client, story):
    workflow.mark_updated(story, by=None)
    link = read(client, "/city/quay/").one(".article__times a")
    assert (link["href"], link.text) == ("/city/quay/versions/", "2 versions")


def test_a_draft_and_what_is_embargoed_leave_no_version():
    draft = make_article(published_at=None)
    embargoed = make_article(embargo_until=timezone.now() + HOUR)
    for article in (draft, embargoed):
        save_as(article, "Not for readers.")
    workflow.publish(draft, by=None)
    save_as(draft, "For readers.")
    assert list(Revision.objects.values_list("article", "copy")) == [(draft.pk, "<p>Not for readers.</p>")]


def test_what_was_written_while_it_waited_is_the_first_version():
    """A story that came out by itself is kept as it came out, not as it was scheduled."""
    story = make_article(published_at=timezone.now() + HOUR)
    save_as(story, "As it came out.")
    Article.objects.filter(pk=story.pk).update(published_at=THEN)
    story.refresh_from_db()
    save_as(story, "As it was changed.")
    workflow.mark_updated(story, by=None)
    assert list(story.revisions.order_by("number").values_list("copy", flat=True)) == [
        "<p>As it came out.</p>",
        "<p>As it was changed.</p>",
    ]


def test_a_withdrawn_story_shows_no_version(client, story):
    workflow.mark_updated(story, by=None)
    workflow.withdraw(story, by=None, reason="An error.")
    assert client.get("/city/quay/versions/").status_code == 404


def test_a_wrong_section_leads_to_the_right_address(client, story):
    workflow.mark_updated(story, by=None)
    make_section("Sport")
    assert client.get("/sport/quay/versions/").headers["Location"] == "/city/quay/versions/"


def test_the_page_is_not_for_search_engines(client, story):
    workflow.mark_updated(story, by=None)
    assert read(client).one("meta[name=robots]")["content"] == "noindex"


def test_of_a_story_that_moves_all_day_the_first_and_the_newest_are_kept(client, story):
    for number in range(KEPT + 5):
        save_as(story, f"Number {number}.")
        workflow.mark_updated(story, by=None)
    numbers = sorted(story.revisions.values_list("number", flat=True))
    assert numbers == [1, *range(8, 8 + KEPT - 1)]
    assert story.versions == KEPT
    assert queries_of(client, "/city/quay/versions/") <= 5


def test_a_story_of_another_direction_is_compared_in_its_own(client):
    story = make_article(slug="marfa", language="ar", copy="<p>المرفأ مفتوح اليوم</p>")
    save_as(story, "المرفأ مغلق اليوم")
    workflow.mark_updated(story, by=None)
    page = read(client, "/city/marfa/versions/")
    assert page.all(".version ins")[0].inherited("dir") == "rtl"


# Withholding


def test_a_version_can_be_withheld_and_nothing_gives_it_away(client, desk, editor, story):
    for text in ("He is called Bo Lind.", "He cannot be named.", "He cannot be named yet."):
        save_as(story, text)
        workflow.mark_updated(story, by=None)
    named = story.revisions.get(number=2)
    page = desk(editor).get(form_of(story))
    data = as_opened(page.context)
    # Rows of other kinds on the form may have the same number.
    [row] = [
        name for name, value in data.items() if re.fullmatch(r"revisions-\d+-id", name) and str(value) == str(named.pk)
    ]
    desk(editor).post(form_of(story), data | {row.replace("-id", "-is_withheld"): "on", "_save": "1"})
    answer = client.get("/city/quay/versions/")
    assert b"Bo Lind" not in answer.content
    assert len(Page(answer).all(".version")) == 3
    assert read(client, "/city/quay/").one(".article__times a").text == "3 versions"


def test_a_reporter_withholds_nothing(reporter, story):
    workflow.mark_updated(story, by=None)
    with pytest.raises(PermissionDenied):
        workflow.withhold(story.revisions.first(), by=reporter, is_withheld=True)
