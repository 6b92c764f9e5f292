"""What a story rests on is listed at its end, and kept in a form that can always be printed."""

import pytest

from articles import sources
from articles.models import Article
from tests.articles.test_article_admin import as_opened, form_of, make_draft
from tests.factories import make_article
from tests.page import Page
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

MINUTES = {
    "title": "Minutes of 4 May",
    "publisher": "Harbour Board",
    "link": "https://board.example/4-may?p=1&q=2",
    "kind": "document",
}
TALK = {"title": "A talk on the quay", "publisher": "", "link": "", "kind": ""}


def read(client, article):
    return Page(client.get(article.get_absolute_url()))


def test_sources_stand_at_the_end(client):
    page = read(client, make_article(sources=[MINUTES, TALK]))
    assert page.texts(".sources li") == ["Minutes of 4 May, Harbour Board document", "A talk on the quay"]
    assert page.one(".sources a")["href"] == MINUTES["link"]
    assert page.place(".sources") > page.place(".copy")


def test_a_story_without_sources_has_no_list_of_them(client):
    assert not read(client, make_article()).has(".sources")


def test_sources_cost_a_page_no_query(client):
    plain, rich = make_article(), make_article(sources=[MINUTES] * 9)
    assert queries_of(client, rich.get_absolute_url()) == queries_of(client, plain.get_absolute_url())


@pytest.mark.parametrize(
    ("kept", "printed"),
    [
        (None, []),
        ("x", []),
        ([1, None, []], []),
        ([{}], []),
        ([{"link": "https://a.example"}], []),
        ([{"title": " A\n b "}], [{"title": "A b", "publisher": "", "link": "", "kind": ""}]),
        ([MINUTES | {"link": "javascript:alert(1)", "kind": "rumour", "x": 1}], [MINUTES | {"link": "", "kind": ""}]),
        ([{"title": "x" * 999}], [{"title": "x" * 300, "publisher": "", "link": "", "kind": ""}]),
    ],
)
def test_whatever_was_kept_can_be_printed(kept, printed):
    assert sources.tidy(kept) == printed


def send(desk, who, draft, rows, **fields):
    data = as_opened(desk(who).get(form_of(draft)).context)
    for name in sources.FIELDS:
        data[f"sources_{name}"] = [row[name] for row in rows]
    return desk(who).post(form_of(draft), data | fields | {"_save": "1"})


def test_sources_are_written_in_lines(desk, editor):
    draft = make_draft()
    assert send(desk, editor, draft, [MINUTES, TALK | {"title": ""}, TALK]).status_code == 302
    assert Article.objects.get(pk=draft.pk).sources == [MINUTES, TALK]


def test_an_emptied_line_takes_a_source_out(desk, editor):
    draft = make_draft(sources=[MINUTES, TALK])
    send(desk, editor, draft, [dict.fromkeys(MINUTES, ""), TALK])
    assert Article.objects.get(pk=draft.pk).sources == [TALK]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (MINUTES | {"title": ""}, "Source 1: say what it is."),
        (MINUTES | {"link": "board.example"}, "Source 1: a link begins with https://"),
        (MINUTES | {"link": "javascript:alert(1)"}, "Source 1: a link begins with https://"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk, editor, row, said):
    answer = send(desk, editor, make_draft(), [row])
    page = Page(answer)
    assert said in answer.content.decode()
    assert page.all("input[name=sources_publisher]")[0]["value"] == "Harbour Board"
    assert page.all("input[name=sources_link]")[0]["value"] == row["link"]
