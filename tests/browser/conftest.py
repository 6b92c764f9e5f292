"""A real browser in front of the real server with the demo edition in it.

The tests share a server: each leaves behind what it wrote, and counts on nothing another wrote.
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
from django.db import connections

ROOT = Path(__file__).resolve().parents[2]
# Without a window to draw it takes half as long.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
MANAGE = [sys.executable, str(ROOT / "manage.py")]
_WHY_SKIPPED = "no Chromium was found; install it, or name one in CHROMIUM"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("browser") and CHROMIUM is None and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason=_WHY_SKIPPED))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    assert CHROMIUM, _WHY_SKIPPED
    return {"executable_path": CHROMIUM, "args": ["--disable-background-networking", "--disable-component-update"]}


@pytest.fixture(scope="session")
def playwright(playwright):
    """Close the connections that Django made while Playwright's event loop ran: it does not find them afterwards."""
    yield playwright
    connections.close_all()


@dataclass(frozen=True)
class Paper:
    """Where the demo edition is served, {name: password} of its desk, and the environment it is served in."""

    url: str
    passwords: dict
    env: dict


@pytest.fixture(scope="session")
def paper(tmp_path_factory):
    data = tmp_path_factory.mktemp("served") / "paper"
    port = _free_port()
    env = _environment(data, _empty_database(data), SITE_URL=f"http://127.0.0.1:{port}", PORT=str(port))
    passwords = _print_first_edition(env)
    server = subprocess.Popen([*MANAGE, "serve", "--workers", "1"], env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: fetch(f"{env['SITE_URL']}/"))
        yield Paper(env["SITE_URL"], passwords, env)
    finally:
        server.terminate()
        server.wait(timeout=10)


# In one process, and with smaller pictures than those of a real paper, which are made in a quarter of the time.
_FIRST_EDITION = """
from articles import pictures
from django.core.management import call_command
pictures._AVIF["speed"] = 10
pictures.WIDTHS = (400, 700)
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
call_command("demo")
"""


def _print_first_edition(env: dict) -> dict:
    """Fill an empty paper with the demo edition, and return {name: password} of its desk."""
    command = [*MANAGE, "shell", "-v0", "-c", _FIRST_EDITION]
    printed = subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return dict(re.findall(r"^  (\w+) +(\S+)$", printed, re.M))


def _environment(data: Path, database: str, **others: str) -> dict:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.served",
        "DATA_DIR": str(data),
        "DATABASE_URL": database,
        "HOST": "127.0.0.1",
        "PUBLICATION_NAME": "The Ellery Courier",
        "COMMENTS_PER_TEN_MINUTES": "0",
        "CONFIRMATIONS_PER_HOUR": "0",
        # Mail leaves when a test says so.
        "TASKS": "workers",
        **others,
    }


@pytest.fixture
def context(new_context, paper):
    """A reader's browser with a wide window, at the paper."""
    return new_context(base_url=paper.url, viewport={"width": 1280, "height": 900})


@pytest.fixture
def mailed_links(paper):
    """Have all mail leave that will be due within a day, and return the links to readers' pages in it."""

    def leave():
        send = (
            "from datetime import timedelta; from django.utils import timezone; from comments.notices import send_due; "
            "send_due(timezone.now() + timedelta(days=1))"
        )
        command = [*MANAGE, "shell", "-c", send]
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


@pytest.fixture(scope="session")
def cookies_of():
    """{name: the cookies of who has signed in}: once is enough for all tests, as none signs out."""
    return {}


@pytest.fixture
def sign_in(page, paper, cookies_of):
    """Sign in at the desk: `sign_in("editor")`."""

    def go(name):
        if name in cookies_of:
            page.context.add_cookies(cookies_of[name])
            page.goto("/admin/")
            return
        page.goto("/admin/")
        page.fill("[name=username]", name)
        page.fill("[name=password]", paper.passwords[name])
        page.click("[type=submit]")
        page.wait_for_url("**/admin/")
        cookies_of[name] = page.context.cookies()

    return go


def widths_too_narrow(page, widths) -> list[int]:
    """Return at which of these widths of the window a page scrolls sideways."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(width)
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _empty_database(data: Path) -> str:
    """Return the address of a fresh database of the kind that the suite runs on; that of SQLite lies among its data."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return f"sqlite:///{data / 'newsroom.sqlite3'}"
    import psycopg

    name = f"{urlsplit(url).path.strip('/')}_browser_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def fetch(url: str) -> str:
    """Return a page of the server, and nothing where it does not answer yet."""
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
            return answer.read().decode()
    except OSError:
        return ""


def wait_until(is_so) -> None:
    """Ask again and again until something is so."""
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
