"""Terms are found whatever was done to hide them, and only as words."""

import pytest

from newsroom.lib.matching import TermMatcher, is_term

DISGUISED = [
    ("viagra", "Buy VIAGRA!"),
    ("viagra", "v i a g r a"),
    ("viagra", "buy a v i a g r a pill"),
    ("viagra", "b u y v i a g r a n o w"),
    ("viagra", "v.i.a.g.r.a v_i_a"),
    ("viagra", "vi.ag-ra"),
    ("viagra", "vi**ag**ra"),
    ("viagra", "v1agra"),
    ("viagra", "v!agra"),
    ("viagra", "vi\u200bag\u00adra"),
    ("viagra", "viаgrа"),
    ("viagra", "ⓥⓘⓐⓖⓡⓐ ｖｉａｇｒａ"),
    ("viagra", "v\u0336i\u0336agr\u0301a"),
    ("viagra", "https://viagra.example/"),
    ("boob", "b00b"),
    ("ass", "a$$"),
    ("ass", "kiss my a s s"),
    ("bitcoin", "ВІТС0IN"),
    ("bitcoin", "ΒΙΤCΟΙΝ"),
    ("kill yourself", "kiII yourseIf"),
    ("buy now", "Buy,\nNOW"),
    ("buy now", "b u y n o w"),
    ("well-known", "wellknown"),
    ("free mon*", "FREE money"),
    ("сука", "Cукa!"),
    ("νίκος", "ΝΊΚΟΣ"),
    ("賭博", "網上賭博網站"),
    ("ควย", "ไอ้ควยมาก"),
    ("कुत्ता", "वह कुत्ता है"),
    ("שלום", "שָׁלוֹם"),
    ("1488", "1488"),
]


@pytest.mark.parametrize(("term", "text"), DISGUISED)
def test_a_term_is_seen_through_its_disguise(term, text):
    """S25."""
    assert TermMatcher(["mackerel", term]).matches(text) == [term]


INNOCENT = [
    ("ass", "class, assess, bass"),
    ("ass", "c l a s s"),
    ("cunt", "Scunthorpe"),
    ("heil", "hell"),
    ("fail", "the fall"),
    ("bum", "let it burn"),
    ("whore", "who're they"),
    ("hell", "he'll, he’ll"),
    ("penis", "my pen is blue"),
    ("loo", "100 and 10"),
    ("ass", "455"),
    ("ed", "3D"),
    ("buy now", "buy it now"),
    ("mon*", "common"),
    ("कुत्ता", "कुत्ते"),
    ("賭博", "賭馬"),
    ("ia", "I a"),
    ("*", "anything"),
    ("…", "…"),
    ("", "anything"),
]


@pytest.mark.parametrize(("term", "text"), INNOCENT)
def test_a_part_of_a_word_is_no_match(term, text):
    """S25."""
    assert TermMatcher([term]).matches(text) == []


def test_all_terms_are_found_each_once_in_their_order():
    matcher = TermMatcher(["quay", "the quay", "fer*", "tide", "quay"])
    assert matcher.matches("Ferry to the quay, the QUAY") == ["quay", "the quay", "fer*"]


@pytest.mark.parametrize(("text", "is_so"), [("a", True), ("賭", True), ("5", True), ("*", False), ("…\u200b", False)])
def test_a_term_needs_a_letter_or_a_digit(text, is_so):
    assert is_term(text) is is_so


class Counting(dict):
    """A dictionary that counts how often it is asked."""

    asked = 0

    def get(self, *args):
        Counting.asked += 1
        return super().get(*args)

    def __contains__(self, key):
        Counting.asked += 1
        return super().__contains__(key)


def look_ups(terms, text, monkeypatch):
    matcher = TermMatcher(terms)
    monkeypatch.setattr(Counting, "asked", 0)
    matcher._root.following = Counting(matcher._root.following)
    matcher._run_together = Counting(matcher._run_together)
    matcher.matches(text)
    return Counting.asked


@pytest.mark.parametrize("piece", ["tide ", "t ", "t.", "t1de ", "tide", "賭", "Тide "])
def test_work_grows_with_the_text_and_not_with_the_terms(piece, monkeypatch):
    """S25: linear, whatever the text."""
    few, many = ["aaaa bbbb"], [f"aaaa{chr(97 + i % 26)} b{i:05}" for i in range(2000)]
    length = 4000 // len(piece)
    once = look_ups(few, piece * length, monkeypatch)
    assert look_ups(few, piece * length * 2, monkeypatch) <= 2 * once + 20
    assert look_ups(many, piece * length, monkeypatch) <= 3 * once + 20
