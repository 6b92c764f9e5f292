"""Temporary papers for benchmarks: a folder, a database and settings, deleted afterwards or kept."""

import os
import secrets
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import django
import psycopg

from newsroom.env import kept_secret

# Overrides of the real paper's environment and .env file: no mail is sent, and its cache, replica, bucket and proxy
# are not used.
_NEUTRAL = {
    "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    "DEBUG": "false",
    "SITE_URL": "http://127.0.0.1",
    "ALLOWED_HOSTS": "",
    "TRUSTED_PROXIES": "0",
    "ADDRESS_SECRETS": "",
    "CACHE_URL": "locmem://",
    "REPLICA_URL": "",
    "MEDIA_STORAGE": "",
    "PURGE_URL": "",
    "EMAIL_HOST": "",
    "ADMINS": "",
    "LANGUAGE_CODE": "en",
    "TIME_ZONE": "UTC",
    "COMMENTS_PER_TEN_MINUTES": "0",
}
# Pages need the hashed names of static files only: skipping their compression saves seconds.
_UNCOMPRESSED = ["css", "js", "json", "map", "md", "svg", "txt", "woff2"]


@dataclass(frozen=True)
class Paper:
    """One temporary paper. `environment` holds the variables of its processes."""

    environment: dict[str, str]
    folder: Path
    inside: ProcessPoolExecutor

    @property
    def database(self) -> str:
        return "PostgreSQL" if self.environment["DATABASE_URL"].startswith("postgres") else "SQLite"

    def run(self, function: Callable, *args):
        """Call a module-level function in a process with this paper's settings and database."""
        return self.inside.submit(function, *args).result()


def add_database(parser) -> None:
    parser.add_argument(
        "--database",
        metavar="URL",
        help="a PostgreSQL server (postgres://…) to measure on too, in a database made there and dropped afterwards",
    )


def databases(options) -> list[str | None]:
    """Return the `database` argument of `temporary_paper` for each database to measure on; None is SQLite."""
    return list(dict.fromkeys([None, options["database"]]))


def add_keep(parser) -> None:
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="where the large papers stay, so that another run need not fill them",
    )


def kept(options, articles: int, comments_each: int, database: str | None) -> Path | None:
    """Return the folder for a kept paper of this size, or None without --keep."""
    name = f"{articles}-articles-{comments_each}-comments-each-{'postgresql' if database else 'sqlite'}"
    return options["keep"] and options["keep"].resolve() / name


@contextmanager
def temporary_paper(
    database: str | None = None, keep: Path | None = None, like: Path | None = None, **settings: str
) -> Iterator[Paper]:
    """Make a paper on SQLite, or on the PostgreSQL server with the URL `database`; `settings` are its variables.

    It is deleted at the end, unless `keep` is a folder, from which a later run reuses it. `like` is the folder of a
    kept paper on SQLite to copy, which takes no time.
    """
    with _own_folder(keep) as folder, _own_database(database, folder, is_kept=bool(keep)) as url:
        if like:
            shutil.copytree(like, folder, dirs_exist_ok=True)
        environment = os.environ | _NEUTRAL | {"SECRET_KEY": kept_secret(folder / "secret-key")}
        environment |= {"DATA_DIR": str(folder), "DATABASE_URL": url} | settings
        with ProcessPoolExecutor(1, get_context("spawn"), _enter, [environment]) as inside:
            paper = Paper(environment, folder, inside)
            paper.run(django.setup)
            if not like:
                paper.run(_found)
            yield paper


def _enter(environment: dict[str, str]) -> None:
    """Initialise the inner process. Ctrl+C reaches it too, and ends it without a traceback."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    os.environ.update(environment)


def _found() -> None:
    """Migrate the database, and collect static files for their hashed names."""
    from django.core.management import call_command
    from django.test.utils import override_settings

    call_command("migrate", verbosity=0)
    with override_settings(WHITENOISE_SKIP_COMPRESS_EXTENSIONS=_UNCOMPRESSED):
        call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def _own_folder(keep: Path | None) -> Iterator[Path]:
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with TemporaryDirectory(prefix="newsroom-benchmark-") as folder:
        yield Path(folder)


@contextmanager
def _own_database(server: str | None, folder: Path, *, is_kept: bool) -> Iterator[str]:
    if server is None:
        yield f"sqlite:///{folder}/newsroom.sqlite3"
        return
    name = f"newsroom_{folder.name}" if is_kept else f"newsroom_benchmark_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            if not is_kept:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
