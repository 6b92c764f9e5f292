"""Names that a reader would take for one another."""

import pytest

from newsroom.lib.confusables import looks_like, skeleton

SAME = [
    ("Аnа", "Ana"),
    ("ΑΝΑ", "Ana"),
    ("ana  QUAYLE!", "Ana Quayle"),
    ("A.n.a-Quayle", "Ana Quayle"),
    ("An\u200ba Qu\u00adayle", "Ana Quayle"),
    ("Ａｎａ 𝓠𝓾𝓪𝔂𝓵𝓮", "Ana Quayle"),
    ("ana quaуIe", "Ana Quayle"),
    ("Ana Quay1e", "Ana Quayle"),
    ("Ana Quay|e", "Ana Quayle"),
    ("|Ana Quayle|", "Ana Quayle"),
    ("Аna Quаylе", "ANA QUAYLE"),
    ("Ạńa Qüaỵle", "Ana Quayle"),
    ("lan", "Ian"),
    ("|an", "Ian"),
    ("GAlL", "Gail"),
    ("DanIeI Dan1el", "Daniel Daniel"),
    ("J0hn 5mith", "John Smith"),
    ("Amold", "Arnold"),
    ("Bоb", "Bob"),
    ("ΒΟΒ", "BOB"),
    ("Jose", "José"),
    ("Soren", "Søren"),
    ("Іван", "іван"),
    ("Nίκος", "Νίκος"),
    ("أحمد", "احمد"),
    ("דָּוִד", "דוד"),
]


@pytest.mark.parametrize(("typed", "staff"), SAME)
def test_a_look_alike_of_a_name_is_known(typed, staff):
    """S24."""
    assert looks_like(typed, ["Nadia Rooke", staff]) == staff


DIFFERENT = [
    ("Ana", "Anna"),
    ("Ana", "Ann"),
    ("Lan", "Ian"),
    ("Ella", "Elia"),
    ("Gail", "Gali"),
    ("Hall", "Hail"),
    ("Νίκος", "Nikos"),
    ("Βασίλης", "Vasilis"),
    ("Иван", "Ivan"),
    ("Ольга", "Olga"),
    ("Наташа", "Natasha"),
    ("משה", "Moshe"),
    ("王小明", "王小月"),
    ("हरि", "हरु"),
    ("สมชาย", "สมศรี"),
    ("", "Ana"),
    ("…", "!"),
]


@pytest.mark.parametrize(("typed", "staff"), DIFFERENT)
def test_names_that_only_resemble_are_two(typed, staff):
    assert looks_like(typed, [staff]) is None


@pytest.mark.parametrize(
    ("one", "two"), [("Ana", "Аnа"), ("Ana Quayle", "ana.quayle"), ("John", "J0hn"), ("Arnold", "Amold"), ("ﬁ", "FI")]
)
def test_names_that_look_alike_have_one_skeleton(one, two):
    """S24."""
    assert skeleton(one) == skeleton(two) != skeleton("Nadia Rooke")


def test_a_name_without_letters_has_no_skeleton():
    assert skeleton("\u200b… !") == ""
