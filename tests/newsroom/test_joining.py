"""Sheets and scripts that only name others reach readers as one file, and weigh little."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from newsroom.benchmarks.pages import assets
from newsroom.lib.joining import joined
from newsroom.storage import JOINED
from tests.factories import make_article, make_comment

KB = 1000
# What the HTML, style sheets and scripts of an article may weigh together, and with the fonts (issue 5).
MOST, MOST_WITH_FONTS = 25 * KB, 90 * KB
FILES = {
    "all.css": '@import url("one.css");\n@import url("two.css") print;\n',
    "one.css": "/* Ours. */\na {\n  color: red;\n}\n",
    "two.css": "b { color: #000; }\n",
    "all.js": '// All.\nimport "./one.js";\nimport "./two.js";\n',
    "one.js": 'import { lend } from "./lender.js";\nconst own = lend();\n',
    "two.js": '// Two.\nimport { lend } from "./lender.js";\nconst own = lend();\n',
    "lender.js": "export function lend() { return 1; }\n",
}


def test_sheets_come_in_their_order_and_print_stays_for_print():
    assert joined("all.css", FILES.get) == "a {\ncolor: red;\n}\n@media print {\nb { color: #000; }\n}\n"


def test_modules_keep_their_names_to_themselves_and_borrow_once():
    assert joined("all.js", FILES.get) == (
        "function lend() { return 1; }\n{\nconst own = lend();\n}\n{\nconst own = lend();\n}\n"
    )


def test_what_is_collected_names_nothing_any_more(settings, tmp_path):
    """Twice, since the second time the first lies there."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "newsroom.storage.StaticFiles"}}
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["css", "js", "json", "map", "md", "svg", "txt", "woff2"]
    for _ in range(2):
        call_command("collectstatic", interactive=False, verbosity=0)
    for name in JOINED:
        (hashed,) = tmp_path.glob(re.sub(r"\.(?=\w+$)", ".[0-9a-f]*.", name))
        text = hashed.read_text()
        assert "import " not in text.replace("@import", "import ")
        assert len(text) > 2000
        assert all((hashed.parent / url).exists() for url in re.findall(r'url\("([^":]+)"\)', text))


@pytest.mark.django_db
def test_a_first_visit_to_an_article_costs_little(client):
    """With a copy of eight hundred words, and the comments that stand on one page."""
    words = "The pilot boat left the quay at four, as it has since the lamps were lit on the mole. "
    article = make_article(copy="".join(f"<p>{n} {words * 4}</p>" for n in range(12)))
    for number in range(10):
        make_comment(article, text=f"I was there on night {number}, and the water was colder than you say.")
    body = client.get(article.get_absolute_url()).content
    files = assets(body.decode())
    weight = len(brotli.compress(body, quality=5)) + sum(map(len, files["css"] + files["js"]))
    assert weight < MOST
    assert weight + sum(map(len, files["woff2"])) < MOST_WITH_FONTS


def test_a_joined_script_holds_no_line_that_only_looks_like_a_comment():
    """Lines that begin with // are left out, so that none may stand in a text of several lines."""
    for name in (name for name in JOINED if name.endswith(".js")):
        for module in re.findall(r'"\./([\w-]+\.js)"', Path(finders.find(name)).read_text()):
            text = Path(finders.find(f"newsroom/js/{module}")).read_text()
            assert not [each for each in re.findall(r"`[^`]*`", text) if re.search(r"^\s*//", each, re.MULTILINE)]
