"""Plain text: word counts, reading times, and removing invisible characters and piled-up marks."""

import re
import unicodedata

# Words a minute in each language relative to English, from the same texts read in 17 languages
# (Trauzettel-Klosinski and Dietz 2012, "Standardized Assessment of Reading Performance: The New
# International Reading Speed Texts IReST", doi:10.1167/iovs.11-8284, table 3).
RELATIVE_SPEED = {
    "ar": 138 / 228,
    "de": 179 / 228,
    "en": 1.0,
    "es": 218 / 228,
    "fi": 161 / 228,
    "fr": 195 / 228,
    "he": 187 / 228,
    "it": 188 / 228,
    "ja": 193 / 228,
    "nl": 202 / 228,
    "pl": 166 / 228,
    "pt": 181 / 228,
    "ru": 184 / 228,
    "sl": 180 / 228,
    "sv": 199 / 228,
    "tr": 166 / 228,
    "zh": 158 / 228,
}

# Scripts written without spaces; the same study counted 255 Chinese characters for 158 words.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_CHARACTERS_A_WORD = 255 / 158

# Format characters that reorder, are invisible or imitate others. The two joiners stay: Persian and Indic scripts need
# them.
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0"
    r"\ufff9-\uffff]"
)
_BRAILLE_BLANK = "\u2800"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

# The most combining marks per letter. Accents: two (Vietnamese needs no more), or three on a Greek vowel with
# breathing, accent and iota. Marks of a letter's own script: as many as the script uses, such as eight in a Tibetan
# stack.
_ACCENTS = {"GREEK": 3}
_OTHER_ACCENTS = 2
_OWN_MARKS = {"THAI": 3, "LAO": 3, "HEBREW": 5, "MYANMAR": 6, "TAI": 6, "TIBETAN": 8}
_OTHER_OWN_MARKS = 4
_JOINERS = "\u200c\u200d"


def count_words(text: str) -> int:
    """Count words: runs between spaces that have a letter or a digit. Unspaced scripts are counted by characters."""
    unspaced = len(_UNSPACED.findall(text))
    words = sum(any(c.isalnum() for c in run) for run in _UNSPACED.sub(" ", text).split())
    return words + round(unspaced / _CHARACTERS_A_WORD)


def language_tag(code: str) -> str:
    """Return a language code in the case that HTML and search engines use (RFC 5646, 2.1.1): pt-BR for "pt-br"."""
    language, *rest = code.split("-")
    return "-".join([language, *(part.upper() if len(part) == 2 else part.title() for part in rest)])


def minutes_to_read(words: int, *, language: str, words_a_minute: int) -> int:
    """Return whole minutes, halves rounded up, at least 1. `words_a_minute` is the speed for English."""
    speed = words_a_minute * RELATIVE_SPEED.get(language.split("-")[0], 1.0)
    return max(1, int(words / speed + 0.5))


def tidy_line(text: str) -> str:
    """Return one line in NFC without control or format characters, its white space collapsed; "" if nothing visible."""
    text = _without_piles(_CONTROL.sub(" ", _UNSEEN.sub("", text)))
    return _if_seen(" ".join(text.split()))


def tidy_text(text: str) -> str:
    """Return several lines in NFC: line ends as \\n, no control characters, at most one empty line together.

    A text without visible characters becomes "".
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _without_piles(_CONTROL.sub("", _UNSEEN.sub("", text)))
    lines = (line.rstrip() for line in text.split("\n"))
    return _if_seen(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip())


def share_of_capitals(text: str, *, least: int = 20) -> float:
    """Return the share of capitals among cased letters, 0 to 1; 0.0 where there are fewer than `least`."""
    capitals = sum(c.isupper() for c in text)
    cased = capitals + sum(c.islower() for c in text)
    return capitals / cased if cased >= least else 0.0


def _without_piles(text: str) -> str:
    """Return a text in NFC in which no letter has more combining marks than its script uses."""
    if text.isascii():
        return text
    kept, base, marks = [], " ", 0
    for c in unicodedata.normalize("NFD", text):
        if unicodedata.category(c) in ("Mn", "Me"):
            if marks >= _most_marks(base, c):
                continue
            marks += 1
        elif c not in _JOINERS:
            base, marks = c, 0
        kept.append(c)
    return unicodedata.normalize("NFC", "".join(kept))


def _most_marks(base: str, mark: str) -> int:
    """Return how many combining marks a letter may have, given one of them."""
    script = _script(base)
    if script == _script(mark):
        return _OWN_MARKS.get(script, _OTHER_OWN_MARKS)
    return _ACCENTS.get(script, _OTHER_ACCENTS)


def _script(character: str) -> str:
    """Return the first word of a character's name, which is its script; "COMBINING" for an accent."""
    return unicodedata.name(character, "").split(" ")[0]


def _if_seen(text: str) -> str:
    """Return the text if it has a letter, digit, punctuation or symbol, else ""."""
    seen = (c != _BRAILLE_BLANK and unicodedata.category(c)[0] in "LNPS" for c in text)
    return text if any(seen) else ""


def is_right_to_left(language: str) -> bool:
    """Tell whether a language (BCP 47) is written from right to left."""
    return language.split("-")[0] in ("ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi")


def is_pk(typed: str) -> bool:
    """Tell whether a text from an address can be a primary key: ASCII digits that fit into a database integer."""
    return typed.isascii() and typed.isdigit() and len(typed) < 19
