"""What an edit changed, word by word."""

import pytest

from newsroom.lib.diff import differences


def told(before, after):
    marks = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}
    return "".join(marks[piece.fate].format(piece.text) for piece in differences(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("It left at six.", "It left at seven.", "It left at [-six.-][+seven.+]"),
        ("It left.", "It left late.", "It [-left.-][+left late.+]"),
        ("Same.", "Same.", "Same."),
        ("", "New.", "[+New.+]"),
        ("Gone.", "", "[-Gone.-]"),
        ("one\ntwo", "one\n\ntwo", "one[-\n-][+\n\n+]two"),
        ("a b c d", "a x c y", "a [-b-][+x+] c [-d-][+y+]"),
    ],
)
def test_words_that_stayed_went_and_came(before, after, shown):
    assert told(before, after) == shown


@pytest.mark.parametrize(("before", "after"), [("a b " * 800, "b a " * 800), ("x " * 900, "y " * 900)])
def test_texts_without_likeness_are_shown_one_after_the_other(before, after):
    pieces = differences(before, after)
    assert "".join(piece.text for piece in pieces if piece.fate != "new") == before
    assert "".join(piece.text for piece in pieces if piece.fate != "gone") == after
