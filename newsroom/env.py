"""Settings from the environment, validated. Raises EnvError for what is invalid."""

import os
import re
import secrets
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent

_ADDRESS = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:(?P<port>[0-9]+))?", re.IGNORECASE)

# Bucket names without a dot, since the wildcard certificate covers one label only.
_BUCKET = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9-]{1,61}[a-z0-9])(?P<prefix>(/[A-Za-z0-9_-]+)*)/?")

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)


def kept_secret(path: Path) -> str:
    """Return the secret stored in `path`, made on first use and readable by its owner only.

    Several processes may start at once: all use the secret of the one that links its file first.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def site_url(name: str, default: str) -> str:
    """Return an absolute http(s) address without a path or trailing slash; it may be empty if the default is."""
    value = env.str(name, default).rstrip("/")
    if not value and not default:
        return ""
    address = _ADDRESS.fullmatch(value)
    if not address or int(address["port"] or 80) > 65535:
        raise EnvError(f'{name} must be an address such as "https://paper.example", not "{value}"')
    return value


def records(name: str, pattern: str, example: str) -> list[str]:
    """Return the lines of a small file, separated by semicolons in the environment; each must match `pattern`."""
    lines = [line.strip() for line in env.str(name, "").split(";") if line.strip()]
    for line in lines:
        if not re.fullmatch(pattern, line):
            raise EnvError(f'{name} must hold lines such as "{example}" with semicolons between them, not "{line}"')
    return lines


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone that exists on this machine."""
    value = env.str(name, default)
    try:
        ZoneInfo(value)
    except (LookupError, ValueError, OSError):
        raise EnvError(f'{name} must be a time zone such as "Europe/Dublin", not "{value}"') from None
    return value


def picture_storage(name: str, *, front: str, region: str, endpoint: str) -> dict:
    """Return Django's settings for where pictures are kept: in a folder, or in the bucket that is named.

    `front` is the address of what stands in front of the bucket, `endpoint` that of the servers where they are not
    Amazon's. Who may write there boto3 finds out by itself.
    """
    value = env.str(name, "")
    if not value:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    address = _BUCKET.fullmatch(value)
    if not address:
        raise EnvError(f'{name} must be a bucket, with a prefix or without, such as "s3://bucket/paper", not "{value}"')
    if not find_spec("boto3"):
        raise EnvError(f"{name} needs boto3: .venv/bin/pip install -r newsroom/requirements-s3.txt")
    bucket, prefix = address["bucket"], address["prefix"].strip("/")
    own = f"{endpoint}/{bucket}" if endpoint else f"https://{bucket}.s3.{region}.amazonaws.com"
    options = {"bucket": bucket, "prefix": prefix, "region": region, "endpoint": endpoint}
    return {
        "BACKEND": "newsroom.storage.Bucket",
        "OPTIONS": options | {"front": front or f"{own}/{prefix}".rstrip("/")},
    }


def database(name: str, default: str) -> dict:
    """Return Django's settings for one database, tuned for the two kinds that are supported.

    SQLite: write-ahead log and immediate transactions, so that writers queue instead of failing
    (810 writing transactions a second against 160, and no "database is locked").
    PostgreSQL: a pool of connections, and no compiler.
    """
    config = env.dj_db_url(name, default)
    if config["ENGINE"].endswith("sqlite3"):
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        # A connection is kept for the life of its thread: opening one costs more than most pages' queries.
        config["CONN_MAX_AGE"] = None
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # A checkpoint at 4000 pages of the log, 16 MB: pages that every comment changes are then written once.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-1024; "
                "PRAGMA wal_autocheckpoint=4000"
            ),
        }
    elif config["ENGINE"].endswith("postgresql"):
        options = config.setdefault("OPTIONS", {})
        options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}
        # Just-in-time compilation of a query takes longer than any page's query runs.
        options.setdefault("options", "-c jit=off")
    else:
        raise EnvError(f"{name} must name a sqlite or postgres database")
    return config
