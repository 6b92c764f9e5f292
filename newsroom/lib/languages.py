"""Which language a page speaks: its own words, the names of its days, and the direction in which it is read."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import translation

# What is written in the code itself; the others have a catalogue below newsroom/locale.
_WRITTEN_IN = "en"


@cache
def spoken() -> frozenset[str]:
    """Return the codes of the languages that the paper has all its words in."""
    catalogues = Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.mo")
    return frozenset({_WRITTEN_IN, *(translation.to_language(path.parts[-3]) for path in catalogues)})


def language_of_page(language: str) -> str:
    """Return what a page around a text in `language` speaks: the same where the paper can, else the paper's own.

    A catalogue serves the regions of its language too: there is no other word for es-mx than for es.
    """
    is_spoken = not spoken().isdisjoint({language, language.split("-")[0]})
    return language if is_spoken else settings.LANGUAGE_CODE


def speaking(language: str):
    """Have what is rendered meanwhile speak the language of a text, as far as the paper can."""
    return translation.override(language_of_page(language))
