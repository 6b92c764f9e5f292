"""What reads alike is alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.lib.folding import fingerprint, fold

FOLDED = {
    "Ferry": "ferry",
    "ＦＥＲＲＹ ﬁsh": "ferry fish",
    "fe\u200brr\u00ady\ufeff\u202e": "ferry",
    "fеrrу": "ferry",
    "𝖋𝖊𝖗𝖗𝖞": "ferry",
    "f\u0336e\u0301r\u20ddr\u0323y": "ferry",
    "Søren Łódź Ñandú": "soren lodz nandu",
    "ferry 100, ٣ १": "ferry 100, 3 1",
    "مُحَمَّد": fold("محمد"),
    "कि कु": "कि कु",
    "burn bum": "burn bum",
    "": "",
}


@pytest.mark.parametrize(("text", "folded"), FOLDED.items())
def test_a_text_is_folded(text, folded):
    """S25."""
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["Νίκος", "Βασίλης", "Иван", "ЁЖ", "İstanbul", "ǅ", "straße"])
def test_case_makes_no_difference_in_any_script(text):
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=30))
def test_hidden_characters_make_no_difference(text):
    """S25."""
    assert fold("\u200b".join(text)) == fold("".join(text.split("\u200b")))


@pytest.mark.parametrize(
    "copy", ["BUY  now, at the quay!", "b u y-now at\nthe quay", "Buy nоw аt thе quау", "buy n\u200bow at the quáy"]
)
def test_copies_of_a_text_have_one_fingerprint(copy):
    assert fingerprint(copy) == fingerprint("Buy now at the quay")


@pytest.mark.parametrize(("one", "two"), [("Buy now", "Buy new"), ("👍", "👎"), ("…", "?!"), ("at 5", "at 6")])
def test_other_texts_have_another_fingerprint(one, two):
    assert fingerprint(one) != fingerprint(two)
