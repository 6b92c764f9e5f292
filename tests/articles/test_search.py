"""A reader finds what is published by its words, whatever is typed, on both databases."""

import pytest

from articles import workflow
from articles.models import Article, Byline, Contributor
from tests.factories import DAY, THEN, make_article, make_comment, make_contributor
from tests.page import Page

pytestmark = pytest.mark.django_db

NOTHING_TO_SEARCH_FOR = [
    "",
    " ",
    '"',
    '""',
    "''",
    "*",
    "!?…",
    "😀",
    "\x00",
    "\u202e",
    "- -",
    "%",
    "()",
    ":",
    "_",
    '"*"',
    "&|!",
]


@pytest.fixture
def find(client):
    """Open the page of what a query finds."""

    def search(typed):
        response = client.get("/search/", {"q": typed})
        assert response.status_code == 200
        return Page(response)

    return search


def make_story(headline="Plain", copy="Nothing of note.", **overrides):
    return make_article(
        headline=headline, copy=f"<p>{copy}</p>", standfirst=overrides.pop("standfirst", ""), **overrides
    )


# {what is typed: whether it finds the story}
WORDS_OF_A_STORY = {
    "herring": True,
    "HERRING": True,
    "herrings": True,
    "harb": True,
    "herr": False,
    "smoking herring": True,
    "smoke": True,
    "cafe": True,
    "Café": True,
    "harbour herring": True,
    "harb smoke": False,
    "smoke harb": True,
    "herring absent": False,
    '"smoked herring"': True,
    '"herring smoked"': False,
    '"harbour caf"': False,
    "the herring": True,
    "herring the": True,
    "1931": True,
}


def test_a_story_is_found_by_words_their_stems_and_the_beginning_of_the_last_in_its_headline(find):
    make_story("The harbour café", copy="They smoked herring there until 1931.")
    assert {typed: bool(find(typed).headlines) for typed in WORDS_OF_A_STORY} == WORDS_OF_A_STORY


@pytest.mark.parametrize("where", ["headline", "kicker", "standfirst", "byline", "copy"])
def test_a_story_is_found_by_each_of_its_parts(find, where):
    story = make_story(**{where: "Quarterdeck"})
    assert find("quarterdeck").headlines == [story.headline]


def test_a_story_is_found_by_a_name_over_it(find):
    make_story("Named", copy="Herring.", byline="Ada Quayle")
    make_story("Other", copy="Herring.", byline="Bo Lind")
    names = ["Quayle", "Ada", "Ada Quayle", "Quayle Ada", '"Ada Quayle"', "Quayle herring", "ad"]
    found = {typed: find(typed).headlines for typed in names}
    assert found == {typed: ["Named"] for typed in names}


@pytest.mark.parametrize(("name", "typed"), [("Will Self", "will self"), ("Thé Bùi", "bui the"), ("ليلى حداد", "حداد")])
def test_a_name_is_found_even_where_it_is_a_common_word(find, name, typed):
    make_story("Named", byline=make_contributor(name, slug="somebody"))
    assert find(typed).headlines == ["Named"]


@pytest.mark.parametrize(
    ("language", "copy", "typed"),
    [
        ("ar", "عادت العبّارة إلى الميناء", "الميناء"),
        ("ru", "Паром вернулся в гавань", "гавань"),
        ("es", "El afinador llegó mañana", "manana"),
        ("de", "Die Fähre ist zurück", "fähre"),
    ],
)
def test_a_story_in_another_language_is_found(find, language, copy, typed):
    make_story("Found", copy=copy, language=language)
    assert find(typed).headlines == ["Found"]


def test_a_word_does_not_find_what_merely_begins_like_its_stem(find):
    make_story("Law", copy="A policy of particular patience.")
    assert [find(word).headlines for word in ("police", "party")] == [[], []]


def test_a_word_in_the_headline_weighs_more_than_one_in_the_copy(find):
    make_story("In the copy", copy="A word about herring, and others.", published_at=THEN + DAY)
    make_story("Herring in the headline")
    assert find("herring").headlines == ["Herring in the headline", "In the copy"]


def test_of_two_that_fit_equally_the_newer_comes_first(find):
    for day in range(3):
        make_story(copy="Herring.", headline=f"Day {day}", published_at=THEN + day * DAY)
    assert find("herring").headlines == ["Day 2", "Day 1", "Day 0"]


def test_the_excerpt_shows_what_was_found(find):
    make_story(copy=f"{'Before. ' * 60}They smoked herring there. {'After. ' * 60}")
    page = find("herring")
    assert page.texts(".story__excerpt mark") == ["herring"]
    assert "smoked herring there" in page.one(".story__excerpt").text
    assert len(page.one(".story__excerpt").text) < 400


def test_the_excerpt_is_text_whatever_the_copy_holds(client):
    make_story(copy='Herring &lt;script&gt;alert("1")&lt;/script&gt; &lt;b&gt;&amp;amp; fog')
    body = client.get("/search/", {"q": "herring"}).content.decode()
    assert "<script>alert" not in body
    assert "<b>" not in body
    assert "<mark>Herring</mark>" in body


def test_what_holds_no_word_finds_nothing_and_says_so(find):
    make_story()
    pages = {typed: find(typed) for typed in NOTHING_TO_SEARCH_FOR}
    assert not {typed: page.headlines for typed, page in pages.items() if page.headlines}
    assert not [typed for typed, page in pages.items() if not page.one(".empty").text]


ANY_SHAPE = [
    "' OR 1=1 --",
    'a" OR "b',
    "AND",
    "OR NOT",
    "NEAR/2",
    "NOT herring",
    "herring*",
    "*herring",
    "herring^2",
    "headline:herring",
    "{headline copy}:herring",
    "(herring",
    "herring)",
    "herring & ! |",
    "herring <-> fog:*",
    "her\\ring",
    "herring\x00fog",
    "herring\x02\x03",
    "herring\ud7ff\uffff",
    "😀 herring 👩‍👩‍👧",
    "a" * 10_000,
    "a b " * 2_500,
    '"' * 10_001,
    "٣ ½ Ⅷ ª ²",
    "e\u0301 \u0301 \u0651",
    "हिन्दी ข่าว 新聞",
    "__ a_b _",
    "<script>alert(1)</script>",
    "{{ 7 }}",
    "%s %(x)s %%",
]


def test_a_query_of_any_shape_is_answered(find):
    make_story(copy="Herring and fog.")
    pages = {typed: find(typed) for typed in ANY_SHAPE}
    assert not [typed for typed, page in pages.items() if not (page.has(".empty") or page.headlines)]
    assert not [typed for typed, page in pages.items() if page.has("script[src=]")]


@pytest.mark.parametrize("raw", ["q=%FF%FE", "q=%ED%A0%80", "q=%00", "q[]=a", "q=a&q=b", "q=a;b", "page=2&q=", "=&&"])
def test_a_query_string_of_any_shape_is_no_fault(client, raw):
    assert client.get(f"/search/?{raw}").status_code in (200, 404)


def test_what_was_typed_stands_in_the_box_again(find):
    assert find('"a <b> & c').one("input[type=search]")["value"] == '"a <b> & c'


def test_nothing_found_says_for_what(find):
    assert find("absent <b>").one(".empty").text.startswith("Nothing was found for “absent <b>”.")


def test_a_story_that_is_deleted_is_found_no_more(find):
    make_story(copy="Herring.").delete()
    make_story("Kept", copy="Herring.")
    assert find("herring").headlines == ["Kept"]


def test_a_story_is_found_by_its_present_words_only(find):
    story = make_story("Herring", byline="Ada Quayle")
    story.headline, story.copy = "Mackerel", "<p>Rain.</p>"
    workflow.save_edit(story, by=None)
    Byline.objects.all().delete()
    assert [find(word).headlines for word in ("herring", "note", "quayle")] == [[], [], []]
    assert [find(word).headlines for word in ("mackerel", "rain")] == [["Mackerel"]] * 2


def test_a_contributor_with_a_new_name_is_found_by_it(find):
    make_story("Named", byline="Ada Quayle")
    person = Contributor.objects.get()
    person.name = "Ada Lind"
    person.save()
    assert find("lind").headlines == ["Named"]
    assert find("quayle").headlines == []


def test_more_than_a_page_is_paged_and_the_query_kept(client):
    for number in range(21):
        make_story(f"Story {number}", copy="Herring & fog.")
    first = Page(client.get("/search/", {"q": "herring & fog"}))
    second = Page(client.get(first.one("a[rel=next]")["href"]))
    assert (len(first.headlines), len(second.headlines)) == (20, 1)
    assert second.one("a[rel=prev]")["href"] == "/search/?q=herring+%26+fog"
    assert not set(first.headlines) & set(second.headlines)


def test_the_first_page_of_results_has_one_address(client):
    """H2."""
    assert client.get("/search/?q=a+b&page=1")["Location"] == "/search/?q=a+b"
    assert client.get("/search/?page=1")["Location"] == "/search/"


def test_the_page_of_results_is_not_for_search_engines(find):
    """M3."""
    assert find("herring").one("meta[name=robots]")["content"] == "noindex"


def test_an_article_made_in_any_way_is_found(find):
    section = make_story().section
    Article(section=section, headline="By hand", slug="by-hand", copy="<p>Herring.</p>", published_at=THEN).save()
    assert find("herring").headlines == ["By hand"]


def test_a_hit_says_how_many_comments_there_are(find):
    make_comment(make_story("Herring by ear"))
    assert find("herring").texts(".story__comments") == ["1 comment"]
