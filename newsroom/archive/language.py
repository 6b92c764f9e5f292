"""An invented language, with words as common and as rare as those of a real one, for copy and comments."""

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

# A language of a newspaper has some ten thousands of words, the commonest of which are in every story.
WORDS = 20_000
# The words of a text of which all others are pieces: to draw each word by itself would take most of the time.
_LONG = 1 << 20


@dataclass(frozen=True)
class Language:
    """Words, the commonest first, each with its stem; and a long text in which each is as often as it would be."""

    words: list[str]
    stems: dict[str, str]
    text: list[str]

    def some(self, random: Random, number: int) -> list[str]:
        """Return so many words, as they would stand in a text."""
        first = int(random.random() * (len(self.text) - number))
        return self.text[first : first + number]

    def sentences(self, random: Random, words: int) -> str:
        """Return so many words in sentences."""
        return in_sentences(self.some(random, words))

    def stems_of(self, words: list[str]) -> str:
        """Return words as search finds them."""
        return " ".join([self.stems[word] for word in words])


def in_sentences(words: list[str]) -> str:
    """Return words as a text of sentences of fourteen."""
    return " ".join(f"{' '.join(words[at : at + 14]).capitalize()}." for at in range(0, len(words), 14))


@cache
def language() -> Language:
    """Return the one language: the nth word is in texts about 1/n as often as the first."""
    random = Random("language")  # noqa: S311 - no secret
    syllables = [head + vowel + tail for head, vowel, tail in product(_HEADS, _VOWELS, _TAILS)]
    made = (f"{random.choice(syllables)}{random.choice(syllables)}" for _ in range(WORDS * 2))
    words = list(dict.fromkeys([*_SHORT, *made]))[:WORDS]
    text = random.choices(words, [1 / place for place in range(1, WORDS + 1)], k=_LONG)
    return Language(words, {word: stemmed(word, "en") for word in words}, text)


class Paragraph:
    """A paragraph as text, as HTML, as it is set and as search finds it; to make each story's own would take hours."""

    __slots__ = ("html", "set", "stems", "text", "words")

    def __init__(self, random: Random, words: int):
        self.text, self.words = language().sentences(random, words), words
        self.html = f"<p>{html.escape(self.text)}</p>"
        self.stems = stemmed(self.text, "en")
        self.set = set_copy(self.html, language="en", known={}).html

    def saying(self, text: str) -> tuple[str, str]:
        """Return another text as HTML, and as this paragraph is set."""
        set_html = self.set.replace(self.text, text).replace(anchor_of(self.text), anchor_of(text))
        return f"<p>{text}</p>", set_html


@cache
def paragraphs() -> list[Paragraph]:
    """Return thousands of paragraphs, of which stories are put together."""
    random = Random("paragraphs")  # noqa: S311 - no secret
    return [Paragraph(random, random.randint(25, 90)) for _ in range(4000)]


def length_of_a_story(random: Random) -> int:
    """Return a number of paragraphs: most stories have five to twelve, a few read on for pages."""
    return min(max(round(random.lognormvariate(2.0, 0.5)), 2), 60)
