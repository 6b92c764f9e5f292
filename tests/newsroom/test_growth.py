"""The growth of every page is measured on pages that are there, in papers that are alike but for their size."""

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment
from newsroom.benchmarks import growth
from newsroom.benchmarks.client import Answer, Load


# What is filled is put in order after its transaction, as for a measurement; so both are looked at in one paper.
@pytest.mark.django_db(transaction=True)
def test_every_page_that_is_measured_is_there_with_all_it_shows_in_a_paper_of_any_size():
    growth.fill(12, {"comments_each": 2, "many": 30})
    assert Article.objects.published().filter(slug__startswith="a1-").count() == 12
    assert Comment.objects.under(Article.objects.get(slug="discussed-by-many")).count() == 30
    assert Comment.objects.waiting().count() == growth._WAITING
    staff = {"cookie": growth.sign_in()}
    for name, path in growth.addresses().items():
        answer = Client(headers=staff if growth.is_of_the_desk(path) else {}).get(path)
        # A section of so small a paper has no twentieth page.
        assert answer.status_code == (404 if "page=20" in path else 200), name


def test_the_last_size_is_compared_with_the_first():
    loads = {1000: Load([Answer(200, 0.010)], 1), 100_000: Load([Answer(200, 0.050)], 1)}
    loads[1_000_000] = Load([Answer(200, 0.011)], 1)
    figures = growth._of_sizes(loads)
    assert (figures["1,000"], figures["1,000,000 p95"], figures["times the first"]) == (10, 11, 1.1)
