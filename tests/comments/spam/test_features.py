"""What the spam filter sees of a comment, and what it sees through."""

from itertools import chain

import pytest

from comments.spam.features import BUCKETS, Kind, features_of


def seen(text, kind, **fields):
    """Return what a comment shows of one kind, as it is called."""
    return {source.what for source in features_of(text, **fields).groups[list(Kind).index(kind)].values()}


def buckets(text, kind=Kind.WORD):
    return set(features_of(text).groups[list(Kind).index(kind)])


@pytest.mark.parametrize(
    "dressed",
    [
        "Casino",
        "СASINO",
        "ca\u200bsi\u200bno",
        "𝐜𝐚𝐬𝐢𝐧𝐨",
        "c a s i n o",
        "c.a.s.i.n.o",
        "casinoooooo",
        "cásinô",
        "&#99;asino",
    ],
)
def test_a_word_is_known_again_whatever_it_wears(dressed):
    plain = buckets("casino" if "oooo" not in dressed else "casinoo")
    assert buckets(dressed) == plain


def test_a_misspelt_word_shares_pieces_with_the_right_one():
    shared = buckets("subscribe", Kind.PIECE) & buckets("suscribe", Kind.PIECE)
    assert len(shared) > len(buckets("suscribe", Kind.PIECE)) / 2


def test_words_of_scripts_with_marks_stay_whole():
    assert seen("हिन्दी समाचार", Kind.WORD) == {"हिन्दी", "समाचार"}


def test_scripts_without_spaces_are_read_sign_by_sign():
    assert seen("東京都", Kind.PAIR) == {"東 京", "京 都"}


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("see https://www.example.org/a?b=1 there", "example.org"),
        ("see WWW.Example.org", "example.org"),
        ("see example.com now", "example.com"),
        ("see my.best.deals.example now", "my.best.deals.example"),
        ("see example(dot)com now", "example.com"),
        ("see example*com now", "example.com"),
        ("see example. com /offer now", "example.com"),
        ("see example.comI now", "example.comi"),
    ],
)
def test_a_link_is_seen_also_if_it_is_broken_up(text, host):
    assert seen(text, Kind.LINK) == {host}


@pytest.mark.parametrize(
    "text", ["It was late.Then it rained.", "The business. Net profit rose.", "Foi assim. Com isso, nada.", "e.g. p.m."]
)
def test_a_sentence_is_no_link(text):
    assert not seen(text, Kind.LINK)


def test_the_website_counts_as_a_link_that_the_text_does_not_have():
    assert seen("Good.", Kind.LINK, website="https://example.org/") == {"example.org"}
    assert {"a website", "links 0"} <= seen("Good.", Kind.SHAPE, website="https://example.org/")


def test_of_a_mail_address_only_its_presence_is_seen():
    both = {"text": "write to ada@example.org", "name": "ada@example.org"}
    shown = {source.what for group in features_of(**both).groups for source in group.values()}
    assert "a mail address" in shown
    assert not [what for what in shown if "ada" in what or "example" in what]


def test_shouting_shows():
    assert "capitals 6" in seen("BUY THIS NOW AND HERE", Kind.SHAPE)


def test_an_empty_comment_has_a_shape_only():
    assert not seen("", Kind.WORD)
    assert not seen("", Kind.LINK)


def test_every_bucket_is_within_bounds():
    found = chain(*features_of("See https://example.org! The ferry, the ferry.", "Ada").groups)
    assert all(0 <= bucket < BUCKETS for bucket in found)


def test_of_a_long_text_the_beginning_and_the_end_are_read():
    words = seen(" ".join(f"word{each}" for each in range(20_000)), Kind.WORD)
    assert {"word0", "word19999"} <= words
    assert len(words) <= 301
