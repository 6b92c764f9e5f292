"""`manage.py import_article` makes an article of a page's text, or says in one line why not."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Byline, Contributor, FormerSlug, Section
from tests.factories import make_article, make_contributor, make_section

pytestmark = pytest.mark.django_db

TEXT = """The lighthouse that moved inland
7 Min Read
Share This Article

For ninety years the lamp at Sorrel Point stood at the edge of the sea, and nobody thought about it.

A keeper without a sea

Then the harbour silted up. Nobody told the keeper, who went on polishing the glass <every> day.

Leave a comment
Leave a Reply
Your email address will not be published. Required fields are marked *
"""


@pytest.fixture
def pasted(tmp_path):
    """Write a text, or bytes, to a file and return its name."""

    def write(content=TEXT):
        path = tmp_path / "page.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return write


@pytest.fixture
def bring_in():
    """Run the command and return what it prints, line by line."""

    def run(*arguments):
        out = io.StringIO()
        call_command("import_article", *arguments, stdout=out)
        return out.getvalue().splitlines()

    return run


def rows():
    return [model.objects.count() for model in (Article, Byline, Contributor, Section)]


def test_it_prints_what_it_made_and_where(bring_in, pasted):
    make_section("City")
    assert bring_in(pasted()) == [
        "Saved as a draft in City: The lighthouse that moved inland",
        "2 paragraphs, 1 subheading, 42 words, 1 min read; 5 lines of furniture left out",
        "http://testserver/city/the-lighthouse-that-moved-inland/",
    ]


def test_the_copy_is_what_was_pasted_and_no_more(bring_in, pasted):
    make_section("City")
    bring_in(pasted())
    copy = Article.objects.get().copy
    assert copy.count("<p>") == 2
    assert "<h2>A keeper without a sea</h2>" in copy
    assert "the glass &lt;every&gt; day." in copy


def test_a_draft_is_no_readers_and_a_published_one_is(bring_in, pasted, client):
    make_section("City")
    bring_in(pasted())
    assert client.get("/city/the-lighthouse-that-moved-inland/").status_code == 404
    Article.objects.all().delete()
    assert bring_in(pasted(), "--publish")[0] == "Published in City: The lighthouse that moved inland"
    assert client.get("/city/the-lighthouse-that-moved-inland/").status_code == 200


@pytest.mark.parametrize("arguments", [[], ["--publish"], ["--section", "Sport", "--byline", "Bo Lind"]])
def test_run_twice_it_says_so_and_changes_nothing(bring_in, pasted, arguments):
    make_section("City"), make_section("Sport")
    bring_in(pasted())
    before = Article.objects.values().get(), rows()
    assert bring_in(pasted(), *arguments) == [
        "The article is there already, and nothing was changed: "
        "http://testserver/city/the-lighthouse-that-moved-inland/"
    ]
    assert (Article.objects.values().get(), rows()) == before


@pytest.mark.parametrize("named", ["sport", "Sport", "SPORT"])
def test_a_section_is_named_by_its_name_or_its_slug(bring_in, pasted, named):
    make_section("City", position=1), make_section("Sport", position=2)
    bring_in(pasted(), "--section", named)
    assert Article.objects.get().section.name == "Sport"


def test_without_a_section_it_is_the_papers_first(bring_in, pasted):
    make_section("City", position=2), make_section("Sport", position=1)
    bring_in(pasted())
    assert Article.objects.get().section.name == "Sport"


def test_a_new_byline_becomes_a_contributor(bring_in, pasted):
    make_section("City")
    bring_in(pasted(), "--byline", "  Ada   Quayle ")
    person = Article.objects.get().writers[0]
    assert (person.name, person.slug) == ("Ada Quayle", "ada-quayle")


@pytest.mark.parametrize("typed", ["Ada Quayle", "ada quayle", " Ada Quayle"])
def test_a_known_byline_is_that_contributor(bring_in, pasted, typed):
    make_section("City")
    known = make_contributor("Ada Quayle")
    bring_in(pasted(), "--byline", typed)
    assert Article.objects.get().writers == [known]


def test_another_person_of_the_same_slug_gets_one_of_their_own(bring_in, pasted):
    make_section("City")
    make_contributor("Somebody Else", slug="ada-quayle")
    bring_in(pasted(), "--byline", "Ada Quayle")
    assert Contributor.objects.get(name="Ada Quayle").slug == "ada-quayle-2"


def test_a_slug_that_a_story_has_or_had_is_not_taken(bring_in, pasted):
    other = make_article(slug="the-lighthouse-that-moved-inland")
    FormerSlug.objects.create(article=other, slug="the-lighthouse-that-moved-inland-2")
    assert bring_in(pasted())[-1].endswith("/the-lighthouse-that-moved-inland-3/")


@pytest.mark.parametrize(
    ("headline", "slug"),
    [("عودة العبارة", "عودة-العبارة"), ("Паром вернулся", "паром-вернулся"), ("?!…", "story"), ("W" * 200, "w" * 110)],
)
def test_a_headline_of_any_script_makes_an_address(bring_in, pasted, client, headline, slug):
    make_section("City")
    bring_in(pasted(f"{headline}\n\nOne sentence of text, which is enough."), "--publish")
    article = Article.objects.get()
    assert article.slug == slug
    assert client.get(article.get_absolute_url()).status_code == 200


def test_it_reads_standard_input(bring_in, monkeypatch):
    make_section("City")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    bring_in("-")
    assert Article.objects.get().headline == "The lighthouse that moved inland"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        (" \n\n\t", "empty"),
        ("\ufeff", "empty"),
        ("A headline only", "no text below"),
        ("A headline\n\nLeave a Reply\n", "no text below"),
        ("Leave a comment\nShare This Article\n", "no headline"),
        ("W" * 201 + "\n\nText.", "no headline"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("utf-16-le"), "UTF-16"),
        ("Café\n\nOlé.".encode("latin-1"), "not UTF-8 at line 1"),
        ("\u200b\n\u200b", "no text"),
    ],
)
@pytest.mark.parametrize("arguments", [[], ["--publish", "--byline", "Bo Lind"]])
def test_a_bad_text_gets_one_line_and_writes_nothing(bring_in, pasted, content, said, arguments):
    make_section("City")
    before = rows()
    with pytest.raises(CommandError, match=said) as refused:
        bring_in(pasted(content), *arguments)
    assert len(str(refused.value).splitlines()) == 1
    assert rows() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--section", "Nowhere"], "There is no section “Nowhere”. There are: City."),
        (["--section", ""], "There is no section “”."),
        (["--byline", " "], "byline"),
        (["--byline", ""], "byline"),
        (["--byline", "\u200b"], "byline"),
        (["--byline", "N" * 121], "byline"),
    ],
)
def test_a_bad_argument_gets_one_line_and_writes_nothing(bring_in, pasted, arguments, said):
    make_section("City")
    before = rows()
    with pytest.raises(CommandError, match=said) as refused:
        bring_in(pasted(), *arguments)
    assert len(str(refused.value).splitlines()) == 1
    assert rows() == before


def test_a_paper_without_sections_says_what_to_do(bring_in, pasted):
    with pytest.raises(CommandError, match="has no sections yet"):
        bring_in(pasted())


@pytest.mark.parametrize("name", ["absent.txt", "."])
def test_a_file_that_cannot_be_read_gets_one_line(bring_in, tmp_path, name):
    make_section("City")
    with pytest.raises(CommandError, match="Cannot read"):
        bring_in(str(tmp_path / name))


def test_when_publishing_fails_nothing_is_kept(bring_in, pasted, monkeypatch):
    make_section("City")

    def fail(*args, **kwargs):
        raise RuntimeError("the power went out")

    monkeypatch.setattr("articles.workflow.publish", fail)
    with pytest.raises(RuntimeError):
        bring_in(pasted(), "--publish", "--byline", "Bo Lind")
    assert rows() == [0, 0, 0, 1]
