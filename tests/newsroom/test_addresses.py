"""An address that is remembered is the one that would be found now."""

import pytest
from django.test.utils import override_script_prefix
from django.urls import NoReverseMatch, reverse

from newsroom.lib.addresses import path_to


def test_an_address_is_the_one_of_its_pattern():
    for slug in ("city", "şehir", "city"):
        assert path_to("articles:section", slug) == reverse("articles:section", args=[slug])


def test_where_the_paper_is_mounted_elsewhere_its_addresses_are_others():
    path_to("articles:section", "city")
    with override_script_prefix("/paper/"):
        assert path_to("articles:section", "city") == "/paper/city/"
    assert path_to("articles:section", "city") == "/city/"


def test_what_has_no_address_is_an_error_each_time():
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            path_to("articles:section", "")
