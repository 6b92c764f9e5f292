"""The desk's lists cost the same however much there is: none is counted to its end, none is sorted as a whole."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Contributor, Picture, Topic
from comments.models import Comment, Commenter, Decision, Thread
from newsroom.lib.pagination import BoundedPaginator
from tests.factories import make_article, make_comment
from tests.page import Page

GROWING = [Article, Contributor, Picture, Topic, Comment, Commenter, Decision, Thread]


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(BoundedPaginator, "most", 3)
    monkeypatch.setattr("articles.admin.article.ArticleAdmin.list_per_page", 2)
    monkeypatch.setattr("articles.admin.article.ArticleAdmin.list_max_show_all", 2)


def articles_list(browser, query=""):
    return Page(browser.get(f"/admin/articles/article/{query}"))


@pytest.mark.parametrize("model", GROWING, ids=lambda model: model._meta.model_name)
def test_no_list_of_what_grows_is_counted_to_its_end(model):
    of_model = admin.site.get_model_admin(model)
    assert issubclass(of_model.paginator, BoundedPaginator)
    assert not of_model.show_full_result_count


def test_a_list_that_is_cut_says_so_and_has_pages_for_what_it_shows(few, editor, desk):
    for _number in range(5):
        make_article()
    page = articles_list(desk(editor))
    assert page.one("p.paginator").text.endswith("3+ articles")
    assert [link["href"] for link in page.all("p.paginator a")] == ["?p=2"]


def test_a_list_that_is_whole_counts_all_of_it(few, editor, desk):
    make_article()
    assert articles_list(desk(editor)).one("p.paginator").text == "1 article"


def test_a_count_looks_at_no_more_rows_than_the_list_has_pages_for(few, editor, desk):
    browser = desk(editor)
    make_article()
    with CaptureQueriesContext(connection) as queries:
        articles_list(browser)
    counts = [query["sql"] for query in queries if "COUNT(*)" in query["sql"] and "articles_article" in query["sql"]]
    assert counts
    assert all("LIMIT 4" in sql for sql in counts)


@pytest.mark.parametrize("state", ["out", "draft", "withdrawn"])
def test_an_article_is_found_by_how_a_word_of_its_headline_begins_whatever_its_state(state, editor, desk):
    states = {"out": {}, "draft": {"published_at": None}, "withdrawn": {}}
    article = make_article(headline="A lighthouse is sold", **states[state])
    if state == "withdrawn":
        Article.objects.filter(pk=article.pk).update(withdrawn_at=article.changed_at)
    make_article(headline="Nothing of the kind")
    assert articles_list(desk(editor), "?q=lighth").texts("th.field-headline a") == ["A lighthouse is sold"]


def test_a_reporter_finds_no_article_of_another(reporter, desk):
    make_article(headline="A lighthouse is sold")
    assert not articles_list(desk(reporter), "?q=lighthouse").has("th.field-headline")


@pytest.mark.parametrize(
    ("path", "index"),
    [
        ("articles/article/", "articles_changed_last"),
        ("articles/article/?review__exact=draft", "articles_changed_in_review"),
        ("articles/article/?kind__exact=live", "articles_changed_of_kind"),
        ("comments/comment/", "comments_newest"),
    ],
)
def test_a_list_is_read_along_an_index(path, index, administrator, desk):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL sorts what is so little")
    make_comment()
    browser = desk(administrator)
    with CaptureQueriesContext(connection) as queries:
        browser.get(f"/admin/{path}")
    table = "comments_comment" if "comment" in path else "articles_article"
    rows = next(q["sql"] for q in queries if f'FROM "{table}"' in q["sql"] and "ORDER BY" in q["sql"])
    with connection.cursor() as cursor:
        plan = " ".join(str(row) for row in cursor.execute(f"EXPLAIN QUERY PLAN {rows}").fetchall())
    assert index in plan
    assert "TEMP B-TREE" not in plan
