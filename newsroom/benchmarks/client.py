"""A load generator: a small asynchronous HTTP/1.1 client with keep-alive that times each answer.

It connects to this machine only, and stops after a number of requests or seconds, whichever comes first.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from django.core.management.base import CommandError

from newsroom.benchmarks.figures import in_ms, median, percentile

T = TypeVar("T")
HOST = "127.0.0.1"
_PATIENCE = 30
_NO_BODY = (204, 304)
_AT_A_TIME = 10


class NoPage(CommandError):
    """Raised if the page to be measured was not served."""


@dataclass(frozen=True)
class Answer:
    """A response; with the body only if it was asked for.

    Status 0 means that no answer came, so that it is unknown whether the request was processed.
    """

    status: int
    seconds: float
    body: bytes = b""
    location: str = ""


@dataclass(frozen=True)
class Load:
    """The result of a run: answers in the order of the requests, None for each that was not sent in time."""

    answers: list[Answer | None]
    seconds: float

    @property
    def came(self) -> list[Answer]:
        return [answer for answer in self.answers if answer]

    @property
    def statuses(self) -> dict[int, int]:
        return dict(sorted(Counter(answer.status for answer in self.came).items()))

    @property
    def rate(self) -> float:
        """Answers per second."""
        return round(len(self.came) / self.seconds, 1)

    @property
    def median(self) -> float:
        """The median response time in seconds."""
        return median([answer.seconds for answer in self.came])

    def times(self) -> dict[str, float]:
        """Return the median and the 95th percentile of the response times in milliseconds."""
        slow = percentile([answer.seconds for answer in self.came], 95)
        return {"median ms": in_ms(self.median), "p95 ms": in_ms(slow)}


def request(method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> bytes:
    """Return the bytes of an HTTP request."""
    fields = {"Host": HOST, **(headers or {})} | ({"Content-Length": str(len(body))} if method == "POST" else {})
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def fetch(port: int, sent: bytes) -> Answer:
    """Fetch one page with its body. Raises NoPage for any status but 200."""
    answer = load(port, [sent], clients=1, bodies=True).came[0]
    if answer.status != 200:
        raise NoPage(f"{sent.partition(b' HTTP')[0].decode()} was answered with {answer.status or 'nothing'}.")
    return answer


def in_turns(pages: Mapping[T, tuple[int, bytes]], rounds: int, *, seconds: float = 120) -> dict[T, Load]:
    """Fetch each page, {name: (port, request)}, so many times with one client.

    The pages take turns, so that other load on the machine affects them equally.
    """
    loads: dict[T, list[Load]] = {name: [] for name in pages}
    for port, sent in pages.values():
        fetch(port, sent)
    start = time.perf_counter()
    for done in range(0, rounds, _AT_A_TIME):
        if done and time.perf_counter() > start + seconds:
            break
        for name, (port, sent) in pages.items():
            loads[name].append(load(port, [sent] * _AT_A_TIME, clients=1))
    return {name: together(each) for name, each in loads.items()}


def together(loads: Sequence[Load]) -> Load:
    """Return several consecutive loads as one."""
    return Load([answer for each in loads for answer in each.answers], sum(each.seconds for each in loads))


def load(port: int, requests: Sequence[bytes], *, clients: int, seconds: float = 60, bodies: bool = False) -> Load:
    """Send requests with so many concurrent clients, each waiting for its answer before it sends the next."""
    # In a separate thread, since browser tests leave their own event loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(asyncio.run, _load(port, requests, clients, seconds, bodies)).result()


async def _load(port: int, requests: Sequence[bytes], clients: int, seconds: float, bodies: bool) -> Load:
    answers: list[Answer | None] = [None] * len(requests)
    numbers = iter(range(len(requests)))
    start = time.perf_counter()
    lines = [_Line(port, bodies) for _ in range(clients)]
    await asyncio.gather(*(_send_all(line, requests, numbers, answers, start + seconds) for line in lines))
    return Load(answers, time.perf_counter() - start)


async def _send_all(line: "_Line", requests, numbers: Iterator[int], answers: list, deadline: float) -> None:
    for number in numbers:
        if time.perf_counter() > deadline:
            break
        answers[number] = await line.send(requests[number])
    line.close()


class _Line:
    """One connection, opened lazily."""

    def __init__(self, port: int, bodies: bool):
        self.port = port
        self.bodies = bodies
        self.writer = None

    async def send(self, sent: bytes) -> Answer:
        start = time.perf_counter()
        try:
            async with asyncio.timeout(_PATIENCE):
                status, headers, body = await self._exchange(sent)
        except (OSError, EOFError, TimeoutError, ValueError):
            # No retry: a post might be stored twice.
            self.close()
            return Answer(0, time.perf_counter() - start)
        if headers.get("connection") == "close":
            self.close()
        seconds = time.perf_counter() - start
        return Answer(status, seconds, body if self.bodies else b"", headers.get("location", ""))

    def close(self) -> None:
        if self.writer:
            self.writer.close()
            self.writer = None

    async def _exchange(self, sent: bytes) -> tuple[int, dict[str, str], bytes]:
        if not self.writer:
            self.reader, self.writer = await asyncio.open_connection(HOST, self.port)
        self.writer.write(sent)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        status = int(first.split()[1])
        headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
        is_bare = status in _NO_BODY or sent.startswith(b"HEAD ")
        return status, headers, b"" if is_bare else await self._body(headers)

    async def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") == "chunked":
            return b"".join([chunk async for chunk in self._chunks()])
        if "content-length" in headers:
            return await self.reader.readexactly(int(headers["content-length"]))
        body = await self.reader.read()
        self.close()
        return body

    async def _chunks(self):
        while size := int((await self.reader.readline()).partition(b";")[0], 16):
            yield await self.reader.readexactly(size)
            await self.reader.readexactly(2)
        await self.reader.readline()
