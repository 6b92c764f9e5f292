"""The language of a page's interface: its texts, its dates and its writing direction."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import translation

# The language of the strings in the code; the others have a catalogue below newsroom/locale.
_WRITTEN_IN = "en"


@cache
def spoken() -> frozenset[str]:
    """Return the codes of the languages that the paper has a catalogue for."""
    catalogues = Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.mo")
    return frozenset({_WRITTEN_IN, *(translation.to_language(path.parts[-3]) for path in catalogues)})


def language_of_page(language: str) -> str:
    """Return the interface language for a text in `language`: the same if there is a catalogue, else the paper's own.

    A catalogue serves the regions of its language too: es for es-mx.
    """
    is_spoken = not spoken().isdisjoint({language, language.split("-")[0]})
    return language if is_spoken else settings.LANGUAGE_CODE


def speaking(language: str):
    """Render within this context in the language of a text, or in the paper's own without a catalogue."""
    return translation.override(language_of_page(language))
