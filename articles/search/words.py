"""Take a text apart into the words that it is found by: folded, and reduced to their stems."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

import Stemmer

from newsroom.lib.folding import HIDDEN

# Longer runs are no words of any language, and more than an index takes.
_LONGEST_WORD = 60
# Thai to Lao, Myanmar, Khmer, kana and ideographs are written without spaces: each sign is a word of its own.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_HIDDEN = re.compile(f"[{HIDDEN}]")
# Accents, and the points of Hebrew and Arabic with the stroke that stretches a word. What makes й, ў and ї letters of
# their own stays.
_MARKS = re.compile(
    "[\u0300-\u0305\u0307\u0309-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]|(?<![иу])\u0306|(?<![і])\u0308"
)
# Letters of Arabic that are written for one another at the ends and beginnings of words.
_LETTERS = str.maketrans({"\u0671": "\u0627", "\u0649": "\u064a", "\u0629": "\u0647"})

# The languages of which the stems of words are known (Snowball's algorithms); a word of any other stands as it is.
STEMMED = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian",
    "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish",
}  # fmt: skip

# Words that say nothing of what is asked for. They are in the index, and a phrase in quotation marks may hold them.
# English, Spanish, French, German, Arabic.
_EMPTY = frozenset(
    """
    a an and are as at be but by for from had has have he her his how i in is it its not of on or she that the their
    there they this to was we were what when where which who why will with you
    al como con de del desde donde el en es esta este fue la las lo los mas no o para pero por que quien se sin sobre
    su sus un una y
    au aux avec ce ces cette d dans des du elle est et il ils l le les leur mais ne ou ont par pas plus pour qu qui
    s sa ses son sont sur une
    auf aus das dem den der die ein eine im ist mit nicht sich sie sind und von wie zu
    الي ان او في ما من هذا هذه هل هو هي و علي عن التي الذي
    """.split()  # noqa: SIM905 - as prose is read
)


def pattern(text: str) -> re.Pattern[str]:
    """Return what a word of a text is. Marks are of the letter that bears them, which `\\w` does not know."""
    special, any_word = _patterns()
    return _PLAIN if text.isascii() or not special.search(text) else any_word


_PLAIN = re.compile(r"[^\W_]+")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what only texts hold that take time to be read, and what a word of those is."""
    marks = "".join(c for c in map(chr, range(0x300, 0x1F000)) if unicodedata.category(c)[0] == "M")
    word = rf"[{_UNSPACED}][{marks}]*|(?:[^\W_{_UNSPACED}]+|[{marks}]+)+"
    return re.compile(f"[{_UNSPACED}{marks}]"), re.compile(word)


def fold(text: str) -> str:
    """Return a text without case, accents, hidden characters, and the differences of width and shape (NFKC)."""
    text = text.casefold()
    if text.isascii():
        return text
    text = _MARKS.sub("", unicodedata.normalize("NFKD", _HIDDEN.sub("", text)))
    return unicodedata.normalize("NFC", text).casefold().translate(_LETTERS)


def words(text: str) -> list[str]:
    """Return the words of a text in their order, folded."""
    text = fold(text)
    return [word[:_LONGEST_WORD] for word in pattern(text).findall(text)]


def stems(folded: Iterable[str], language: str) -> list[str]:
    """Return the stems of folded words in a language (BCP 47)."""
    stemmer = _stemmers.of(language)
    return stemmer.stemWords(folded) if stemmer else list(folded)


@lru_cache(maxsize=1 << 13)
def both(word: str, language: str) -> tuple[str, str]:
    """Return one word folded, and the stem of that: texts say the same few words over and over."""
    folded = fold(word)
    return folded, stems([folded], language)[0]


def is_empty(word: str) -> bool:
    """Tell whether a folded word says nothing of what is asked for."""
    return word in _EMPTY


class _Stemmers(threading.local):
    """A stemmer may be used by one thread at a time."""

    def __init__(self):
        self._made: dict[str, Stemmer.Stemmer] = {}

    def of(self, language: str) -> Stemmer.Stemmer | None:
        name = STEMMED.get(language.split("-")[0])
        if name and name not in self._made:
            self._made[name] = Stemmer.Stemmer(name)
        return self._made.get(name)


_stemmers = _Stemmers()
