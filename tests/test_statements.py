"""Tests and docs/statements.md agree: every statement has a test, and tests cite only statements that are there."""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).resolve().parent
STATEMENTS = TESTS.parent / "docs" / "statements.md"
# A row of a table, as in "| S12 | An address … |".
ROW = re.compile(r"^\| ([A-Z]\d+) \|", re.MULTILINE)
# The beginning of a docstring, as in "S12: …", "S1, S11: …", "S6, RFC 8058: …", "S16; …" or "S3.".
LEADING = re.compile(r"[A-Z]\d+(?:, [A-Z]\d+)*(?=[:.;,])")


def read_statements():
    """Return the numbers of the statements in the order of docs/statements.md."""
    return ROW.findall(STATEMENTS.read_text(encoding="utf-8"))


def find_citations():
    """Yield each number that a test's docstring begins with, and where: the file and the test."""
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                leading = LEADING.match(ast.get_docstring(node) or "")
                for number in leading[0].split(", ") if leading else ():
                    yield number, f"{path.relative_to(TESTS.parent)}::{node.name}"


def test_every_statement_has_a_test_whose_docstring_begins_with_its_number():
    proven = {number for number, _ in find_citations()}
    statements = read_statements()
    assert statements, f"no statements were found in {STATEMENTS}"
    assert [number for number in statements if number not in proven] == []


def test_no_docstring_of_a_test_begins_with_a_number_that_is_not_a_statement():
    statements = set(read_statements())
    assert [f"{where}: {number}" for number, where in find_citations() if number not in statements] == []
