"""A test database of SQLite, migrated once and copied from then on: to migrate takes ten seconds, most tests take none."""

import hashlib
import os
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import connections

ROOT = Path(__file__).resolve().parents[1]


def lay() -> bool:
    """Lay a migrated database where the tests' own is to be; tell whether there was one of these migrations."""
    if not _is_sqlite() or not _kept().exists():
        return False
    for leftover in ("", "-wal", "-shm"):
        Path(f"{_own()}{leftover}").unlink(missing_ok=True)
    _copy(sqlite3.connect(_kept()), _own())
    return True


def keep() -> None:
    """Keep a copy of the tests' database, which has just been migrated, for those that come after."""
    if _is_sqlite() and not _kept().exists():
        for older in _kept().parent.glob("migrated-*.sqlite3"):
            older.unlink(missing_ok=True)
        half = _kept().with_suffix(f".{os.getpid()}")
        connections["default"].ensure_connection()
        _copy(connections["default"].connection, half)
        half.replace(_kept())


def _copy(source, target: Path) -> None:
    with sqlite3.connect(target) as copy:
        source.backup(copy)
    copy.close()


def _is_sqlite() -> bool:
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def _own() -> Path:
    return Path(settings.DATABASES["default"]["TEST"]["NAME"])


def _kept() -> Path:
    migrations = sorted(ROOT.glob("*/migrations/*.py"))
    # What stands there besides (rights, content types) is made by these and by the versions of libraries.
    sources = [*migrations, ROOT / "newsroom/roles.py", ROOT / "requirements.txt"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    return _own().parent / f"migrated-{digest}.sqlite3"
