"""The paper's words in other languages: all of them, compiled, and fit for what is filled into them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from newsroom.lib.languages import spoken
from tests.factories import make_article, make_comment

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ["ar", "es", "fr"]
_HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|</?[a-z][^>]*>")


def catalogue(root: Path, language: str):
    with (root / "newsroom/locale" / language / "LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale=language)


def forms(message, of="string") -> tuple[str, ...]:
    value = getattr(message, of)
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def words_of(messages) -> dict:
    """Return {(context, words): translations}; what is compiled gives its contexts as bytes."""
    return {
        (m.context.decode() if isinstance(m.context, bytes) else m.context, forms(m, "id")): forms(m)
        for m in messages
        if m.id
    }


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """The catalogues as `make messages` would leave them, in a copy of the paper."""
    if shutil.which("xgettext") is None and not os.environ.get("CI"):
        pytest.skip("GNU gettext was not found; install it to compare the catalogues with the code")
    copy = tmp_path_factory.mktemp("copy")
    for name in ("articles", "comments", "newsroom", "templates"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "fonts", "demo"))
    shutil.copy(ROOT / "manage.py", copy)
    command = [sys.executable, "manage.py", "makemessages", "--all", "--no-location", "--no-obsolete"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "DATA_DIR": str(copy / "var")}
    subprocess.run(command, cwd=copy, env=env, check=True, capture_output=True)
    return copy


def test_the_paper_speaks_these_languages_and_english():
    assert spoken() == {"en", *LANGUAGES}


# In one worker, which reads the paper for its words once.
@pytest.mark.xdist_group("words")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_visible_word_is_translated(extracted, language):
    known = catalogue(extracted, language)
    assert len(known) > 1000
    assert [m.id for m in known if m.id and (m.fuzzy or not all(forms(m)))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language):
    with (ROOT / "newsroom/locale" / language / "LC_MESSAGES/django.mo").open("rb") as file:
        compiled = read_mo(file)
    assert words_of(compiled) == words_of(catalogue(ROOT, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_has_its_place_in_every_translation(language):
    """A number may be left out where its form stands for one number only, as long as it is named."""
    for message in catalogue(ROOT, language):
        known = {hole for form in forms(message, "id") for hole in _HOLES.findall(form)}
        for form in forms(message):
            found = set(_HOLES.findall(form))
            assert found <= known, form
            assert {hole for hole in known if hole in ("%s", "%d") or hole[0] == "<"} <= found, form


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", ["Publicado", "Compartir este artículo", "1 comentario", "Deje una respuesta", "15 de enero de 2026"]),
        ("fr", ["Publié", "Partager cet article", "1 commentaire", "Laisser une réponse", "15 janvier 2026"]),
        ("ar", ["منشور", "شارك هذه المقالة", "تعليق واحد", "اكتب ردًا", "15 يناير 2026"]),
    ],
)
def test_a_page_has_its_words_and_its_days_in_its_language(client, language, words):
    article = make_article(language=language)
    make_comment(article)
    page = client.get(article.get_absolute_url()).content.decode()
    assert [word for word in words if word not in page] == []
