"""Throughput of one page under many concurrent clients: by wrk where it is installed, else by our own client."""

import json
import shutil
import subprocess
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from newsroom.benchmarks.client import HOST, Load, NoPage, load, request
from newsroom.benchmarks.figures import in_ms

AS_A_BROWSER = {"Accept-Encoding": "gzip"}
# One client process would be saturated before the server is.
_PROCESSES = 2
_MOST_PAGES = 200_000


def read_by_many(port: int, path: str, *, clients: int = 8, seconds: int = 5) -> dict:
    """Fetch one page repeatedly; return pages per second and response times. Raises NoPage if any request failed."""
    read = _by_wrk if shutil.which("wrk") else _by_ourselves
    figures = read(port, path, clients, seconds)
    if failed := figures.pop("failed"):
        raise NoPage(f"{failed} answers to GET {path} were no page.")
    return figures


def _by_wrk(port: int, path: str, clients: int, seconds: int) -> dict:
    headers = [f"-H{name}: {value}" for name, value in AS_A_BROWSER.items()]
    size = [f"-c{clients}", "-t1", f"-d{seconds}s", "--timeout", "30s", "-s", str(Path(__file__).with_name("wrk.lua"))]
    said = subprocess.run(  # noqa: S603 - our own arguments
        [shutil.which("wrk"), *size, *headers, f"http://{HOST}:{port}{path}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + 60,
    ).stdout
    measured = json.loads(said.strip().splitlines()[-1])
    return {
        "a second": round(measured["requests"] / measured["duration"] * 1e6, 1),
        "median ms": in_ms(measured["median"] / 1e6),
        "p95 ms": in_ms(measured["p95"] / 1e6),
        "failed": measured["failed"],
    }


def _by_ourselves(port: int, path: str, clients: int, seconds: int) -> dict:
    sent = request("GET", path, AS_A_BROWSER)
    share = max(clients // _PROCESSES, 1)
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn")) as pool:
        shares = [pool.submit(_read, port, sent, share, seconds) for _ in range(_PROCESSES)]
        loads = [each.result() for each in shares]
    at_once = Load([answer for each in loads for answer in each.came], max(each.seconds for each in loads))
    failed = sum(answer.status != 200 for answer in at_once.came)
    return {"a second": at_once.rate, **at_once.times(), "failed": failed}


def _read(port: int, sent: bytes, clients: int, seconds: int) -> Load:
    return load(port, [sent] * _MOST_PAGES, clients=clients, seconds=seconds)
