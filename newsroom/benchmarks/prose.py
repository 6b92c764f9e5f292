"""Generated prose for test data, the same in every run."""

from random import Random

_WORDS = """
harbour ferry council bridge tide quay evening market school budget window street library station river winter season
captain vote meeting question answer report number building company worker union price rent bread garden weather signal
engine platform letter editor reader morning neighbour the the the the and and and of of of to to in in a a is was has
had will would could not never always often again still before after over under between because while since every each
other many few first last new old small long
""".split()  # noqa: SIM905 - as a list it would fill a page


def prose(random: Random, words: int) -> str:
    """Return sentences of up to fourteen words, with `words` words in all."""
    chosen = random.choices(_WORDS, k=words)
    sentences = (chosen[start : start + 14] for start in range(0, words, 14))
    return " ".join(f"{' '.join(sentence).capitalize()}." for sentence in sentences)


def length_of_a_comment(random: Random) -> int:
    """Return a number of words: half of all comments are under forty words, a few have hundreds."""
    return min(max(round(random.lognormvariate(3.6, 0.8)), 3), 600)
