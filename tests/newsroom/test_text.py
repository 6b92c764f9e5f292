"""What can be said of plain text."""

import pytest

from newsroom.lib.text import is_key, is_right_to_left, tidy_line, tidy_text


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("  Ada   Quayle ", "Ada Quayle"),
        ("Ada\tQuayle\r\nand\u2028more", "Ada Quayle and more"),
        ("Ada\u00a0Quayle", "Ada Quayle"),
        ("Cafe\u0301", "Café"),
        ("a\u202eb\u200bc\ufeffd", "abcd"),
        ("a\x00b\x07c", "a b c"),
        ("نیم\u200cفاصله", "نیم\u200cفاصله"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\u200b \u2060", ""),
        ("", ""),
    ],
)
def test_a_line_is_one_line_without_tricks(typed, tidy):
    assert tidy_line(typed) == tidy


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("One\r\nTwo\rThree", "One\nTwo\nThree"),
        ("One\n\n\n\n\nTwo", "One\n\nTwo"),
        ("One  \nTwo\t\n", "One\nTwo"),
        ("  \n\n One \n\n ", "One"),
        ("One\n \n \n \nTwo", "One\n\nTwo"),
        ("a\u202eb\x00c", "abc"),
        ("One\n    indented", "One\n    indented"),
        ("\u200b", ""),
    ],
)
def test_lines_are_kept_and_no_more_than_one_is_empty(typed, tidy):
    assert tidy_text(typed) == tidy


@pytest.mark.parametrize("tidy", [tidy_line, tidy_text])
@pytest.mark.parametrize(
    "typed", ["a\r\n\r\n\r\nb", " e\u0301 \u200b x ", "\x00\x01", "ﬁ\u00ad\n\n\nq", "\u202e\n\u202e"]
)
def test_tidying_twice_changes_nothing(tidy, typed):
    assert tidy(tidy(typed)) == tidy(typed)


@pytest.mark.parametrize(
    ("language", "is_so"),
    [
        ("ar", True),
        ("ar-dz", True),
        ("he", True),
        ("fa", True),
        ("ur", True),
        ("en", False),
        ("es", False),
        ("arn", False),
    ],
)
def test_a_language_has_a_direction(language, is_so):
    assert is_right_to_left(language) is is_so


@pytest.mark.parametrize(
    ("typed", "is_so"),
    [
        ("1", True),
        ("9" * 18, True),
        ("9" * 19, False),
        ("", False),
        ("-1", False),
        ("1.0", False),
        ("٣", False),
        ("²", False),
        ("1 ", False),
    ],
)
def test_a_key_is_a_number_that_a_database_can_hold(typed, is_so):
    assert is_key(typed) is is_so
