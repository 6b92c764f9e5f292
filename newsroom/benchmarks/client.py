"""Readers by the dozen: a small HTTP/1.1 client that keeps its connections, and takes the time of each answer.

It speaks to this machine alone, and stops after a number of requests or seconds, whichever comes first.
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
    """The page that was to be measured was not there."""


@dataclass(frozen=True)
class Answer:
    """What came back; the body only if it was asked for.

    Status 0 means that no answer came, so that nobody knows what became of the request.
    """

    status: int
    seconds: float
    body: bytes = b""
    location: str = ""


@dataclass(frozen=True)
class Load:
    """What became of the requests: answers in their order, None for each that was not sent in the time there was."""

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
        """Answers a second."""
        return round(len(self.came) / self.seconds, 1)

    @property
    def median(self) -> float:
        """The seconds that the median answer took."""
        return median([answer.seconds for answer in self.came])

    def times(self) -> dict[str, float]:
        """Return how long the median answer took, and all but the slowest twentieth."""
        slow = percentile([answer.seconds for answer in self.came], 95)
        return {"median ms": in_ms(self.median), "p95 ms": in_ms(slow)}


def request(method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> bytes:
    """Return a request as it goes over the line."""
    fields = {"Host": HOST, **(headers or {})} | ({"Content-Length": str(len(body))} if method == "POST" else {})
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def fetch(port: int, sent: bytes) -> Answer:
    """Fetch one page with its body. Raises NoPage for whatever is not a page."""
    answer = load(port, [sent], clients=1, bodies=True).came[0]
    if answer.status != 200:
        raise NoPage(f"{sent.partition(b' HTTP')[0].decode()} was answered with {answer.status or 'nothing'}.")
    return answer


def in_turns(pages: Mapping[T, tuple[int, bytes]], rounds: int, *, seconds: float = 120) -> dict[T, Load]:
    """Have one reader fetch pages, which are {name: (port, request)}, so many times each.

    They take turns, so that what else the machine does in the meantime weighs on all of them alike.
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
    """Return several loads, one after the other, as one."""
    return Load([answer for each in loads for answer in each.answers], sum(each.seconds for each in loads))


def load(port: int, requests: Sequence[bytes], *, clients: int, seconds: float = 60, bodies: bool = False) -> Load:
    """Send requests by so many clients at once, each waiting for its answer before it sends the next."""
    # In a thread of its own, since a test that drives a browser leaves its own loop running in this one.
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
    """One connection, opened when it is needed."""

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
            # Not sent again: a post might then be there twice.
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
