"""A synthetic language with realistic word frequencies, for copy and comments."""

import html
from dataclasses import dataclass
from functools import cache
from itertools import product
from random import Random

from articles.search.documents import stemmed
from articles.typesetting import anchor_of, set_copy

_HEADS, _VOWELS, _TAILS = (
    parts.split("-")
    for parts in (
        "b-br-c-ch-d-dr-f-fl-g-gr-h-j-k-l-m-n-p-pl-qu-r-s-sh-st-t-th-tr-v-w-z",
        "a-e-i-o-u-ai-ea-ee-oo-ou",
        "-n-r-l-s-t-m-nd-rk-st",
    )
)
_SHORT = """
the of and to in a is that for it was on with as by at from this are be he she they had not but one all
""".split()  # noqa: SIM905 - as a list it would fill a page

# A newspaper uses some ten thousands of words, the commonest of them in every story.
WORDS = 20_000
# The length in words of one text that all others are cut from: drawing each word would take most of the time.
_LONG = 1 << 20


@dataclass(frozen=True)
class Language:
    """Words, the commonest first, their stems, and a long text with realistic frequencies."""

    words: list[str]
    stems: dict[str, str]
    text: list[str]

    def some(self, random: Random, number: int) -> list[str]:
        """Return `number` consecutive words of the text."""
        first = int(random.random() * (len(self.text) - number))
        return self.text[first : first + number]

    def sentences(self, random: Random, words: int) -> str:
        """Return a text of sentences with so many words."""
        return in_sentences(self.some(random, words))

    def stems_of(self, words: list[str]) -> str:
        """Return the stems of words, as they are indexed for search."""
        return " ".join([self.stems[word] for word in words])


def in_sentences(words: list[str]) -> str:
    """Return words as sentences of fourteen words each."""
    return " ".join(f"{' '.join(words[at : at + 14]).capitalize()}." for at in range(0, len(words), 14))


@cache
def language() -> Language:
    """Return the language: the nth word is about 1/n as frequent as the first (Zipf's law)."""
    random = Random("language")  # noqa: S311 - no secret
    syllables = [head + vowel + tail for head, vowel, tail in product(_HEADS, _VOWELS, _TAILS)]
    made = (f"{random.choice(syllables)}{random.choice(syllables)}" for _ in range(WORDS * 2))
    words = list(dict.fromkeys([*_SHORT, *made]))[:WORDS]
    text = random.choices(words, [1 / place for place in range(1, WORDS + 1)], k=_LONG)
    return Language(words, {word: stemmed(word, "en") for word in words}, text)


class Paragraph:
    """A paragraph as text, HTML, typeset HTML and stems. It is reused: making each story's own would take hours."""

    __slots__ = ("html", "set", "stems", "text", "words")

    def __init__(self, random: Random, words: int):
        self.text, self.words = language().sentences(random, words), words
        self.html = f"<p>{html.escape(self.text)}</p>"
        self.stems = stemmed(self.text, "en")
        self.set = set_copy(self.html, language="en", known={}).html

    def saying(self, text: str) -> tuple[str, str]:
        """Return another text as HTML, and typeset like this paragraph."""
        set_html = self.set.replace(self.text, text).replace(anchor_of(self.text), anchor_of(text))
        return f"<p>{text}</p>", set_html


@cache
def paragraphs() -> list[Paragraph]:
    """Return thousands of paragraphs, from which stories are composed."""
    random = Random("paragraphs")  # noqa: S311 - no secret
    return [Paragraph(random, random.randint(25, 90)) for _ in range(4000)]


def length_of_a_story(random: Random) -> int:
    """Return a number of paragraphs: most stories have five to twelve, a few up to sixty."""
    return min(max(round(random.lognormvariate(2.0, 0.5)), 2), 60)
