"""How long an article takes to read."""

import pytest

from articles.models import Article
from newsroom.lib.text import count_words, minutes_to_read
from tests.factories import make_article


@pytest.mark.parametrize(
    ("words", "minutes"),
    [(0, 1), (1, 1), (130, 1), (194, 1), (195, 2), (260, 2), (324, 2), (325, 3), (845, 7), (974, 7), (975, 8)],
)
def test_minutes_are_whole_halves_round_up_and_there_is_at_least_one(words, minutes):
    assert minutes_to_read(words, language="en", words_a_minute=130) == minutes


@pytest.mark.parametrize(
    ("language", "minutes"),
    [
        ("en", 10),
        ("en-gb", 10),
        ("ar", 17),
        ("es", 10),
        ("de", 13),
        ("fi", 14),
        ("zh-hans", 14),
        ("ja", 12),
        ("eo", 10),
    ],
)
def test_a_language_is_read_at_its_own_speed(language, minutes):
    assert minutes_to_read(1300, language=language, words_a_minute=130) == minutes


@pytest.mark.parametrize(("speed", "minutes"), [(130, 10), (238, 5), (260, 5), (1, 1300), (100_000, 1)])
def test_the_speed_is_a_setting(settings, speed, minutes):
    settings.WORDS_PER_MINUTE = speed
    article = Article(words=1300, language="en")
    assert article.minutes_to_read == minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one", 1),
        ("one  two\nthree", 3),
        ("well-known O’Brien’s", 2),
        ("one — two … three !", 3),
        ("1,300 of 2026", 3),
        ("عادت العبّارة إلى الميناء", 4),
        ("Паром вернулся", 2),
        ("我" * 255, 158),
        ("東京 tower 東京", 1 + round(4 / (255 / 158))),
        ("カタカナとひらがな", round(9 / (255 / 158))),
        ("안녕 세계", 2),
    ],
)
def test_words_are_counted_as_a_reader_would(text, words):
    assert count_words(text) == words


@pytest.mark.django_db
def test_the_words_of_the_copy_are_counted_when_it_is_saved_and_no_marks():
    article = make_article(
        copy="<h2>Two words</h2><p>One <em>and</em> a<strong>half</strong>.</p><hr><ul><li>x</li></ul>"
    )
    assert article.words == 6
    article.copy = "<p>Less.</p>"
    article.save()
    article.refresh_from_db()
    assert (article.words, article.minutes_to_read) == (1, 1)
