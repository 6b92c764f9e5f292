"""Every numbered statement of what the paper must do is proven by a test that begins with its number."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
# S: failures of other comment systems that must not be ours. E: what a moderator at work needs.
STATEMENTS = [*(f"S{number}" for number in range(1, 33)), *(f"E{number}" for number in range(1, 23))]
# J: structured data. N: the news sitemap. M: sitemaps and crawlers. F: feeds. H: heads, cards, languages. W: what HTTP
# means, and files at known addresses. See the requirements that they were taken from.
_LAST = {"J": 10, "N": 5, "M": 5, "F": 8, "H": 7, "W": 6}
STATEMENTS += [f"{letter}{number}" for letter, last in _LAST.items() for number in range(1, last + 1)]
# As in "S12: …", "S1, S11: …" or "S3.".
_LEADING = re.compile(r"(?:[SEJNMFHW]\d{1,2}(?:, )?)+[:.]")


def proven_in(path: Path):
    """Yield the numbers that the docstrings of a file's tests begin with."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            leading = _LEADING.match(ast.get_docstring(node) or "")
            yield from re.findall(r"[SEJNMFHW]\d+", leading[0]) if leading else ()


@pytest.fixture(scope="module")
def proven():
    return {number for path in TESTS.rglob("test_*.py") for number in proven_in(path)}


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_test_carries_the_number_of_each_statement(proven, statement):
    assert statement in proven
