"""Tables that leave the paper: whole, and nothing in them that a spreadsheet would run."""

import pytest

from newsroom.lib.tables import as_download, lines, safe_cell


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\uff1d1+1"])
def test_s14_what_looks_like_a_formula_is_text(typed):
    """S14: a formula in an export is not run."""
    assert safe_cell(typed) == f"'{typed}"


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (-5, "-5"), (0, "0"), ("a=b", "a=b"), ("", "")])
def test_what_is_no_formula_stays(value, cell):
    assert safe_cell(value) == cell


def test_a_row_is_a_line_whatever_is_in_it():
    assert list(lines([["a", 'say "b"', "c\nd"]])) == ['a,"say ""b""","c\nd"\r\n']


def test_a_download_is_kept_by_nobody_on_the_way():
    answer = as_download([["a"], ["b"]], "rows")
    assert answer.getvalue() == b"a\r\nb\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="rows.csv"'
    assert answer["Cache-Control"] == "private, no-store"
