"""Papers on SQLite for tests that serve one: made once for all of them, and copied for each."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from newsroom.benchmarks.paper import Paper, temporary_paper


@contextmanager
def copied_paper() -> Iterator[Paper]:
    """An empty paper of its own, as `temporary_paper` makes one, without the seconds that this takes."""
    with temporary_paper(like=_made_once()) as paper:
        yield paper


@cache
def _made_once() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with temporary_paper(keep=folder):
        pass
    return folder
