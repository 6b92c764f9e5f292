"""The rules that hold the house up: which room may know which, and what templates never do."""

import ast
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from comments.models import Thread

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for room in ("articles", "comments", "newsroom") for path in (ROOT / room).rglob("*.py"))
COMMENTS = [path for path in (ROOT / "comments").rglob("*/*.py") if "migrations" not in path.parts]
COMMENTS += [path for path in (ROOT / "comments").glob("*.py") if path.name != "__init__.py"]
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

# The packages of comments: each may import those of the lines above its own.
LAYERS = [
    {"models"},
    {"tokens", "policies", "caching"},
    {"spam", "threads", "notices"},
    {"screening"},
    {"moderation"},
    {"posting"},
    {"reports", "readers"},
    {"privacy"},
    {"desk", "views", "templatetags"},
    {"admin", "urls", "tasks", "management", "apps"},
]


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


def faults(paths, found_in):
    """Return {file: what is wrong with it} of those in which something is found."""
    assert paths
    found = {name(path): list(found_in(path)) for path in paths}
    return {file: faults for file, faults in found.items() if faults}


def test_imports_go_one_way():
    def upward(path):
        ours = [module for module in imports(path) if any(is_within(module, room) for room in OURS)]
        allowed = MAY_IMPORT[room_of(path)]
        return [module for module in ours if not any(is_within(module, room) for room in allowed)]

    assert faults(MODULES, upward) == {}


def test_imports_among_the_packages_of_comments_go_one_way():
    level = {package: number for number, packages in enumerate(LAYERS) for package in packages}
    rooms = {path: path.relative_to(ROOT / "comments").parts[0].removesuffix(".py") for path in COMMENTS}
    assert set(rooms.values()) == set(level)

    def upward(path):
        ours = {".".join(module.split(".")[:2]) for module in imports(path) if is_within(module, "comments")}
        return [
            module
            for module in ours
            if (other := module.removeprefix("comments.")) != rooms[path] and level[other] >= level[rooms[path]]
        ]

    assert faults(COMMENTS, upward) == {}


def test_the_top_of_comments_has_seven_files_at_most():
    files = [path for path in (ROOT / "comments").glob("*.py") if path.name != "__init__.py"]
    assert 0 < len(files) <= 7, files


def test_nothing_below_names_a_model_of_comments():
    def named(path):
        strings = [node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
        return [text for text in strings if re.match(r"comments\.[A-Z]\w+$", str(text))]

    assert faults([path for path in MODULES if room_of(path) in ("articles", "newsroom.lib")], named) == {}


def test_articles_cannot_reach_comments_backwards():
    assert Thread._meta.get_field("article").remote_field.hidden


def test_the_library_has_no_models():
    lib = [path for path in MODULES if room_of(path) == "newsroom.lib"]
    assert faults(lib, lambda path: re.findall(r"\(models\.Model\)", path.read_text())) == {}


def test_only_the_sanitiser_says_that_html_is_safe():
    def said(path):
        used = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        yield from {"mark_safe", "SafeText", "safe"} & used
        yield from re.findall(r"\bSafeString\(|html_safe|__html__", path.read_text())

    assert faults(MODULES, said).keys() == {"newsroom/lib/html.py"}


def test_no_template_says_that_html_is_safe():
    said = re.compile(r"\|\s*(?:safe|safeseq)\b|\bautoescape\s+off")
    assert faults(TEMPLATES, lambda path: said.findall(path.read_text())) == {}


def test_no_public_template_holds_a_script_or_a_style():
    inline = re.compile(r"<style\b|\bstyle\s*=|\son[a-z]+\s*=|javascript:|<script\b(?![^>]*src=)[^>]*>", re.IGNORECASE)
    assert faults(PUBLIC_TEMPLATES, lambda path: inline.findall(path.read_text())) == {}


def test_no_public_template_loads_anything_from_elsewhere():
    loaded = re.compile(
        r"<(?:script|link|img|source|iframe)\b[^>]*?(?:src|href|srcset)=\"((?:https?:)?//[^\"]*)", re.IGNORECASE
    )
    assert faults(PUBLIC_TEMPLATES, lambda path: loaded.findall(path.read_text())) == {}


def test_every_static_file_of_a_template_is_there():
    def missing(path):
        named = re.findall(r"\{% static ['\"]([^'\"]+)['\"]", path.read_text())
        return [file for file in named if not finders.find(file)]

    assert faults(TEMPLATES, missing) == {}


def test_every_template_that_a_template_names_is_there():
    def missing(path):
        named = re.findall(r"\{% (?:include|extends) ['\"]([^'\"]+)['\"]", path.read_text())
        ours = [template for template in named if not template.startswith("admin/")]
        return [template for template in ours if not (ROOT / "templates" / template).exists()]

    assert faults(TEMPLATES, missing) == {}


def test_every_public_stylesheet_keeps_to_its_layers_and_to_our_own_files():
    elsewhere = re.compile(r"!important|url\(\s*['\"]?(?:https?:)?//")
    stylesheets = sorted((ROOT / "newsroom/static/newsroom/css").glob("*.css"))
    assert faults(stylesheets, lambda path: elsewhere.findall(path.read_text())) == {}


def test_no_script_of_ours_asks_anything_of_other_hosts():
    calls = re.compile(r"https?://|\bimport\(|XMLHttpRequest|sendBeacon|innerHTML|\beval\b")
    scripts = sorted((ROOT / "newsroom/static/newsroom").rglob("*.js"))
    assert faults(scripts, lambda path: calls.findall(path.read_text())) == {}


def test_nothing_but_a_decision_writes_the_state_of_a_comment():
    """`comments.moderation.decide` is the only way; a report of a mistake has a state of its own."""

    def written(path):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store):
                yield f"line {node.lineno}: assigns .state"
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("update", "bulk_update"):
                named = {each.arg for each in node.keywords} | {getattr(each, "value", "") for each in ast.walk(node)}
                if "state" in named:
                    yield f"line {node.lineno}: {ast.unparse(node)}"

    # Invented papers, to measure with, are filled row by row.
    beside = [path for path in MODULES if not {"migrations", "benchmarks", "archive"} & set(path.parts)]
    assert faults(beside, written).keys() == {"comments/reports/mistakes.py"}
