"""The production server for a temporary paper, started by `manage.py serve`."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from newsroom.benchmarks.client import NoPage
from newsroom.benchmarks.paper import Paper
from newsroom.env import BASE_DIR

_SECONDS_TO_START = 60
_SECONDS_TO_STOP = 10


@dataclass(frozen=True)
class Server:
    """A running server: its port, and the id of the parent process of its workers."""

    port: int
    pid: int

    def memory(self) -> list[float]:
        """Return the memory of each worker in megabytes (the resident set size on Linux)."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [_resident(Path(f"/proc/{worker}/status").read_text()) for worker in workers]


def _resident(status: str) -> float:
    kilobytes = next((line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")), "0")
    return round(int(kilobytes) / 1024, 1)


@contextmanager
def serving(paper: Paper, **how) -> Iterator[int]:
    """Serve a paper like `server`, but yield the port only."""
    with server(paper, **how) as running:
        yield running.port


@contextmanager
def server(
    paper: Paper,
    *,
    workers: int = 2,
    settings: str = "newsroom.settings",
    application: str = "newsroom.wsgi:application",
    **variables: str,
) -> Iterator[Server]:
    """Serve a paper on 127.0.0.1. Always stops the server and its workers. Raises NoPage if it does not start.

    `variables` are environment variables of this server only.
    """
    port = free_port()
    environment = (
        paper.environment
        | variables
        | {
            "DJANGO_SETTINGS_MODULE": settings,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "SITE_URL": f"http://127.0.0.1:{port}",
        }
    )
    log = paper.folder / f"server-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "manage.py", "serve", "--workers", str(workers), "--application", application],
            cwd=BASE_DIR,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            # Ctrl+C must reach the benchmark only, which then stops the server.
            start_new_session=True,
        )
    try:
        _wait_until_it_answers(port, process, log)
        yield Server(port, process.pid)
    except NoPage as error:
        raise NoPage(f"{error} The server said:\n{_last_words(log)}") from None
    finally:
        _stop(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(port: int, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=_SECONDS_TO_START) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            if line.recv(12).startswith(b"HTTP/1.1 "):
                return
        time.sleep(0.05)
    raise NoPage("The server ended, or never answered.")


def _last_words(log: Path) -> str:
    return log.read_text(errors="replace")[-3000:]


def _stop(process: subprocess.Popen) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_SECONDS_TO_STOP)
    # Workers that outlived their server.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
