"""What can be said of plain text."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.lib.text import is_pk, is_right_to_left, share_of_capitals, tidy_line, tidy_text


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


REAL = {
    "Vietnamese": "Nguyễn Thị Hường đã nghĩ đến việc ở lại; Phở bò, bánh cuốn, Đặng Thuỳ Trâm",
    "Hebrew": "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים אֵ֥ת הַשָּׁמַ֖יִם וְאֵ֥ת הָאָֽרֶץ׃ וַיִּשָּֽׁבַע",
    "Arabic": "بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ وَلَا ٱلضَّآلِّينَ كَلَّآ",
    "Persian": "می\u200cخواهم مُدَّتی بمانم",
    "Devanagari": "अग्निमी॑ळे पु॒रोहि॑तं य॒ज्ञस्य॑ दे॒वमृ॒त्विज॑म् । क़िस्सा हिंदी",
    "Thai": "น้ำตาลที่ปั๊มน้ำมัน สิทธิ์ เนื้อ ก็ดี",
    "Tibetan": "བསྒྲུབས་པའི་རྒྱལ་པོ། ཧྐྵྨླྺྼྻྃ ཨོཾ་མ་ཎི་པདྨེ་ཧཱུྃ",
    "Myanmar": "ကြွှေ မြန်မာနိုင်ငံ ကျွန်ုပ်တို့သည်",
    "Khmer": "ព្រះរាជាណាចក្រកម្ពុជា ស៊ើបអង្កេត ប៉ុន្តែ",
    "Greek": "ᾧ τινι ᾄδω· μῆνιν ἄειδε θεὰ Πηληϊάδεω Ἀχιλῆος, ᾂ ᾆ",
    "Tamil": "தமிழ்நாடு ஸ்ரீ க்ஷௌரம்",
    "Japanese": "がぎぐげご パピプペポ",
    "Korean": "안녕하세요",
    "Pinyin": "lǜshī ǖ ǘ, ḗ, Māori, ḱ",
    "emoji": "❤️‍🔥 1️⃣ 👩🏽‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
}


@pytest.mark.parametrize("language", REAL)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_a_language_is_written_with_stays(language, form):
    """S24."""
    typed = unicodedata.normalize(form, REAL[language])
    assert tidy_line(typed) == tidy_text(typed) == unicodedata.normalize("NFC", REAL[language])


PILES = {
    "Z\u0335\u0321\u0322a\u0300\u0301\u0302\u0303\u0304\u0305lgo": "Z\u0335\u0321a\u0300\u0301lgo",
    "é\u0301\u0301\u0301": "é\u0301",
    "a\u200d\u0300\u200d\u0300\u200d\u0300": "a\u200d\u0300\u200d\u0300\u200d",
    "\u0300\u0300\u0300a": "\u0300\u0300a",
    "a\u20dd\u20dd\u20dd\u20dd": "a\u20dd\u20dd",
    "ก" + "็" * 40: "ก" + "็" * 3,
    "a" + "็" * 40: "a" + "็" * 2,
    "ה" + "\u05b7" * 40: "ה" + "\u05b7" * 5,
    "ཀ" + "ྐ" * 40: "ཀ" + "ྐ" * 8,
    "ཀ" + "\u0300" * 40: "ཀ" + "\u0300" * 2,
}


@pytest.mark.parametrize(("typed", "tidy"), PILES.items())
def test_marks_are_not_piled_up(typed, tidy):
    """S24: no more than two on a letter, or what its script needs."""
    assert tidy_line(typed) == tidy_text(typed) == unicodedata.normalize("NFC", tidy)


@settings(derandomize=True, deadline=None)
@given(
    st.text(
        st.sampled_from("aëกאཀ \n\u200d\u0300\u0301\u0327\u0338\u20dd\u05b7\u05bc\u0f90\u0e47\u0e48\ufe0f"), max_size=30
    )
)
def test_tidying_piles_twice_changes_nothing(typed):
    """S24."""
    assert tidy_text(tidy_text(typed)) == tidy_text(typed)
    assert tidy_line(tidy_line(typed)) == tidy_line(typed)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("THIS IS WHAT I THINK OF THE FERRY", 1.0),
        ("this is what i think of the ferry", 0.0),
        ("ЭТО ЧТО Я ДУМАЮ О НАШЕМ ПАРОМЕ 123 !!!", 1.0),
        ("AAAAAaaaaaAAAAAaaaaa", 0.5),
        ("NO! OK?", 0.0),
        ("東京の港で待っていました、とても長い間ずっと", 0.0),
        ("", 0.0),
    ],
)
def test_capitals_are_a_share_of_the_letters_that_have_case(text, share):
    assert share_of_capitals(text) == share


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
    assert is_pk(typed) is is_so
