"""A query of any shape becomes words, and so does a text: folded, and reduced to stems by its language."""

import pytest

from articles.search.query import LONGEST_QUERY, MOST_TERMS, parse, spellings
from articles.search.words import fold, stems, words


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("night ferry", ("night", "ferry")),
        ('"Night Ferry" fog', ('"night ferry"', "fog")),
        ('fog"night ferry', ("fog", "night", "ferry")),
        ("night AND ferry", ("night", "ferry")),
        ("NEAR(a b)", ("near a", "b")),
        ("dog's O'Brien", ("dog s", "o brien")),
        ("ferry* -fog +tide", ("ferry", "fog", "tide")),
        ("co-op headline:fog", ("co op", "headline fog")),
        ("ferry Ferry FERRY", ("ferry",)),
        ("عبّارة", ("عباره",)),
        ("新聞", ("新 聞",)),
        ("Straße Café ﬁn", ("strasse", "cafe", "fin")),
        ("  \t\n ", ()),
        ("*", ()),
    ],
)
def test_a_query_is_words_and_phrases_and_operators_mean_nothing(typed, terms):
    assert tuple(map(str, parse(typed).terms)) == terms


@pytest.mark.parametrize(
    ("typed", "terms"),
    [("what happened to the ferry", ("happened", "ferry")), ("the who", ("the", "who")), ('"to be"', ('"to be"',))],
)
def test_words_that_say_nothing_are_left_out_unless_there_are_no_others(typed, terms):
    assert tuple(map(str, parse(typed).terms)) == terms


def test_a_query_is_cut_where_it_would_cost_more_than_it_finds():
    assert len(parse(" ".join(f"a{number}" for number in range(5000))).terms) == MOST_TERMS
    assert sum(len(str(term)) for term in parse("a" * 10_000).terms) <= LONGEST_QUERY


@pytest.mark.parametrize(
    ("typed", "beginning"),
    [("night fer", "fer"), ("night f", ""), ('"night ferry"', ""), ("co-op", ""), ("", "")],
)
def test_the_last_word_may_still_be_being_typed(typed, beginning):
    assert parse(typed).beginning == beginning


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CAFÉ", "cafe"),
        ("mañana", "manana"),
        ("ελληνικά", "ελληνικα"),
        ("ёлка", "елка"),
        ("أحمد", "احمد"),
        ("مُدَرِّس", "مدرس"),
        ("soft\u00adware", "software"),
        ("ＡＢＣ", "abc"),
    ],
)
def test_what_is_written_with_or_without_accents_and_points_is_the_same_word(one, other):
    assert fold(one) == fold(other)


def test_a_letter_of_its_own_is_no_accent():
    assert fold("Чайка") == "чайка"


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "ferries", "ferry"),
        ("en-gb", "harbours", "harbour"),
        ("es", "elecciones", "elección"),
        ("fr", "navires", "navire"),
        ("de", "Häfen", "hafen"),
        ("ar", "الميناء", "ميناء"),
        ("ru", "гавани", "гавань"),
    ],
)
def test_forms_of_a_word_have_one_stem_in_their_language(language, one, other):
    assert stems(words(one), language) == stems(words(other), language)


def test_a_language_without_known_stems_leaves_words_as_they_are():
    assert stems(["ferries"], "zh-hans") == ["ferries"]


def test_a_term_is_looked_for_as_it_is_and_by_its_stems():
    assert spellings(parse("ferries").terms[0], ["en", "es"]) == [("ferries",), ("ferri",)]
