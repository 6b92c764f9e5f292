"""The rules that hold the house up: which room may know which, and what templates never do."""

import ast
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from comments.models import Thread

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for room in ("articles", "comments", "newsroom") for path in (ROOT / room).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PUBLIC_TEMPLATES = [path for path in TEMPLATES if "admin" not in path.relative_to(ROOT / "templates").parts]
OURS = ("articles", "comments", "newsroom")
# {room: what it may import of ours}. Imports go one way: newsroom.lib ← articles ← comments ← newsroom.
MAY_IMPORT = {
    "newsroom.lib": ("newsroom.lib",),
    "articles": ("newsroom.lib", "articles"),
    "comments": ("newsroom.lib", "articles", "comments"),
    "newsroom": OURS,
}


def name(path):
    return str(path.relative_to(ROOT))


def imports(path):
    """Return the modules that a file imports, also inside functions, in full."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def room_of(path):
    parts = path.relative_to(ROOT).parts
    return "newsroom.lib" if parts[:2] == ("newsroom", "lib") else parts[0]


def is_within(module, room):
    return module == room or module.startswith(f"{room}.")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_go_one_way(path):
    ours = [module for module in imports(path) if any(is_within(module, room) for room in OURS)]
    allowed = MAY_IMPORT[room_of(path)]
    assert [module for module in ours if not any(is_within(module, room) for room in allowed)] == []


@pytest.mark.parametrize("path", [p for p in MODULES if room_of(p) in ("articles", "newsroom.lib")], ids=name)
def test_nothing_below_names_a_model_of_comments(path):
    strings = [node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
    assert not [text for text in strings if re.match(r"comments\.[A-Z]\w+$", str(text))]


def test_articles_cannot_reach_comments_backwards():
    assert Thread._meta.get_field("article").remote_field.hidden


def test_the_library_has_no_models():
    lib = [path for path in MODULES if room_of(path) == "newsroom.lib"]
    assert lib
    assert not [name(path) for path in lib if re.search(r"\(models\.Model\)", path.read_text())]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_sanitiser_says_that_html_is_safe(path):
    if name(path) != "newsroom/lib/html.py":
        used = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        assert not {"mark_safe", "SafeText", "safe"} & used
        assert not re.search(r"\bSafeString\(|html_safe|__html__", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_says_that_html_is_safe(path):
    assert not re.search(r"\|\s*(safe|safeseq)\b|\bautoescape\s+off", path.read_text())


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=name)
def test_no_public_template_holds_a_script_or_a_style(path):
    text = path.read_text()
    assert not re.search(r"<style\b|\bstyle\s*=|\son[a-z]+\s*=|javascript:", text, re.IGNORECASE)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text, re.IGNORECASE))


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=name)
def test_no_public_template_loads_anything_from_elsewhere(path):
    loaded = re.findall(r"<(?:script|link|img|source|iframe)\b[^>]*?(?:src|href|srcset)=\"([^\"]*)", path.read_text())
    assert not [address for address in loaded if re.match(r"(https?:)?//", address)]


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_static_file_of_a_template_is_there(path):
    named = re.findall(r"\{% static ['\"]([^'\"]+)['\"]", path.read_text())
    assert [file for file in named if not finders.find(file)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_template_that_a_template_names_is_there(path):
    named = re.findall(r"\{% (?:include|extends) ['\"]([^'\"]+)['\"]", path.read_text())
    ours = [template for template in named if not template.startswith("admin/")]
    assert [template for template in ours if not (ROOT / "templates" / template).exists()] == []


def test_every_public_stylesheet_names_the_layers_it_may_use():
    for path in (ROOT / "newsroom/static/newsroom/css").glob("*.css"):
        assert "!important" not in path.read_text(), name(path)
        assert not re.search(r"url\(\s*['\"]?(https?:)?//", path.read_text()), name(path)


def test_no_script_of_ours_asks_anything_of_other_hosts():
    for path in (ROOT / "newsroom/static/newsroom").rglob("*.js"):
        assert not re.search(r"https?://|\bimport\(|XMLHttpRequest|sendBeacon|innerHTML|\beval\b", path.read_text()), (
            name(path)
        )
