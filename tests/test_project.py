"""What holds for the repository as a whole."""

import ast
import fnmatch
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = [
    "requirements.txt",
    "newsroom/requirements-s3.txt",
    "tests/requirements.txt",
    "tests/requirements-s3.txt",
]
LINE = re.compile(r"(?P<name>[\w-]+)(\[[\w,-]+\])?==(?P<version>[\w.]+) +# (?P<reason>\S.*)")


def kept_files():
    """Return every file that belongs to the repository, by its .gitignore."""
    ignored = [line.strip("/") for line in (ROOT / ".gitignore").read_text().split()] + [".git"]
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [each for each in folders if not any(fnmatch.fnmatch(each, pattern) for pattern in ignored)]
        for file in files:
            if not any(fnmatch.fnmatch(file, pattern) for pattern in ignored):
                yield Path(folder, file)


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_every_requirement_is_pinned_and_has_a_reason(file):
    lines = [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith(("#", "-r "))]
    assert lines
    assert [line for line in lines if not LINE.fullmatch(line)] == []


def test_no_requirement_stands_twice_or_in_two_versions():
    versions = {}
    for file in REQUIREMENTS:
        matches = filter(None, map(LINE.match, (ROOT / file).read_text().splitlines()))
        pinned = [(match["name"].lower().replace("_", "-"), match["version"]) for match in matches]
        assert len(pinned) == len(dict(pinned)), file
        for name, version in pinned:
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def variables_read():
    """Return the names of the environment that the settings file reads."""
    tree = ast.parse((ROOT / "newsroom" / "settings.py").read_text())
    readers = {"database", "picture_storage", "records", "site_url", "time_zone"}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        of_env = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "env"
        if of_env or getattr(call.func, "id", "") in readers:
            yield call.args[0].value


def test_the_readme_has_every_setting_and_no_other():
    rows = re.findall(r"^\|([^|]+)\|", (ROOT / "README.md").read_text(), re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([A-Z][A-Z_]+)`", row)}
    assert named == set(variables_read())


@pytest.mark.django_db
def test_the_migrations_are_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_paper_with_an_https_address_passes_the_checks_of_deployment(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "DATABASE_URL", "CACHE_URL")}
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=kept | {"SITE_URL": "https://paper.example", "TRUSTED_PROXIES": "1", "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_no_path_of_one_machine_is_written_down():
    # In pieces, so that this file does not name them itself.
    paths = re.compile("|".join(rf"(?<![\w.])/{folder}/" for folder in ("work", "root", "home", "Users", "tmp")))
    texts = {path: path.read_text(errors="ignore") for path in kept_files()}
    assert [str(path.relative_to(ROOT)) for path, text in texts.items() if paths.search(text)] == []


def test_every_folder_of_tests_is_a_package():
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_the_licence_is_there():
    assert "Redistribution and use in source and binary forms" in (ROOT / "LICENSE").read_text()
