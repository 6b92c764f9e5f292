"""A real browser in front of the real server with the demo edition in it.

The tests in this folder share one server: each leaves behind what it wrote, and counts on nothing another wrote.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))), None
)
_WHY_SKIPPED = "no Chromium was found; install it, or name one in CHROMIUM"


def pytest_collection_modifyitems(items):
    if CHROMIUM is None and not os.environ.get("CI"):
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=_WHY_SKIPPED))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    assert CHROMIUM, _WHY_SKIPPED
    return {"executable_path": CHROMIUM, "args": ["--disable-background-networking", "--disable-component-update"]}


@dataclass(frozen=True)
class Paper:
    """Where the demo edition is served, {name: password} of its desk, and the environment it is served in."""

    url: str
    passwords: dict
    env: dict


@pytest.fixture(scope="session")
def paper(tmp_path_factory):
    data = tmp_path_factory.mktemp("paper")
    port = _free_port()
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATA_DIR": str(data),
        "DATABASE_URL": _own_database(data),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PUBLICATION_NAME": "The Ellery Courier",
        "COMMENTS_PER_TEN_MINUTES": "0",
        "CONFIRMATIONS_PER_HOUR": "0",
        # Mail leaves when a test says so.
        "TASKS": "workers",
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    run = {"env": env, "cwd": ROOT, "check": True, "stdout": subprocess.PIPE, "text": True}
    subprocess.run([*manage, "migrate", "--verbosity", "0"], **run)
    subprocess.run([*manage, "collectstatic", "--noinput", "--verbosity", "0"], **run)
    printed = subprocess.run([*manage, "demo"], **run).stdout
    server = subprocess.Popen([*manage, "serve", "--workers", "1"], env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"{env['SITE_URL']}/")
        yield Paper(env["SITE_URL"], dict(re.findall(r"^  (\w+) +(\S+)$", printed, re.M)), env)
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture
def context(new_context, paper):
    """A reader's browser with a wide window, at the paper."""
    return new_context(base_url=paper.url, viewport={"width": 1280, "height": 900})


@pytest.fixture
def mailed_links(paper):
    """Have all mail leave that will be due within a day, and return the links to readers' pages in it."""

    def leave():
        send = (
            "from datetime import timedelta; from django.utils import timezone; from comments.mailing import send_due; "
            "send_due(timezone.now() + timedelta(days=1))"
        )
        command = [sys.executable, str(ROOT / "manage.py"), "shell", "-c", send]
        printed = subprocess.run(command, env=paper.env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
        return re.findall(r"^(http\S+/comments/\S+)$", printed, re.M)

    return leave


@pytest.fixture
def complaints(page):
    """What the browser complains of while a test runs: errors of scripts and of the content policy."""
    found = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    return found


@pytest.fixture
def sign_in(page, paper):
    """Sign in at the desk: `sign_in("editor")`."""

    def go(name):
        page.goto("/admin/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", paper.passwords[name])
        page.click("[type=submit]")
        page.wait_for_url("**/admin/")

    return go


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _own_database(data: Path) -> str:
    """Return the address of a fresh database of the kind that the suite runs on."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{data / 'newsroom.sqlite3'}"
    import psycopg

    name = "newsroom_browser_tests"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _wait_for(url: str) -> None:
    for _ in range(300):
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"nothing answered at {url}")
