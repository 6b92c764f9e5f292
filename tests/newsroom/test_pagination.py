"""Numbered pages of an archive, without counting it."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from newsroom.lib.pagination import Page, page_number, paginate

request = RequestFactory()


@pytest.mark.parametrize(("asked", "number"), [("1", 1), ("2", 2), ("10", 10), ("999999", 999_999)])
def test_a_page_is_asked_for_by_a_plain_number(asked, number):
    assert page_number(request.get("/", {"page": asked})) == number


def test_without_a_number_it_is_the_first():
    assert page_number(request.get("/")) == 1


@pytest.mark.parametrize(
    "asked", ["0", "-1", "abc", "٣", "1e3", "1000000", "", " ", "01", "1\n", "²", "１", "2.0", "None"]
)
def test_anything_else_is_no_page(asked):
    with pytest.raises(Http404):
        page_number(request.get("/", {"page": asked}))


@pytest.mark.parametrize(
    ("total", "number", "items", "previous", "following"),
    [
        (0, 1, [], None, None),
        (1, 1, [0], None, None),
        (3, 1, [0, 1, 2], None, None),
        (4, 1, [0, 1, 2], None, 2),
        (4, 2, [3], 1, None),
        (7, 2, [3, 4, 5], 1, 3),
    ],
)
def test_a_page_knows_its_neighbours(total, number, items, previous, following):
    page = paginate(list(range(total)), number, size=3)
    assert (list(page), page.previous, page.next, len(page)) == (items, previous, following, len(items))


@pytest.mark.parametrize(("total", "number"), [(0, 2), (3, 2), (4, 3), (4, 999_999)])
def test_beyond_the_last_there_is_no_page(total, number):
    with pytest.raises(Http404):
        paginate(list(range(total)), number, size=3)


def test_an_empty_page_is_still_a_page():
    assert list(Page([], 1, False)) == []
