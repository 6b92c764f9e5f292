"""`manage.py serve` begins to serve, or says in one line why it cannot."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError


@pytest.fixture
def taken():
    """A port on which something listens already."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def started(monkeypatch, settings):
    """What was started in this process's place, if anything was."""
    commands = []
    monkeypatch.setattr("os.execv", lambda program, arguments: commands.append(arguments))
    settings.HOST, settings.SITE_URL = "127.0.0.1", "https://paper.example"
    return commands


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def refusal():
    with pytest.raises(CommandError) as refused:
        call_command("serve")
    (line,) = str(refused.value).splitlines()
    return line


def test_a_taken_port_gets_one_clear_line(started, taken, settings):
    settings.PORT = taken
    assert refusal() == (
        f"Cannot serve at 127.0.0.1:{taken}: Address already in use. Choose another port, as in PORT=8080 make run"
    )
    assert started == []


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
def test_an_address_that_is_not_this_machines_gets_one_clear_line(started, settings, host):
    settings.HOST, settings.PORT = host, free_port()
    assert refusal().startswith(f"Cannot serve at {host}:{settings.PORT}: ")
    assert started == []


def test_it_prints_its_addresses_and_takes_over(started, settings, capsys):
    settings.PORT = free_port()
    call_command("serve", workers=2)
    assert (
        "The paper is at https://paper.example/ and its desk at https://paper.example/admin/" in capsys.readouterr().out
    )
    (arguments,) = started
    assert arguments[-1] == "newsroom.wsgi:application"
    assert arguments[arguments.index("--port") + 1] == str(settings.PORT)
    assert arguments[arguments.index("--workers") + 1] == "2"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "weak"), [("SECRET_KEY", "short"), ("ADDRESS_SECRETS", ["django-insecure-" + "k3Y" * 20])]
)
def test_it_does_not_begin_with_a_secret_that_can_be_guessed(started, settings, name, weak):
    """S2: a default or short key is refused."""
    settings.PORT = free_port()
    setattr(settings, name, weak)
    with pytest.raises(SystemCheckError, match=f"{name} is too short or too plain"):
        call_command("serve", skip_checks=False)
    assert started == []


@pytest.mark.parametrize("name", ["SECRET_KEY", "ADDRESS_SECRETS"])
def test_no_other_server_begins_with_one_either(tmp_path, name):
    """S2: whichever imports the application."""
    begun = subprocess.run(
        [sys.executable, "-c", "import newsroom.wsgi"],
        cwd=Path(__file__).resolve().parents[2],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), name: "hunter2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert begun.returncode != 0
    assert f"{name} is too short or too plain" in begun.stderr
    assert "hunter2" not in begun.stderr
